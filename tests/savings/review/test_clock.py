"""How long has a version been with whom? The days are those of March 2027."""

from datetime import UTC, date, datetime

import pytest

from savings.models import Event
from savings.review.clock import Clock, clock

pytestmark = pytest.mark.no_database


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
