"""What has been asked about a claim and answered, who may read it, and what came with each answer."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from savings import workflow
from savings.access import sight_of
from savings.evidence.cited import cited_by, evidence_list, questions_of
from savings.models import EvidenceGrade
from savings.pages.thread import thread
from tests import factories


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL", name="Plainville")


def _thread(version, person):
    return thread(questions_of(sight_of(person, version)))


def _evidence(version, person):
    return evidence_list(version, questions_of(sight_of(person, version)))


def _asked(version, text, day):
    with time_machine.travel(f"2027-03-{day:02}T10:00Z", tick=False):
        workflow.perform("ask", version, by=version.review.reviewer, text=text)


def _answered(version, text, day, evidence=()):
    with time_machine.travel(f"2027-03-{day:02}T10:00Z", tick=False):
        officer = factories.officer_of(version.claim.place)
        workflow.perform("answer", version, by=officer, text=text, evidence=evidence)


def _two_versions(place):
    """A claim with a question on each of two versions, the first answered with a ledger entry."""
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        first = factories.claim_at("in_review", place, condition="D")
    _asked(first, "Is this net?", 2)
    _answered(first, "It is.", 3, [factories.ledger(title="Code 4711")])
    with time_machine.travel("2027-03-04T09:00Z", tick=False):
        second = factories.submitted_again(first)
        workflow.perform("take", second, by=second.review.reviewer)
    _asked(second, "And of harm?", 5)
    return second


def test_one_thread_holds_the_questions_of_all_versions_the_oldest_first(place):
    version = _two_versions(place)

    exchanges = _thread(version, factories.officer_of(place))

    assert [(e.version.number, e.question.text) for e in exchanges] == [
        (1, "Is this net?"),
        (2, "And of harm?"),
    ]
    assert [item.evidence.title for item in exchanges[0].evidence] == ["Code 4711"]


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("officer", True),
        ("reviewer", True),
        ("lead", True),
        ("tied reviewer", False),
        ("other officer", False),
        ("analyst", False),
        ("administrator", False),
        ("nobody", False),
    ],
)
def test_questions_are_between_the_place_and_its_reviewers(place, who, reads):
    version = _two_versions(place)
    person = {
        "officer": lambda: factories.officer_of(place),
        "reviewer": factories.reviewer,
        "lead": factories.lead,
        "tied reviewer": lambda: _tied(factories.reviewer(), place),
        "other officer": lambda: factories.officer_of(factories.PlaceFactory()),
        "analyst": factories.analyst,
        "administrator": factories.administrator,
        "nobody": factories.UserFactory,
    }[who]()

    assert bool(_thread(version, person)) == reads
    titles = [item.evidence.title for item in _evidence(version, person)]
    assert ("Code 4711" in titles) == reads


def _tied(person, place):
    person.memberships.create(place=place, role="interest")
    return person


def test_an_answer_after_its_day_is_late_and_one_that_is_missing_overdue(place):
    version = factories.claim_at("in_review", place)
    _asked(version, "Is this net?", 1)
    _answered(version, "It is.", 16)
    _asked(version, "And of harm?", 16)
    reviewer = version.review.reviewer

    with time_machine.travel("2027-04-01T09:00Z", tick=False):
        late, open_one = _thread(version, reviewer)
    with time_machine.travel("2027-04-02T09:00Z", tick=False):
        overdue = _thread(version, reviewer)[1]

    assert (late.is_late, late.is_overdue) == (True, False)
    # 26 and 29 March 2027 are bank holidays: ten working days after the 16th is the 1st of April.
    assert (open_one.is_late, open_one.is_overdue) == (False, False)
    assert overdue.is_overdue


def test_the_evidence_of_a_claim_is_one_list_whatever_door_it_came_through(place):
    version = _two_versions(place)

    listed = _evidence(version, factories.reviewer())

    assert [(item.evidence.title, item.is_cited) for item in listed] == [
        ("Evaluation", True),
        ("Code 4711", False),
    ]
    assert listed[1].came_at.day == 3


def test_what_came_with_an_answer_and_is_cited_stands_once_and_says_both(place):
    version = factories.claim_at("in_review", place)
    cited = version.citations.get().evidence
    _asked(version, "Which page?", 1)
    _answered(version, "See page 4.", 2, [cited])

    listed = _evidence(version, version.review.reviewer)

    assert [(item.evidence, item.page_or_cell, item.is_cited) for item in listed] == [
        (cited, "page 4", True)
    ]
    assert listed[0].came_at


def test_what_came_with_two_answers_stands_once(place):
    version = factories.claim_at("in_review", place)
    _asked(version, "Is this net?", 1)
    _answered(version, "It is.", 2, [factories.ledger()])
    given = version.questions.get().evidence.get()
    _asked(version, "Where?", 3)
    _answered(version, "There.", 4, [given])

    listed = _evidence(version, version.review.reviewer)

    assert [item.evidence for item in listed if not item.is_cited] == [given]
    assert [item.evidence for item in cited_by(version)] != [given]


def _with_exchanges(place, number):
    version = factories.claim_at("in_review", place)
    for day in range(number):
        _asked(version, "Is this net?", 2 * day + 1)
        evidence = [factories.stored_file(f"{place.code} {day}"), factories.ledger()]
        _answered(version, "It is.", 2 * day + 2, evidence)
    return version


def test_a_long_thread_costs_as_many_queries_as_a_short_one(
    place, client, django_assert_num_queries
):
    few = _with_exchanges(place, 1)
    many = _with_exchanges(place, 8)
    client.force_login(factories.lead())
    client.get(few.claim.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(few.claim.get_absolute_url())

    with django_assert_num_queries(len(one.captured_queries)):
        page = client.get(many.claim.get_absolute_url())

    assert len(page.context["thread"]) == 8


def test_a_grade_that_is_not_in_force_yet_is_not_shown(place):
    today = timezone.localdate()
    for grade, day in ((2, today), (1, today + timedelta(days=1))):
        EvidenceGrade.objects.create(kind="ledger", grade=grade, valid_from=day, source="Owner")
    version = factories.claim_at("submitted", place, evidence=[(factories.ledger(), "")])

    [cited] = _evidence(version, factories.officer_of(place))

    assert cited.grade == 2
