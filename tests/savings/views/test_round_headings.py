"""What a place reads over what is due of it: the word of the Treasury’s list, and what to do or that all is done."""

import pytest
import time_machine

from savings import workflow
from tests import factories
from tests.savings.views.round_pages import BEFORE, LATER, OPEN, claims_before, open_round, words_of


@pytest.fixture
def officer(place):
    with time_machine.travel(BEFORE, tick=False):
        return factories.officer_of(place)


BEFORE_IT_CLOSED = "not answered before the round closed, and can no longer be answered here."
REVISE = "If something has changed, revise"
# How many claims are due and answered, when it is read, and the heading and words.
CASES = {
    "due": (2, 1, OPEN, "Due by 31 March 2026", "1 claim waits: say that nothing has changed, or revise it."),
    "no claim": (0, 0, OPEN, "Due by 31 March 2026", "No claim is due. Say that there is nothing to report"),
    "all answered": (3, 3, OPEN, "Nothing more is due", "All 3 claims are answered. Nothing more is due."),
    "late": (2, 1, LATER, "Late since 1 April 2026", f"1 claim was {BEFORE_IT_CLOSED} {REVISE} the claim"),
    "late with many": (2, 0, LATER, "Late since 1 April 2026", f"2 claims were {BEFORE_IT_CLOSED} {REVISE} each"),
    "silent": (0, 0, LATER, "Late since 1 April 2026", "It can no longer be said here."),
    "answered in time": (1, 1, LATER, "Nothing more is due", "The claim that was due is answered."),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_heading_says_what_stands_under_it(client, place, spring, officer, case):
    due, answered, when, heading, words = CASES[case]
    versions = claims_before(place, due)
    if answered:
        with time_machine.travel(OPEN, tick=False):
            workflow.confirm_many(versions[:answered], by=officer)
    with time_machine.travel(when, tick=False):
        text = words_of(open_round(client, officer))

    assert f"{heading} in Plainville" in text
    assert words in text


def test_your_place_says_that_all_is_answered_and_asks_for_nothing_more(
    client, place, spring, officer
):
    versions = claims_before(place, 2)
    with time_machine.travel(OPEN, tick=False):
        before = words_of(open_round(client, officer, "/"))
        workflow.confirm_many(versions, by=officer)
        after = words_of(open_round(client, officer, "/"))

    assert "State, revise or confirm your claims by then." in before
    assert "All 2 claims are answered. Nothing more is due." in after
    assert "State, revise or confirm your claims by then." not in after
