"""Payback and the switching value against worked answers."""

from decimal import Decimal

import pytest

from savings.appraisal import (
    Gap,
    falls_again,
    payback,
    switching_value,
)
from tests.savings.appraisal.worked_answers import each_vector, pounds_by_year, rounded_to
from tests.savings.vectors import VECTORS
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database


def test_the_switching_value_agrees_with_the_worked_vector():
    given = VECTORS["O-SW-1"]["in"]

    fall = switching_value(Decimal(given["pv_benefit"]), Decimal(given["pv_cost"]))

    assert rounded_to(2, fall * 100) == VECTORS["O-SW-1"]["out"]["fall_pct"]


@pytest.mark.parametrize(
    ("benefits", "costs", "fall"), [("100", "0", "1"), ("100", "125", "-0.25"), ("0", "5", None)]
)
def test_the_switching_value_of_an_edge(benefits, costs, fall):
    found = switching_value(Decimal(benefits), Decimal(costs))

    assert found == (None if fall is None else Decimal(fall))


@each_vector("O-PAY-1", "O-PAY-2", "O-PAY-3")
def test_payback_agrees_with_the_worked_vector(name):
    years = payback(pounds_by_year(VECTORS[name]["in"]["flows"]))

    wanted = VECTORS[name]["out"]["years"]
    assert (years if years is None else round(years, 2)) == (
        None if wanted is None else Decimal(wanted)
    )


@pytest.mark.parametrize(
    ("flows", "years"),
    [
        ({}, None),
        ({0: "5"}, "0"),
        ({0: "0"}, "0"),
        ({0: "-5"}, None),
        ({0: "100", 1: "-300", 2: "100", 3: "200"}, "2.5"),
        ({0: "-10", 1: "20", 2: "-40", 3: "10"}, "0.5"),
    ],
)
def test_payback_of_an_edge(flows, years):
    found = payback(pounds_by_year(flows))

    assert found == (None if years is None else Decimal(years))


@pytest.mark.parametrize(
    ("flows", "year"),
    [
        ({0: "-10", 1: "20"}, None),
        ({0: "-10", 1: "20", 2: "-40", 3: "10"}, 2012),
        ({0: "-10", 1: "10", 2: "-1", 3: "1", 4: "-1"}, 2012),
        # Below zero once is not again, whenever it is.
        ({0: "100", 1: "-300", 2: "100"}, None),
        ({0: "100", 1: "-300", 2: "200"}, None),
        ({}, None),
    ],
)
def test_what_was_paid_back_may_be_owed_again(flows, year):
    assert falls_again(pounds_by_year(flows)) == (year and FinancialYear(year))


def test_payback_is_not_worked_out_across_a_year_that_is_not_stated():
    with pytest.raises(Gap, match="2011-12"):
        payback(pounds_by_year({0: "-5", 2: "10"}))
