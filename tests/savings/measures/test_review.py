"""The measures of the review: what they are made of, and who is told of which."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pilots.models import Membership
from savings import workflow
from savings.access import enough_to_publish
from savings.measures.review import measures_for
from savings.workflow import add_time
from tests.factories import (
    PlaceFactory,
    UserFactory,
    administrator,
    analyst,
    claim_at,
    draft_of,
    figures_of,
    finance_of,
    lead,
    lead_of,
    ledger,
    link,
    officer_of,
    partner_of,
    published,
    reading,
    reviewer,
    revised,
)

PARTLY = ("partly", ["BASELINE"])


def _measures(user=None, *, as_at=None):
    return measures_for(user or reviewer(), as_at or timezone.localdate())


def _answered(version, *, days):
    """Asked today and answered so many days from now."""
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        workflow.perform("answer", version, by=officer_of(version.claim.place), text="Yes.")


def _finalised(version, *, reconsidered_as=None):
    """A version with a provisional verdict, replied to, perhaps reconsidered, and made final."""
    officer = officer_of(version.claim.place)
    workflow.perform("reply", version, by=officer, text="Look again.")
    if reconsidered_as:
        workflow.perform("reconsider", version, by=lead(), note="New evidence.")
        _decided(version, *reconsidered_as)
        workflow.perform("reply", version, by=officer, text="We agree.")
    return workflow.perform("finalise", version, by=lead())


def _decided(version, *verdict, second=None):
    """Decided by the reviewer who has it, and read a second time where that is asked for or needed."""
    workflow.perform("decide", version, by=version.review.reviewer, **reading(version, *verdict))
    if second or version.review.needs_second_reading:
        details = reading(version, *(second or verdict))
        workflow.perform("second_read", version, by=reviewer(), **details)


def test_submitted_claims_are_counted_by_how_far_they_have_come():
    for status in ("draft", "submitted", "in_review", "question", "provisional", "reply", "final"):
        claim_at(status)
    for status in ("withdrawn", "superseded", "published"):
        claim_at(status)

    progress = _measures().progress

    # The version that superseded the other is submitted.
    assert [(stage.label, stage.claims) for stage in progress.stages] == [
        ("Reviewed to a final verdict", 1),
        ("Under review", 4),
        ("Not yet reviewed", 2),
    ]
    assert (progress.claims, progress.places) == (7, 7)
    assert [stage.percent for stage in progress.stages] == ["14%", "57%", "29%"]


def test_answers_are_in_time_late_overdue_or_not_due_yet():
    in_time, late, _overdue = (claim_at("question") for _ in range(3))
    _answered(in_time, days=1)
    _answered(late, days=30)
    with time_machine.travel(timezone.now() + timedelta(days=39)):
        claim_at("question")

    answers = _measures(as_at=timezone.localdate() + timedelta(days=40)).answers

    assert (answers.in_time, answers.late, answers.overdue, answers.open) == (1, 1, 1, 1)
    assert (answers.due, answers.percent_in_time, answers.claims) == (3, "33%", 4)


def test_an_answer_on_the_day_it_is_due_is_in_time():
    version = claim_at("question")
    due = version.questions.get().due_on
    with time_machine.travel(f"{due}T22:59+00:00"):
        workflow.perform("answer", version, by=officer_of(version.claim.place), text="Yes.")

    assert (_measures().answers.in_time, _measures().answers.late) == (1, 0)


def test_a_question_on_a_withdrawn_claim_is_owed_by_nobody():
    version = claim_at("question")
    workflow.perform("withdraw", version, by=finance_of(version.claim.place), note="No longer.")

    assert _measures().answers is None


def test_a_question_that_is_not_due_has_no_share():
    claim_at("question")

    answers = _measures().answers

    assert (answers.open, answers.due, answers.percent_in_time) == (1, 0, None)


def test_a_verdict_that_the_reply_changed_is_counted():
    _finalised(claim_at("provisional"), reconsidered_as=PARTLY)
    _finalised(claim_at("provisional"), reconsidered_as=("supported_forecast",))
    _finalised(claim_at("provisional"))

    changes = _measures().changes

    assert (changes.claims, changes.changed, changes.percent) == (3, 1, "33%")


def test_a_change_between_two_readers_before_the_reply_is_not_the_replys():
    version = claim_at("in_review")
    _decided(version, "supported_forecast", second=PARTLY)
    workflow.perform("reconsider", version, by=lead(), note="The readers differ.")
    _decided(version, *PARTLY)

    _finalised(version)

    assert (_measures().changes.claims, _measures().changes.changed) == (1, 0)


def test_a_verdict_without_a_reply_is_not_among_those_replied_to():
    version = claim_at("provisional")
    workflow.perform("waive_reply", version, by=finance_of(version.claim.place))
    workflow.perform("finalise", version, by=lead())

    assert _measures().changes is None


def test_readers_agree_or_differ_on_the_same_claim():
    for second in (("supported_forecast",), PARTLY, PARTLY):
        version = claim_at("in_review")
        _decided(version, "supported_forecast", second=second)
        _finalised(version)

    [agreement] = _measures().agreement

    assert (agreement.state, agreement.claims, agreement.agreed) == ("Forecast", 3, 1)
    assert agreement.percent == "33%"


@pytest.mark.parametrize(("second_on_actual", "agreed"), [("supported", 1), ("partly", 0)])
def test_readers_agree_state_by_state(second_on_actual, agreed):
    place = PlaceFactory()
    body = lead_of(place)
    both = [*figures_of(body), *figures_of(body, state="actual", year=2009)]
    version = claim_at("in_review", place, figures=both, evidence=[(ledger(), "1"), (link(), "2")])
    first = {"forecast": ("supported_forecast", [], ""), "actual": ("supported", [], "")}
    second = first | {"actual": (second_on_actual, ["BASELINE"], "It is an estimate.")}
    for action, by, outcomes in (
        ("decide", version.review.reviewer, first),
        ("second_read", reviewer(), second),
    ):
        workflow.perform(action, version, by=by, **reading(version) | {"outcomes": outcomes})
    _finalised(version)

    found = {item.state: (item.claims, item.agreed) for item in _measures().agreement}

    assert found == {"Forecast": (1, 1), "Actual": (1, agreed)}


def test_only_the_first_pair_of_readings_is_blind():
    version = claim_at("in_review")
    _decided(version, "supported_forecast", second=PARTLY)
    workflow.perform("reconsider", version, by=lead(), note="The readers differ.")
    _decided(version, *PARTLY, second=PARTLY)
    _finalised(version)

    [agreement] = _measures().agreement

    assert (agreement.claims, agreement.agreed) == (1, 0)


def test_nothing_is_told_of_a_verdict_that_is_not_final():
    version = claim_at("in_review")
    _decided(version, "supported_forecast", second=PARTLY)
    workflow.perform("reply", version, by=officer_of(version.claim.place), text="No.")

    measures = _measures()

    assert (measures.agreement, measures.changes, measures.time) == ([], None, None)


def _timed(minutes, place=None):
    place = place or PlaceFactory()
    draft = draft_of(place)
    add_time(draft, minutes * 60, by=officer_of(place))
    workflow.perform("submit", draft, by=finance_of(place), signs_as="section_151")
    return draft


def test_officers_minutes_are_a_median_and_a_mean_a_claim():
    for minutes in (5, 10, 30):
        _timed(minutes)

    minutes = _measures().minutes

    assert (minutes.median, minutes.mean, minutes.total, minutes.claims) == (10, 15, 45, 3)


def test_the_versions_of_a_claim_take_their_time_together():
    for minutes in (5, 10, 20):
        version = _timed(minutes)
    place = version.claim.place
    later = revised(version)
    add_time(later, 10 * 60, by=officer_of(place))
    workflow.perform("submit", later, by=finance_of(place), signs_as="section_151")

    assert (_measures().minutes.claims, _measures().minutes.mean) == (3, 15)


def test_the_time_of_two_places_is_told_to_nobody():
    place = PlaceFactory()
    for where in (place, place, PlaceFactory()):
        _timed(10, where)

    assert _measures(reviewer()).minutes is None
    assert _measures(UserFactory()).minutes is None


def _settled_claims(number, place=None):
    for _ in range(number):
        version = claim_at("in_review", place)
        _decided(version, "supported_forecast", second=PARTLY)
        _finalised(version)


def test_nobody_but_reviewers_and_leads_is_told_of_pounds():
    _settled_claims(3)
    place = PlaceFactory()
    told = {
        "reviewer": reviewer(),
        "lead": lead(),
        "analyst": analyst(),
        "administrator": administrator(),
        "officer": officer_of(place),
        "finance": finance_of(place),
        "partner": partner_of(place, lead_of(place)),
        "no role": UserFactory(),
    }

    in_pounds = [name for name, user in told.items() if _measures(user).values]

    assert in_pounds == ["reviewer", "lead"]


def test_everybody_signed_in_is_told_of_three_claims_of_three_places():
    _settled_claims(3)
    for place in [PlaceFactory() for _ in range(3)]:
        version = claim_at("question", place)
        _answered(version, days=1)

    measures = _measures(UserFactory())

    assert [stage.claims for stage in measures.progress.stages] == [3, 3, 0]
    assert (measures.time.claims, measures.answers.in_time, measures.changes.claims) == (3, 3, 3)
    assert [(row.claims, row.agreed) for row in measures.agreement] == [(3, 0)]


@pytest.mark.parametrize("places", [1, 2])
def test_of_fewer_than_three_places_others_are_told_nothing(places):
    where = [PlaceFactory() for _ in range(places)]
    for index in range(4):
        _settled_claims(1, where[index % places])

    measures = _measures(UserFactory())

    assert (measures.progress, measures.time, measures.changes) == (None, None, None)
    assert (measures.answers, measures.agreement, measures.minutes) == (None, [], None)


def test_a_small_part_hides_its_neighbours_too_since_the_rest_would_tell_it():
    for _ in range(3):
        claim_at("submitted")
    claim_at("in_review")

    others, own = _measures(UserFactory()).progress, _measures().progress

    assert (others.claims, others.stages) == (4, [])
    assert [stage.claims for stage in own.stages] == [0, 1, 3]


@pytest.mark.parametrize(
    ("claims", "places", "is_enough"), [(3, 3, True), (2, 3, False), (3, 2, False), (9, 2, False)]
)
def test_three_claims_of_three_places_are_enough(claims, places, is_enough):
    assert enough_to_publish(claims, places) == is_enough


def test_a_reviewer_counts_nothing_of_a_place_they_are_tied_to():
    tied = reviewer()
    version = claim_at("final")
    claim_at("submitted")
    Membership.objects.create(user=tied, place=version.claim.place, role="interest")

    measures = _measures(tied)

    assert (measures.progress.claims, measures.changes) == (1, None)
    assert sum(len(group.years) for group in measures.values) == 1


def test_the_practice_place_is_in_no_measure():
    practice = PlaceFactory(kind="practice")
    _settled_claims(3, practice)
    _answered(claim_at("question", practice), days=1)
    for _ in range(3):
        _timed(10, practice)

    for user in (reviewer(), UserFactory(), officer_of(practice)):
        measures = _measures(user)

        assert (measures.progress, measures.time, measures.answers) == (None, None, None)
        assert (measures.changes, measures.minutes) == (None, None)
        assert (measures.agreement, measures.values) == ([], [])


def test_published_words_are_in_no_measure():
    published(PlaceFactory())

    assert _measures().progress is None


def test_more_claims_cost_no_more_queries():
    user = reviewer()
    _settled_claims(1)
    _measures(user)  # What a person may do is asked once, and remembered.
    with CaptureQueriesContext(connection) as one:
        _measures(user)
    _settled_claims(3)
    for status in ("submitted", "question", "provisional"):
        claim_at(status)

    with CaptureQueriesContext(connection) as many:
        _measures(user)

    assert len(many) == len(one)
