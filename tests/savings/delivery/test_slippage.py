"""Plan, forecast and actual held against each other; the published vector names its source."""

from decimal import Decimal

import pytest

from savings.delivery.slippage import (
    Sum,
    Year,
    cumulative,
    first_planned,
    first_said,
    is_recurrent,
    months_late,
    percent_of_plan,
    sum_of_body,
    variance,
)
from tests.savings.vectors import VECTORS
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database


def _year(start, plan=None, forecast=None, actual=None):
    amounts = (None if amount is None else Decimal(amount) for amount in (plan, forecast, actual))
    return Year(FinancialYear(start), *amounts)


def test_variance_agrees_with_the_published_vector():
    given, wanted = VECTORS["O-VAR-1"]["in"], VECTORS["O-VAR-1"]["out"]

    found = variance(Decimal(given["plan"]), Decimal(given["actual"]))

    assert str(found) == wanted["variance"]


def test_what_came_is_held_against_the_plan_before_what_was_expected():
    year = _year(2010, plan=77, forecast=60, actual=43)

    assert (year.said, year.variance, year.forecast_variance) == (43, -34, -17)


def test_an_actual_of_zero_is_stated():
    assert _year(2010, plan=77, forecast=60, actual=0).variance == -77


def test_what_is_expected_counts_where_nothing_has_come():
    assert _year(2010, plan=77, forecast=80).variance == 3


@pytest.mark.parametrize("year", [_year(2010, forecast=60), _year(2010, plan=77), _year(2010)])
def test_without_a_plan_or_anything_beside_it_there_is_no_variance(year):
    assert year.variance is None
    assert year.percent is None
    assert not year.is_compared
    assert not year.is_short(Decimal(0))


def test_a_plan_of_zero_has_no_percentage():
    assert percent_of_plan(Decimal(0), Decimal(5)) is None
    assert not _year(2010, plan=0, forecast=0).is_short(Decimal(0))


@pytest.mark.parametrize(
    ("said", "is_short"), [(89, True), (90, False), (100, False), (150, False)]
)
def test_only_what_is_below_the_plan_by_more_than_the_tolerance_is_short(said, is_short):
    assert _year(2010, plan=100, forecast=said).is_short(Decimal(10)) == is_short


def test_only_years_with_both_are_added_up():
    years = [
        _year(2010, 100, 80),
        _year(2011, plan=100),
        _year(2012, forecast=70),
        _year(2013, 50, 60),
    ]

    total = sum_of_body(years)

    assert total == Sum(Decimal(150), Decimal(140), Decimal(10))
    assert total.variance == -10


@pytest.mark.parametrize(
    ("said", "at_risk"), [([0, 200], 0), ([0, 150], 50), ([0, 250], 0), ([100, 100], 0)]
)
def test_what_one_body_brings_in_a_later_year_is_late_and_not_at_risk(said, at_risk):
    years = [_year(2010 + number, 100, amount) for number, amount in enumerate(said)]

    assert sum_of_body(years).at_risk == at_risk


def test_what_one_body_brings_above_its_plan_hides_nothing_of_another():
    council, police = sum_of_body([_year(2012, 100, 0)]), sum_of_body([_year(2012, 100, 200)])

    total = council + police

    assert total == Sum(Decimal(200), Decimal(200), Decimal(100))
    assert (total.variance, total.at_risk, total.above_plan) == (0, 100, 100)


def test_what_is_not_stated_is_not_at_risk():
    assert sum_of_body([_year(2012, plan=100), _year(2013, 50, 50)]) == Sum(
        Decimal(50), Decimal(50), Decimal(0)
    )


def test_the_variance_so_far_grows_year_by_year_and_passes_over_what_is_not_stated():
    years = [_year(2009, plan=1), _year(2010, 100, 80), _year(2011, plan=100), _year(2012, 50, 60)]

    assert cumulative(years) == [None, -20, -20, -10]


@pytest.mark.parametrize(("first", "months"), [(2009, -12), (2010, 0), (2011, 12), (2013, 36)])
def test_months_late_run_from_the_first_year_planned_to_the_first_with_a_saving(first, months):
    years = [_year(2010, plan=40), _year(2011, plan=80), _year(first, forecast=40)]

    assert months_late(years) == months


def test_a_year_in_which_nothing_was_saved_is_not_the_first():
    years = [_year(2010, plan=40, actual=0, forecast=40), _year(2011, 40, 40)]

    assert first_said(years) == FinancialYear(2011)
    assert months_late(years) == 12


@pytest.mark.parametrize(
    "years",
    [
        [],
        [_year(2010, forecast=4)],
        [_year(2010, plan=4)],
        [_year(2010, 4, 0)],
        [_year(2010, 0, 4)],
    ],
)
def test_nothing_is_late_without_a_plan_or_without_any_saving(years):
    assert months_late(years) is None


def test_the_first_year_planned_has_more_than_zero():
    assert first_planned([_year(2010, plan=0), _year(2011, plan=5)]) == FinancialYear(2011)


@pytest.mark.parametrize(
    ("last", "recurrent"), [(None, True), (2012, True), (2011, False), (2010, False)]
)
def test_recurrent_lasts_two_full_years_after_the_first_or_has_no_end(last, recurrent):
    last = FinancialYear(last) if last else None

    assert is_recurrent(FinancialYear(2010), last) == recurrent
