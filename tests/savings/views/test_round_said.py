"""The list of what was said in a round holds one line per claim, in the words and numbers of the counts beside it."""

from collections import Counter

import pytest
import time_machine

from savings import workflow
from tests import factories
from tests.savings.views.round_pages import BEFORE, LATER, OPEN, open_round, part_of, words_of

COUNTED = {"Unchanged": "confirmed", "Revised": "revised", "Withdrawn or given up": "ended", "New": "new"}  # fmt: skip


def _confirm(version):
    workflow.confirm(version, by=factories.officer_of(version.claim.place))


def _withdraw(version):
    by = factories.finance_of(version.claim.place)
    workflow.withdraw(version, by=by, note="Not ours.")


def _new(place):
    return factories.claim_at("submitted", place)


# What was done in the round with a claim that stood before it, or with a new one; and the line of it.
STATES = {
    "nothing": (lambda v: None, None),
    "unchanged": (_confirm, "Unchanged"),
    "revised": (factories.submitted_again, "Revised, as version 2"),
    "revised twice": (
        lambda v: factories.submitted_again(factories.submitted_again(v)),
        "Revised, as version 3",
    ),
    "unchanged, then revised": (
        lambda v: (_confirm(v), factories.submitted_again(v)),
        "Revised, as version 2",
    ),
    "withdrawn": (_withdraw, "Withdrawn or given up"),
    "unchanged, then withdrawn": (
        lambda v: (_confirm(v), v.refresh_from_db(), _withdraw(v)),
        "Unchanged, withdrawn or given up since",
    ),
    "new": (lambda v: _new(v.claim.place), "New"),
    "new, then withdrawn": (
        lambda v: _withdraw(_new(v.claim.place)),
        "New, withdrawn or given up since",
    ),
    "new, then revised": (lambda v: factories.submitted_again(_new(v.claim.place)), "New"),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("when", [OPEN, LATER])
def test_one_line_per_claim_in_the_numbers_of_the_summary(client, place, spring, state, when):
    do, words = STATES[state]
    with time_machine.travel(BEFORE, tick=False):
        version = factories.claim_at("submitted", place)
    with time_machine.travel(OPEN, tick=False):
        do(version)
    with time_machine.travel(when, tick=False):
        part = part_of(open_round(client, factories.officer_of(place)))

    assert [line.words for line in part.said] == ([words] if words else [])
    said = Counter(COUNTED[line.words.split(",")[0]] for line in part.said)
    numbers = {name: getattr(part.answer, name) for name in COUNTED.values()}
    assert {name: said[name] for name in numbers} == numbers


def test_what_was_revised_after_the_round_closed_stands_in_both(client, place, spring):
    with time_machine.travel(BEFORE, tick=False):
        version = factories.claim_at("submitted", place)
    with time_machine.travel(LATER, tick=False):
        factories.submitted_again(version)
        part = part_of(open_round(client, factories.officer_of(place)))

    assert [line.words for line in part.said] == ["Revised, as version 2"]
    assert part.answer.revised == 1


def test_after_a_slip_the_way_back_stands_beside_the_claim(client, place, spring):
    with time_machine.travel(BEFORE, tick=False):
        version = factories.claim_at("submitted", place)
    officer, reference = factories.officer_of(place), version.claim.reference
    with time_machine.travel(OPEN, tick=False):
        _confirm(version)
        before = open_round(client, officer)
        version.refresh_from_db()
        factories.revised(version)
        after = open_round(client, officer)

    assert "If something has changed after all, revise the claim" in words_of(before)
    assert f'href="/claims/{reference}/actions/revise/"' in before.text
    assert "A revision is being written: it counts once it is signed off." in words_of(after)
    assert "If something has changed after all" not in words_of(after)
