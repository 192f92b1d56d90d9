"""Who owes which act on a claim, by when, and in which words? Days without a month are those of March 2027."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from savings import workflow
from savings.models import Review, Version
from savings.models.choices import REVIEW_OPEN
from savings.pages.due import due_from
from savings.review import owing
from savings.review.clock import clock
from savings.review.owing import OWED_FROM, Act, Owed, waits_for, what_is_owed, with_open_questions
from savings.review.owing_words import to_the_place, to_the_treasury, to_the_treasury_on
from tests import factories


def _on(day):
    return date(2027, 3, day)


def _owed(version, person=None):
    return str(to_the_treasury_on(version, person, timezone.localdate()))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("final", "Nothing: the verdict is final."),
        ("withdrawn", "Nothing: the place has withdrawn it."),
        ("superseded", "Nothing: a later version has replaced it."),
    ],
)
def test_where_nothing_is_under_way_nothing_is_owed(status, words):
    assert _owed(factories.claim_at(status)) == words


def test_a_second_reading_is_owed_until_it_is_given():
    version = factories.claim_at("in_review")
    reading = factories.reading(version, "partly", ["BASELINE"])  # Is in no sample.
    workflow.perform("decide", version, by=version.review.reviewer, **reading)
    Review.objects.filter(version=version).update(needs_second_reading=True)
    before = _owed(version)
    workflow.perform("second_read", version, by=factories.reviewer(), **reading)

    assert before.endswith("Waits for a second reader.")
    assert "second reader" not in _owed(version)


def test_days_are_counted_from_submission_while_it_waits():
    today = timezone.localdate() + timedelta(days=3)

    def days(status):
        version = Version.objects.get(pk=factories.claim_at(status).pk)
        return owing.days_waiting(version, today)

    assert days("submitted") == 3
    assert days("final") is None


def test_an_answer_that_comes_while_a_page_is_drawn_is_no_fault():
    version = factories.claim_at("question")
    read = owing.with_what_is_owed(Version.objects.all()).get(pk=version.pk)
    read.open_questions = []  # They are read after the version: by then it was answered.

    assert str(to_the_treasury(read, None, timezone.localdate())).startswith("Answered.")
    assert what_is_owed(read, timezone.localdate()).side == "treasury"


def _read(version):
    return with_open_questions(Version.objects.all()).get(pk=version.pk)


def _both(version, today):
    read = _read(version)
    return what_is_owed(read, today), to_the_place(read, today)


@pytest.mark.parametrize("status", ["draft", "final", "withdrawn", "superseded", "published"])
def test_nobody_owes_anything_where_nothing_is_under_way(status):
    assert _both(factories.claim_at(status), _on(1)) == (None, "")


@pytest.mark.parametrize(
    ("status", "side", "words"),
    [
        ("submitted", "treasury", "Your place does not need to do anything"),
        ("in_review", "treasury", "does not need to do anything unless the reviewer asks"),
        ("question", "place", "Your place has to answer by 15 March 2027"),
        ("provisional", "place", "Your place may reply"),
        ("reply", "treasury", "The Treasury gives the final verdict next"),
    ],
)
def test_a_place_reads_who_owes_what(status, side, words):
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = factories.claim_at(status)

    owed, said = _both(version, _on(1))

    assert owed.side == side
    assert words in said
    assert not owed.is_late


def test_it_is_the_answer_that_is_overdue_from_the_day_after_and_the_claim_is_not_yet_reviewed():
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = factories.claim_at("question")

    last, said_last = _both(version, _on(15))
    next_day, said_next_day = _both(version, _on(16))

    assert not last.is_late
    assert "has to answer by 15 March 2027" in said_last
    assert next_day == Owed(Act.ANSWER, _on(15), is_late=True)
    assert "The answer was due by 15 March 2027, so it is overdue." in said_next_day
    assert "not yet reviewed: silence is not a verdict" in said_next_day


def test_a_reply_is_nobodys_debt_and_after_its_day_the_treasury_owes_the_verdict():
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = factories.claim_at("provisional")

    owed, said = _both(version, _on(16))

    assert (owed.side, owed.by, owed.is_late) == ("treasury", None, False)
    assert "could reply until 15 March 2027" in said


def test_once_the_place_has_said_that_no_reply_will_come_the_treasury_owes_the_verdict():
    version = factories.claim_at("provisional")
    workflow.perform("waive_reply", version, by=factories.finance_of(version.claim.place))

    owed, said = _both(version, _on(1))

    assert owed.side == "treasury"
    assert "has said that no reply will come" in said


@pytest.mark.parametrize("status", ["submitted", "in_review", "question", "provisional", "reply"])
def test_what_is_read_before_is_not_asked_for_again(status, django_assert_num_queries):
    version = _read(factories.claim_at(status))

    with django_assert_num_queries(0):
        what_is_owed(version, _on(1))
        to_the_place(version, _on(1))


def test_the_questions_themselves_may_be_read_before_instead():
    version = factories.claim_at("question")
    workflow.perform("answer", version, by=factories.officer_of(version.claim.place), text="Yes.")
    workflow.perform("ask", version, by=version.review.reviewer, text="And of harm?")

    read = Version.objects.select_related("review").prefetch_related("questions").get(pk=version.pk)

    assert what_is_owed(read, _on(1)).by == version.questions.get(answered_at=None).due_on


# A claim that came to a status on Monday 1 March: what it waits for on a day, and what its place finds on its list.
TABLE = [
    ("draft", 2, None, ""),
    ("submitted", 2, Act.TAKE, None),
    ("in_review", 2, Act.DECIDE, None),
    ("question", 15, Act.ANSWER, "answer"),
    ("question", 16, Act.ANSWER, "answer"),
    ("provisional", 15, Act.REPLY, "reply"),
    ("provisional", 16, Act.FINALISE, "reply"),  # Until the verdict is final a reply is still read.
    ("reply", 2, Act.FINALISE, None),
    ("final", 2, None, None),
    ("withdrawn", 2, None, None),
    ("published", 2, None, None),
]


@pytest.mark.parametrize(("status", "day", "act", "on_the_list"), TABLE)
def test_all_that_speaks_of_what_is_owed_says_the_same(status, day, act, on_the_list):
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = factories.claim_at(status)
    read, officer = _read(version), factories.officer_of(version.claim.place)

    with time_machine.travel(f"2027-03-{day}T12:00Z", tick=False):
        owed = what_is_owed(read, _on(day))
        listed = [due.action for due in due_from(officer) if due.version == version]
        days = clock(version.events.order_by("pk"), _on(day + 1), reply_due_on=_reply_due(read))

    assert (owed.act if owed else None) == act
    assert [a for a in Act if Version.objects.filter(waits_for(a, _on(day)), pk=read.pk)] == [
        a for a in Act if a == act
    ]
    assert listed == ([] if on_the_list is None else [on_the_list])
    assert (days.place > days.treasury) == (on_the_list in ("answer", "reply"))
    assert bool(to_the_place(read, _on(day))) == bool(owed)


def _reply_due(version):
    return version.review.reply_due_on if hasattr(version, "review") else None


def test_every_act_is_one_of_the_table_of_actions_from_the_status_in_which_it_is_owed():
    for status, act in OWED_FROM.items():
        assert status in workflow.ACTIONS[act].start

    assert set(OWED_FROM) == set(REVIEW_OPEN)
