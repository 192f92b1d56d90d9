"""The working days that are kept of a review once its verdict is final. 1 June 2026 was a Monday."""

from datetime import date, timedelta

import pytest
import time_machine

from savings import workflow
from savings.review.clock import Clock, clock_of
from savings.workflow.reviews import working_days_after
from tests.factories import (
    PlaceFactory,
    claim_at,
    draft_of,
    finance_of,
    lead,
    officer_of,
    reading,
    reviewer,
)


class Walk:
    """One claim walked through its review, each step on a day of June 2026."""

    def __init__(self):
        self.place = PlaceFactory()
        self.version = draft_of(self.place)
        self.reviewer = reviewer()
        self.people = {
            "submit": finance_of(self.place),
            "answer": officer_of(self.place),
            "reply": officer_of(self.place),
            "waive_reply": finance_of(self.place),
            "reconsider": lead(),
            "finalise": lead(),
        }

    def on(self, day, action, **details):
        if action in ("decide", "second_read"):
            details |= reading(self.version, **details)
        by = reviewer() if action == "second_read" else self.people.get(action, self.reviewer)
        with time_machine.travel(f"2026-06-{day:02}T10:00Z"):
            workflow.perform(action, self.version, by=by, **details)
        return self

    def decided_on(self, day):
        """A verdict; read twice at once, where the rule asks for it."""
        self.on(day, "decide")
        return self.on(day, "second_read") if self.version.review.needs_second_reading else self


def _days(walk):
    """Those kept with the version: in all, and with the place."""
    version = walk.version
    return version.days_with_treasury + version.days_with_place, version.days_with_place


def test_from_monday_to_the_monday_after_it_is_five_working_days():
    walk = Walk().on(1, "submit").on(2, "take").decided_on(8).on(8, "waive_reply").on(8, "finalise")

    assert _days(walk) == (5, 0)


def test_a_weekend_takes_no_working_day():
    walk = Walk().on(5, "submit").on(6, "take").decided_on(6).on(7, "waive_reply")

    walk.on(7, "finalise")

    assert _days(walk) == (0, 0)


def test_the_clock_stands_still_while_a_question_is_open():
    walk = (
        Walk().on(1, "submit").on(2, "take").on(3, "ask", text="Net?").on(10, "answer", text="Yes")
    )

    walk.decided_on(11).on(11, "waive_reply").on(12, "finalise")

    assert _days(walk) == (9, 5)


def test_the_clock_stands_still_while_the_place_may_reply():
    walk = Walk().on(1, "submit").on(1, "take").decided_on(2).on(5, "reply", text="We agree.")

    walk.on(9, "finalise")

    assert _days(walk) == (6, 3)


def test_the_clock_runs_on_once_the_time_to_reply_is_over():
    walk = Walk().on(1, "submit").on(1, "take").decided_on(2)

    walk.on(30, "finalise")

    # Ten working days to reply from the 2nd; the rest of 21 is the Treasury's.
    assert _days(walk) == (21, 10)


def test_both_rounds_of_a_reconsidered_verdict_count():
    walk = Walk().on(1, "submit").on(1, "take").decided_on(2).on(4, "reply", text="Look again.")
    walk.on(5, "reconsider", note="New evidence.").decided_on(8).on(9, "reply", text="We agree.")

    walk.on(9, "finalise")

    assert _days(walk) == (6, 3)


def test_what_others_do_meanwhile_does_not_start_the_clock():
    walk = Walk().on(1, "submit").on(1, "take").on(2, "ask", text="Net?")
    walk.on(3, "hand_over", to=walk.reviewer).on(4, "answer", text="Yes").decided_on(4)
    walk.people["set_condition"] = finance_of(walk.place)
    walk.on(4, "set_condition", condition="B", note="For totals.")

    walk.on(8, "reply", text="We agree.").on(8, "finalise")

    assert _days(walk) == (5, 4)


def test_no_days_are_kept_before_the_verdict_is_final():
    version = claim_at("reply")

    assert (version.days_with_treasury, version.days_with_place) == (None, None)


def test_what_is_kept_is_what_the_history_says_of_it():
    walk = Walk().on(1, "submit").on(2, "take").on(3, "ask", text="Net?")
    walk.on(10, "answer", text="Yes").decided_on(11).on(12, "waive_reply").on(16, "finalise")
    version = walk.version
    kept = clock_of(version, date(2026, 6, 30))
    version.days_with_treasury = version.days_with_place = None

    assert kept == clock_of(version, date(2026, 6, 30)) == Clock(treasury=5, place=6)


def test_once_kept_the_days_stay_whatever_a_later_calendar_says_of_them():
    walk = Walk().on(1, "submit").on(1, "take").decided_on(2).on(2, "waive_reply")
    version = walk.on(3, "finalise").version
    version.days_with_treasury = 1  # One of them has become a bank holiday since.

    assert clock_of(version, date(2026, 6, 30)) == Clock(treasury=1, place=0)


@pytest.mark.parametrize("start", range(7))
def test_working_days_are_counted_as_due_dates_count_them(start):
    day = date(2026, 6, 1) + timedelta(days=start)
    due = working_days_after(day, 10)
    walk = Walk().on(day.day, "submit").on(day.day, "take").decided_on(due.day)

    walk.on(due.day, "waive_reply").on(due.day, "finalise")

    assert _days(walk) == (10, 0)
