"""Two readers agree where their words, what those count as, and the amounts that they accept do."""

from decimal import Decimal

import pytest

from savings.models import AcceptedFigure, Figure, Outcome
from savings.review.agreement import (
    Said,
    accept_the_same,
    differ,
    in_common,
    is_difference,
    say_the_same,
)
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database


def _said(*amounts, verdict="partly", counted="partly", becomes="", kind="cashable"):
    """A reading of savings of as many years, with a cost of 0 in each."""
    outcome = Outcome(state="actual", verdict=verdict, counted_verdict=counted, becomes=becomes)
    figures = [
        (
            Figure(pk=number, line=line, year=FinancialYear(2010 + number // 2), state="actual"),
            pounds,
        )
        for number, (line, pounds) in enumerate(
            pair for amount in amounts for pair in (("saving", amount), ("running_cost", 0))
        )
    ]
    return Said(
        [outcome],
        [
            AcceptedFigure(figure=figure, amount=Decimal(pounds), kind_of_gain=kind)
            for figure, pounds in figures
        ],
    )


BOUNDS = [  # The first reader's amount, the second's, whether they differ.
    (0, 1000, False),
    (0, "1000.01", True),
    (100_000, 101_000, False),
    (100_000, "101000.01", True),
    (100_000, "98999.99", True),
    (900_000, 909_000, False),
    (900_000, "909000.01", True),
    (909_000, 900_000, False),
    (900_000, 20_000, True),
]


@pytest.mark.parametrize(("first", "second", "far"), BOUNDS)
def test_amounts_differ_by_more_than_both_a_thousand_pounds_and_a_hundredth(first, second, far):
    first, second = Decimal(first), Decimal(second)

    assert is_difference(first, second) == far
    assert accept_the_same(_said(first), _said(second)) == (not far)
    assert differ(_said(first), _said(second)) == far


def test_small_differences_of_each_year_can_be_a_large_one_in_sum():
    assert accept_the_same(_said(50_000), _said(49_100))
    assert not accept_the_same(_said(50_000, 50_000, 50_000), _said(49_100, 49_100, 49_100))


def test_differences_that_cancel_in_sum_are_seen_line_by_line():
    assert not accept_the_same(_said(10_000, 50_000), _said(50_000, 10_000))


def test_a_line_and_its_cost_can_differ_together_by_what_neither_does():
    def said(saving, cost):
        one = _said(saving)
        one.accepted[1].amount = Decimal(cost)
        return one

    assert accept_the_same(said(50_000, 5_000), said(50_900, 5_900))
    assert not accept_the_same(said(50_000, 5_000), said(50_900, 4_100))


@pytest.mark.parametrize(
    "other",
    [
        {"verdict": "not_supported", "counted": "not_supported"},
        {"counted": "not_supported"},
        {"verdict": "not_cash", "counted": "not_cash", "becomes": "avoided_cost"},
    ],
)
def test_other_words_or_other_counted_verdicts_always_differ(other):
    assert not say_the_same(_said(5), _said(5, **other))
    assert differ(_said(5), _said(5, **other))


def test_two_kinds_that_no_cash_could_be_are_no_agreement():
    one, other = (
        _said(400_000, verdict="not_cash", counted="not_cash", becomes=kind, kind=kind)
        for kind in ("non_cashable", "avoided_cost")
    )

    assert not say_the_same(one, other)
    assert not accept_the_same(one, other)
    assert in_common(one.accepted, other.accepted) == 0


def test_what_both_accept_is_the_lesser_of_each_figure():
    assert in_common(_said(900, 20).accepted, _said(300, 50).accepted) == 320
