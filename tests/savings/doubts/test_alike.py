"""Which savings of two claims are alike: the same size under the same organisation, or as a sum of it."""

from decimal import Decimal
from itertools import count

import pytest

from savings.claims.near_amounts import near, reach
from savings.doubts.alike import Stated, alike, moneys
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database

COUNCIL, POLICE, TRUST = 1, 2, 3
_keys = count(1)


def said(amount, body=POLICE, year=2010, *, state="forecast", kind="cashable", line="saving"):
    return Stated(next(_keys), FinancialYear(year), line, state, kind, body, Decimal(amount))


def each_year(*amounts, body=POLICE, **more):
    return [said(amount, body, year, **more) for year, amount in enumerate(amounts, 2010)]


# Ours, theirs, whether they are alike in one place, and as claims of two.
CASES = {
    "one pound off": ([said(777000)], [said(777001)], True, True),
    "a thousandth off": ([said(777000)], [said(777777)], True, True),
    "more than a thousandth off": ([said(777000)], [said(777778)], False, False),
    "a pound off a small one": ([said(50)], [said(51)], True, True),
    "more than a pound off a small one": ([said(50)], [said("51.01")], False, False),
    "another year": ([said(777000)], [said(777000, year=2011)], False, False),
    "as plan and as actual": ([said(70, state="plan")], [said(70, state="actual")], True, True),
    "as another kind": ([said(70)], [said(70, kind="avoided_cost")], True, True),
    "under another body": ([said(70, COUNCIL)], [said(70, POLICE)], True, False),
    "years together, another's years together": (
        each_year(100, 200, 300),
        each_year(200, 200, 200),
        True,
        True,
    ),
    "years together, another's one year": (each_year(90, 90, 90), [said(270)], True, True),
    "years together, under another body": (
        each_year(90, 90, 90, body=COUNCIL),
        [said(270)],
        False,
        False,
    ),
    "years of two states are not added": (
        [said(90), said(180, year=2011, state="actual")],
        [said(270)],
        False,
        False,
    ),
    "nor of two kinds": (
        [said(90), said(180, year=2011, kind="avoided_cost")],
        [said(270)],
        False,
        False,
    ),
    "bodies together, another's one": (
        [said(50, COUNCIL), said(70, POLICE)],
        [said(120, POLICE)],
        True,
        True,
    ),
    "bodies together, another's bodies": (
        [said(50, COUNCIL), said(70, POLICE)],
        [said(40, COUNCIL), said(80, TRUST)],
        True,
        True,
    ),
    "bodies together, one that is none of them": (
        [said(50, COUNCIL), said(70, POLICE)],
        [said(120, TRUST)],
        True,
        False,
    ),
    "bodies together, of another year": (
        [said(50, COUNCIL), said(70, POLICE)],
        [said(120, POLICE, 2011)],
        False,
        False,
    ),
    "nothing saved": ([said(0)], [said(0)], False, False),
    "only what it costs": ([said(70, line="running_cost")], [said(70)], False, False),
}


@pytest.mark.parametrize(("ours", "theirs", "here", "elsewhere"), CASES.values(), ids=CASES)
def test_what_is_alike(ours, theirs, here, elsewhere):
    for in_one_place, expected in ((True, here), (False, elsewhere)):
        assert bool(alike(ours, theirs, in_one_place=in_one_place)) is expected
        assert bool(alike(theirs, ours, in_one_place=in_one_place)) is expected


def test_the_same_organisation_is_told_first_and_no_pair_twice():
    ours = [*each_year(90, 90), said(90, COUNCIL)]
    theirs = each_year(90, 90)

    found = alike(ours, theirs, in_one_place=True)

    assert [(match.ours.bodies, sorted(map(str, match.ours.years))) for match in found] == [
        ({POLICE}, ["2010-11"]),
        ({POLICE}, ["2011-12"]),
        ({COUNCIL}, ["2010-11"]),
    ]


def test_what_both_say_that_it_costs_goes_along():
    ours = [said(70), said(20, line="one_off_cost"), said(5, line="running_cost")]
    theirs = [said(70), said(20, line="one_off_cost"), said(9, line="running_cost")]
    beside = [said(20, COUNCIL, line="one_off_cost"), said(20, year=2011, line="one_off_cost")]

    matches = alike(ours, theirs, in_one_place=False)
    found = moneys([*ours, *beside], [*theirs, *beside], matches)

    assert found == [{ours[0], theirs[0]}, {ours[1], theirs[1]}]


def test_what_shares_no_figure_is_other_money():
    ours = [said(100), said(60, COUNCIL), *each_year(7, 8, body=TRUST)]
    theirs = [said(100), said(60, COUNCIL), said(100, state="plan"), said(15, TRUST)]

    found = moneys(ours, theirs, alike(ours, theirs, in_one_place=False))

    wanted = [{ours[0], theirs[0], theirs[2]}, {ours[1], theirs[1]}, {*ours[2:], theirs[3]}]
    assert sorted(map(len, found)) == [2, 3, 3]
    assert all(money in found for money in wanted)


@pytest.mark.parametrize("amount", ["0.01", "1", "999", "1000", "1001", "777000", "123456.78"])
def test_the_reach_of_an_amount_holds_all_that_are_near_it(amount):
    amount, penny = Decimal(amount), Decimal("0.01")
    low, high = reach(amount)

    assert near(amount, low + penny)
    assert near(amount, high - penny)
    assert not near(amount, low - penny)
    assert not near(amount, high + penny)
