"""Real terms, discounting and present value against worked answers."""

from datetime import date
from decimal import Decimal

import pytest

from savings.appraisal import (
    Band,
    Deflators,
    Nominal,
    NominalRefused,
    PricesDiffer,
    Real,
    YearsOutside,
    benefit_cost_ratio,
    discount_factor,
    in_real_terms,
    numbers_of,
    present_value,
)
from tests.savings.appraisal.worked_answers import FIRST, each_vector, pounds_by_year, rounded_to
from tests.savings.vectors import VECTORS
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database

VINTAGE = date(2013, 3, 27)
# The Green Book's bands, as far as the tests go (docs/method/rules.md §R10).
BANDS = [Band(0, 30, Decimal("0.035")), Band(31, 75, Decimal("0.030"))]


def _real(flows):
    return Real(pounds_by_year(flows), FIRST)


def _at(rate):
    return [Band(1, 30, Decimal(rate))]


@each_vector("O-DEF-1", "O-DEF-4")
def test_real_terms_agree_with_the_published_example(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["real"]

    real = in_real_terms(Nominal({FIRST: Decimal(given["nominal"])}), _between(given))

    assert rounded_to(2, real.pounds[FIRST]) == wanted


@each_vector("O-DEF-2", "O-DEF-3")
def test_inflation_agrees_with_the_published_example(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["pct"]

    real = in_real_terms(Nominal({FIRST: Decimal(100)}), _between(given))

    assert rounded_to(2, real.pounds[FIRST] - 100) == wanted


def _between(given):
    """The deflators of a vector: from FIRST to the year after it."""
    index = {
        FIRST: Decimal(given["index_from"]),
        FIRST.next(): Decimal(given["index_to"]),
    }
    return Deflators(VINTAGE, FIRST.next(), index)


def test_real_terms_say_the_base_year_and_the_vintage():
    deflators = Deflators(VINTAGE, FIRST, {FIRST: Decimal(100)})

    real = in_real_terms(Nominal({FIRST: Decimal(1)}), deflators)

    assert (real.base_year, real.vintage) == (FIRST, VINTAGE)


@pytest.mark.parametrize("covered", [2010, 2011])
def test_a_year_outside_the_vintage_is_never_guessed(covered):
    deflators = Deflators(VINTAGE, FIRST, {FinancialYear(covered): Decimal(100)})

    with pytest.raises(YearsOutside) as refused:
        in_real_terms(Nominal({FIRST: Decimal(1), FIRST.next(): Decimal(1)}), deflators)

    assert refused.value.years == [FinancialYear(4021 - covered)]


@pytest.mark.parametrize(
    ("base_year", "vintage"), [(2011, VINTAGE), (2010, date(2012, 3, 21)), (2010, None)]
)
def test_vintages_and_base_years_are_never_mixed(base_year, vintage):
    ours = Real({FIRST: Decimal(3)}, FIRST, VINTAGE)
    theirs = Real({FIRST: Decimal(1)}, FinancialYear(base_year), vintage)

    with pytest.raises(PricesDiffer):
        ours.less(theirs)


def test_a_year_without_a_cost_is_left_as_it_is():
    left = Real(pounds_by_year({0: "3", 1: "3"}), FIRST).less(
        Real(pounds_by_year({1: "1", 2: "1"}), FIRST)
    )

    assert left.pounds == pounds_by_year({0: "3", 1: "2", 2: "-1"})


def test_the_discount_factor_agrees_with_the_published_test():
    given = VECTORS["O-DISC-1"]["in"]

    factor = discount_factor(given["t"], _at(given["rate"]))

    assert rounded_to(4, factor) == VECTORS["O-DISC-1"]["out"]["factor"]


def test_factors_accumulate_over_the_bands():
    first_band = 1 / Decimal("1.035") ** 30

    assert discount_factor(0, BANDS) == 1
    assert rounded_to(20, discount_factor(30, BANDS)) == rounded_to(20, first_band)
    assert rounded_to(20, discount_factor(31, BANDS)) == rounded_to(
        20, first_band / Decimal("1.030")
    )


def test_a_year_without_a_rate_is_not_discounted():
    with pytest.raises(LookupError, match="no discount rate for year 76"):
        discount_factor(76, BANDS)


def test_a_year_before_the_base_year_is_not_discounted():
    with pytest.raises(ValueError, match="before the base year"):
        present_value(_real({0: "1"}), BANDS, base_year=FIRST.next())


@each_vector("O-DISC-2", "O-NPV-4")
def test_present_value_agrees_with_the_published_test(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]["npv"]

    worth = present_value(_real(given["flows"]), _at(given["rate"]), base_year=FIRST)

    assert rounded_to(2, worth) == wanted


def test_the_published_ratio_comes_out():
    given, wanted = VECTORS["O-DISC-3"]["in"], VECTORS["O-DISC-3"]["out"]

    benefits, costs = (
        present_value(_real(given[side]), _at(given["rate"]), base_year=FIRST)
        for side in ("benefits", "costs")
    )

    found = {
        "pv_benefits": benefits,
        "pv_costs": costs,
        "npv": benefits - costs,
        "bcr": benefit_cost_ratio(benefits, costs),
    }
    assert {name: rounded_to(2, value) for name, value in found.items()} == wanted


def test_cash_is_never_discounted():
    with pytest.raises(NominalRefused):
        present_value(Nominal({FIRST: Decimal(1)}), BANDS, base_year=FIRST)


def test_nothing_is_worth_zero():
    assert present_value(_real({}), BANDS, base_year=FIRST) == 0


def test_without_costs_there_is_no_ratio():
    assert benefit_cost_ratio(Decimal(100), Decimal(0)) is None


def test_cash_comes_to_real_terms_before_it_is_discounted():
    deflators = Deflators(VINTAGE, FIRST, {FIRST: Decimal(100), FIRST.next(): Decimal(110)})

    numbers = numbers_of(
        pounds_by_year({0: "0", 1: "220"}),
        pounds_by_year({0: "100", 1: "0"}),
        base_year=FIRST,
        deflators=deflators,
        bands=_at("0.25"),
    )

    assert (numbers.net, numbers.real, numbers.present_value) == (120, 100, 60)
    assert (numbers.ratio, numbers.switching) == (Decimal("1.6"), Decimal("0.375"))
    assert round(numbers.payback, 3) == Decimal("0.455")
    assert [year.present for year in numbers.by_year] == [-100, 160]


def test_without_deflators_cash_has_neither_real_terms_nor_a_present_value():
    numbers = numbers_of(
        pounds_by_year({0: "5"}), pounds_by_year({0: "2"}), base_year=FIRST, bands=BANDS
    )

    assert (numbers.net, numbers.payback) == (3, 0)
    assert (numbers.real, numbers.present_value, numbers.ratio) == (None, None, None)


def test_amounts_stated_in_real_terms_need_no_deflator():
    numbers = numbers_of(
        pounds_by_year({1: "5"}),
        pounds_by_year({1: "1"}),
        base_year=FIRST,
        stated_in=FIRST,
        bands=_at("0.25"),
    )

    assert (numbers.real, numbers.present_value) == (4, Decimal("3.2"))
