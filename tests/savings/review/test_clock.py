"""How long has a version been with whom, and who owes what now? The days are those of March 2027."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db.models import Prefetch

from savings import workflow
from savings.models import Event, Question, Version
from savings.review.clock import Clock, clock, who_owes
from tests import factories


def _on(day):
    return date(2027, 3, day)


def _events(*moves):
    """Events on days of March: (day, action, status before, status after)."""
    return [
        Event(
            at=datetime(2027, 3, day, 12, tzinfo=UTC),
            action=action,
            status_before=before,
            status_after=after,
        )
        for day, action, before, after in moves
    ]


SUBMIT = (1, "submit", "draft", "submitted")
TAKE = (3, "take", "submitted", "in_review")
ASK = (4, "ask", "in_review", "question")
ANSWER = (11, "answer", "question", "in_review")
DECIDE = (15, "decide", "in_review", "provisional")


def test_a_draft_is_on_nobodys_clock():
    assert (
        clock(_events((1, "create", "", "draft"), (8, "edit", "draft", "draft")), _on(12))
        == Clock()
    )


def test_the_clock_runs_from_submission():
    events = _events((1, "create", "", "draft"), (8, "submit", "draft", "submitted"))

    assert clock(events, _on(12)) == Clock(treasury=4)


def test_the_clock_stops_while_a_question_is_open():
    # 1 to 4 March with the Treasury, 4 to 11 with the place over a weekend, 11 to 12 with the Treasury.
    assert clock(_events(SUBMIT, TAKE, ASK, ANSWER), _on(12)) == Clock(treasury=4, place=5)
    assert clock(_events(SUBMIT, TAKE, ASK), _on(31)) == Clock(treasury=3, place=19 - 2)


def test_what_does_not_move_the_claim_does_not_move_the_clock():
    hand_over = (9, "hand_over", "question", "question")

    assert clock(_events(SUBMIT, TAKE, ASK, hand_over, ANSWER), _on(12)) == Clock(4, 5)


@pytest.mark.parametrize(
    ("due", "expected"), [(29, Clock(10, 8)), (19, Clock(14, 4))], ids=["open", "run out"]
)
def test_the_clock_stops_while_the_place_may_reply_and_no_longer(due, expected):
    # 26 March 2027 is Good Friday and 29 Easter Monday: to 25 March there are 18 working days.
    events = _events(SUBMIT, TAKE, DECIDE)

    assert clock(events, _on(29), reply_due_on=_on(due)) == expected


def test_once_no_reply_will_come_the_treasury_has_it():
    waived = (17, "waive_reply", "provisional", "provisional")
    second = (18, "second_read", "provisional", "provisional")

    found = clock(_events(SUBMIT, TAKE, DECIDE, waived, second), _on(19), reply_due_on=_on(29))

    assert found == Clock(treasury=12, place=2)


def test_the_window_of_a_verdict_that_was_reconsidered_does_not_cut_a_question_short():
    again = [(17, "reply", "provisional", "reply"), (17, "reconsider", "reply", "in_review")]
    asked = (18, "ask", "in_review", "question")

    found = clock(_events(SUBMIT, TAKE, DECIDE, *again, asked), _on(25), reply_due_on=_on(19))

    assert found == Clock(treasury=11, place=2 + 5)


def test_the_clock_stands_still_for_good_once_the_verdict_is_final():
    final = (17, "finalise", "provisional", "final")

    assert clock(_events(SUBMIT, TAKE, DECIDE, final), _on(31), reply_due_on=_on(29)) == Clock(
        10, 2
    )


def _read(version):
    open_questions = Question.objects.filter(answered_at=None)
    return (
        Version.objects.select_related("review")
        .prefetch_related(Prefetch("questions", open_questions, to_attr="open_questions"))
        .get(pk=version.pk)
    )


@pytest.mark.parametrize("status", ["draft", "final", "withdrawn", "superseded", "published"])
def test_nobody_owes_anything_where_nothing_is_under_way(status):
    assert who_owes(_read(factories.claim_at(status)), _on(1)) is None


@pytest.mark.parametrize(
    ("status", "side", "words"),
    [
        ("submitted", "treasury", "Your place owes nothing"),
        ("in_review", "treasury", "owes nothing unless the reviewer asks"),
        ("question", "place", "Your place owes an answer by 15 March 2027"),
        ("provisional", "place", "Your place may reply"),
        ("reply", "treasury", "The Treasury owes the final verdict"),
    ],
)
def test_a_place_reads_who_owes_what(status, side, words):
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = factories.claim_at(status)

    owed = who_owes(_read(version), _on(1))

    assert owed.side == side
    assert words in owed.words
    assert not owed.is_overdue


def test_it_is_the_answer_that_is_overdue_from_the_day_after_and_the_claim_is_not_yet_reviewed():
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = factories.claim_at("question")

    last, next_day = who_owes(_read(version), _on(15)), who_owes(_read(version), _on(16))

    assert not last.is_overdue
    assert "owes an answer by 15 March 2027" in last.words
    assert next_day.is_overdue
    assert "It was due by 15 March 2027, so the answer is overdue." in next_day.words
    assert "not yet reviewed: silence is no verdict" in next_day.words
    assert next_day.by == _on(15)


def test_a_reply_is_nobodys_debt_and_after_its_day_the_treasury_owes_the_verdict():
    with time_machine.travel("2027-03-01T09:00Z", tick=False):
        version = factories.claim_at("provisional")

    owed = who_owes(_read(version), _on(16))

    assert (owed.side, owed.by, owed.is_overdue) == ("treasury", None, False)
    assert "could reply until 15 March 2027" in owed.words


def test_once_the_place_has_said_that_no_reply_will_come_the_treasury_owes_the_verdict():
    version = factories.claim_at("provisional")
    workflow.perform("waive_reply", version, by=factories.finance_of(version.claim.place))

    owed = who_owes(_read(version), _on(1))

    assert owed.side == "treasury"
    assert "has said that no reply will come" in owed.words


@pytest.mark.parametrize("status", ["submitted", "in_review", "question", "provisional", "reply"])
def test_what_is_read_before_is_not_asked_for_again(status, django_assert_num_queries):
    version = _read(factories.claim_at(status))

    with django_assert_num_queries(0):
        who_owes(version, _on(1))


def test_the_questions_themselves_may_be_read_before_instead():
    version = factories.claim_at("question")
    workflow.perform("answer", version, by=factories.officer_of(version.claim.place), text="Yes.")
    workflow.perform("ask", version, by=version.review.reviewer, text="And of harm?")

    read = Version.objects.select_related("review").prefetch_related("questions").get(pk=version.pk)

    assert who_owes(read, _on(1)).by == version.questions.get(answered_at=None).due_on
