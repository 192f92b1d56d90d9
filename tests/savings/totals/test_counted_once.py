"""What is stated in several claims counts once in a sum: where a person says so, and only where both are in it."""

from decimal import Decimal

import pytest

from savings.totals.counted_once import Part, stated_twice, taken_off
from tests.savings.vectors import VECTORS

pytestmark = pytest.mark.no_database

YEAR, OTHER_YEAR = ("cashable", "2010-11"), ("cashable", "2011-12")
A, B, C, D = 1, 2, 3, 4


def part(
    figure, version, amount, overlap=1, answer="same", *, of=1, line="saving", key=YEAR, whole=True
):
    return Part(overlap, of, answer, figure, version, key, line, Decimal(amount), whole)


def test_the_published_formula():
    vector = VECTORS["O-OVL-1"]
    claims = [Decimal(amount) for amount in vector["in"]["claims"]]
    (shared,) = vector["in"]["overlaps"]
    # Of each claim only what is shared may be the same money: the rest is in no overlap.
    found = stated_twice([part(1, A, shared), part(2, B, shared)])

    assert sum(claims) - found[YEAR].agreed.saving == Decimal(vector["out"]["unduplicated"])


# What may be the same money, and what is taken off or doubted of the year.
CASES = {
    "two of a size": ([part(1, A, 100), part(2, B, 100)], 100, 0),
    "the smaller of the two": ([part(1, A, 101), part(2, B, 100)], 100, 0),
    "unclear": ([part(1, A, 100, answer="unclear"), part(2, B, 100, answer="unclear")], 100, 0),
    "separate": ([part(1, A, 100, answer="separate"), part(2, B, 100, answer="separate")], 0, 0),
    "nobody has said": ([part(1, A, 100, answer=""), part(2, B, 100, answer="")], 0, 100),
    "only one is in the sum": ([part(1, A, 100)], 0, 0),
    "the other accepted at nothing": ([part(1, A, 100), part(2, B, 0)], 0, 0),
    "in two years": ([part(1, A, 100), part(2, B, 100, key=OTHER_YEAR)], 0, 0),
    "two organisations beside one": (
        [part(1, A, 50), part(2, A, 70), part(3, B, 120)],
        120,
        0,
    ),
    "three that are all the same": (
        [
            *(part(1, A, 100, 1), part(2, B, 100, 1)),
            *(part(2, B, 100, 2), part(3, C, 100, 2)),
            *(part(1, A, 100, 3), part(3, C, 100, 3)),
        ],
        200,
        0,
    ),
    "three, of which two pairs are marked": (
        [part(1, A, 100, 1), part(2, B, 100, 1), part(1, A, 100, 2), part(3, C, 100, 2)],
        200,
        0,
    ),
    "three, of which one pair is": (
        [
            *(part(1, A, 100, 1), part(2, B, 100, 1)),
            *(part(1, A, 100, 2, ""), part(3, C, 100, 2, "")),
            *(part(2, B, 100, 3, ""), part(3, C, 100, 3, "")),
        ],
        100,
        100,
    ),
    "one shared with each of two others": (
        [part(1, A, 60, 1), part(2, B, 60, 1), part(3, A, 40, 2), part(4, C, 40, 2)],
        100,
        0,
    ),
    "of two moneys, one left in each": (
        [part(1, A, 100, of=1), part(2, A, 0, of=2), part(3, B, 0, of=1), part(4, B, 60, of=2)],
        0,
        0,
    ),
    "two moneys in both": (
        [part(1, A, 100, of=1), part(2, A, 60, of=2), part(3, B, 100, of=1), part(4, B, 60, of=2)],
        160,
        0,
    ),
    "two that share two, each with one of others": (
        [
            *(part(1, A, 100, 1, of=1), part(3, B, 100, 1, of=1)),
            *(part(2, A, 60, 1, of=2), part(4, B, 60, 1, of=2)),
            *(part(1, A, 100, 2), part(5, C, 100, 2)),
            *(part(4, B, 60, 3), part(6, D, 60, 3)),
        ],
        # Of each money all but one: A's and B's and C's 100, and A's and B's and D's 60.
        200 + 120,
        0,
    ),
    "the same, of which those two are accepted at nothing": (
        [
            *(part(1, A, 0, 1, of=1), part(3, B, 0, 1, of=1)),
            *(part(2, A, 0, 1, of=2), part(4, B, 0, 1, of=2)),
            *(part(1, A, 0, 2), part(5, C, 100, 2)),
            *(part(4, B, 0, 3), part(6, D, 60, 3)),
        ],
        0,
        0,
    ),
    "tied by two that share other money too": (
        [
            *(part(1, A, 0, 1, of=1), part(3, B, 100, 1, of=1)),
            *(part(2, A, 60, 1, of=2), part(4, B, 0, 1, of=2)),
        ],
        0,
        0,
    ),
}


@pytest.mark.parametrize(("parts", "agreed", "doubted"), CASES.values(), ids=CASES)
def test_what_is_taken_off(parts, agreed, doubted):
    for said in (parts, parts[::-1]):
        found = stated_twice(said).get(YEAR)

        assert (found.agreed.saving if found else 0) == agreed
        assert (found.doubted if found else 0) == doubted
        assert (
            sum({p.figure: p.amount for p in said if p.figure in taken_off(said)}.values())
            == agreed
        )


def test_costs_go_with_their_line_and_a_net_with_what_is_whole():
    both = [
        *(part(1, A, 100), part(2, B, 100)),
        *(part(3, A, 30, line="running_cost"), part(4, B, 20, line="running_cost")),
        *(part(5, A, 7, line="one_off_cost"), part(6, B, 7, line="one_off_cost", whole=False)),
    ]

    agreed = stated_twice(both)[YEAR].agreed

    assert (agreed.saving, agreed.costs) == (100, 27)
    assert (agreed.saving_in_net, agreed.costs_in_net, agreed.net) == (100, 20, 80)


def test_of_two_that_state_as_much_the_one_begun_first_counts():
    assert taken_off([part(1, B, 100), part(2, A, 100)]) == {1}
