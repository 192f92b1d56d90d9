"""A blank is not zero in any sum, and a life is actuals to date and forecasts to go: cells without a database."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from savings.appraisal import Band, Deflators, cells_of, numbers_of, whole_life
from savings.appraisal.missing import cells_in_words, what_is_missing
from tests.savings.vectors import VECTORS
from totalplace.financial_year import FinancialYear

pytestmark = pytest.mark.no_database


def _cells(stated):
    """Cells as a vector writes them: year, then line, then pounds."""
    return cells_of(
        (line, FinancialYear.parse(year), Decimal(pounds))
        for year, lines in stated.items()
        for line, pounds in lines.items()
    )


def _year(saving="0", one_off_cost="0", running_cost="0", **more):
    return {"saving": saving, "one_off_cost": one_off_cost, "running_cost": running_cost} | more


def _rounded(value, places):
    return str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _named(cells):
    return [f"{line} {year}" for line, year in cells]


def test_without_a_cell_there_is_no_net_as_in_the_worked_vector():
    given, wanted = VECTORS["O-BLANK-1"]["in"], VECTORS["O-BLANK-1"]["out"]

    cells = _cells(given["forecast"])

    assert not cells.is_whole
    assert _named(cells.missing) == wanted["missing"]
    assert (str(cells.saving), str(cells.cost)) == (
        wanted["saving_left_out"],
        wanted["costs_left_out"],
    )


@pytest.mark.parametrize("name", ["O-LIFE-1", "O-LIFE-2"])
def test_a_whole_life_agrees_with_the_worked_vector(name):
    given, wanted = VECTORS[name]["in"], VECTORS[name]["out"]
    index = {FinancialYear.parse(year): Decimal(of) for year, of in given["index"].items()}
    prices = FinancialYear.parse(given["price_year"])

    cells = whole_life(_cells(given["actual"]), _cells(given["forecast"]), lambda year: True).cells
    numbers = numbers_of(
        cells.benefits,
        cells.costs,
        base_year=cells.years[0],
        deflators=Deflators(date(2026, 3, 31), prices, index),
        bands=[Band(1, 30, Decimal(given["rate"]))],
    )

    assert cells.is_whole
    assert {
        "net": str(numbers.net),
        "payback": _rounded(numbers.payback, 2),
        "pv": _rounded(numbers.present_value, 0),
        "ratio": _rounded(numbers.ratio, 2),
    } == wanted


@pytest.mark.parametrize(
    ("stated", "missing"),
    [
        ({"2010-11": _year()}, []),
        ({"2010-11": {"saving": "5"}}, ["one_off_cost 2010-11", "running_cost 2010-11"]),
        ({"2010-11": {"one_off_cost": "5", "running_cost": "0"}}, ["saving 2010-11"]),
        # Harm to others is asked of nobody, and is no cost of the claim's own.
        ({"2010-11": _year(harm_to_others="5")}, []),
        (
            {"2010-11": {"harm_to_others": "5"}},
            ["saving 2010-11", "one_off_cost 2010-11", "running_cost 2010-11"],
        ),
        # A year between two others is in the span, whoever thought of it.
        (
            {"2010-11": _year(), "2012-13": _year()},
            ["saving 2011-12", "one_off_cost 2011-12", "running_cost 2011-12"],
        ),
    ],
)
def test_the_saving_and_both_costs_of_each_year_are_wanted(stated, missing):
    cells = _cells(stated)

    assert _named(cells.missing) == missing
    assert cells.is_whole is not bool(missing)


def test_of_nothing_there_is_no_net():
    assert not cells_of([]).is_whole


def test_a_cell_is_stated_if_any_body_states_it():
    year = FinancialYear(2010)

    cells = cells_of(
        [
            ("saving", year, Decimal(5)),
            ("saving", year, Decimal(7)),
            ("one_off_cost", year, Decimal(2)),
            ("running_cost", year, Decimal(0)),
        ]
    )

    assert (cells.is_whole, cells.amount("saving", year), cells.net(year)) == (True, 12, 10)


def test_harm_to_others_is_a_cost_where_it_is_stated():
    cells = _cells({"2010-11": _year("9", "1", "1", harm_to_others="3")})

    assert (cells.cost, cells.net(FinancialYear(2010))) == (5, 4)


FORECAST = {"2010-11": _year("100"), "2011-12": _year("100")}


@pytest.mark.parametrize(
    ("actual", "ended", "outturns", "saving", "is_whole"),
    [
        # The year's actuals stand, and its forecast is left out.
        ({"2010-11": _year("80")}, 2010, ["2010-11"], 180, True),
        # A blank cost of the actual is not filled from the forecast.
        ({"2010-11": {"saving": "80"}}, 2010, ["2010-11"], 180, False),
        # The year had not ended: what has come so far is no outturn.
        ({"2010-11": _year("80")}, 2009, [], 200, True),
        # No saving is stated as an outturn: the year is its forecast.
        ({"2010-11": {"one_off_cost": "7"}}, 2010, [], 200, True),
        # A saving of 0 is stated.
        ({"2010-11": _year("0", "7")}, 2010, ["2010-11"], 100, True),
        # The span is that of both, so that a year with an actual alone is in it.
        ({"2009-10": _year("0", "7")}, 2009, ["2009-10"], 200, True),
        ({"2009-10": {"one_off_cost": "7"}}, 2009, [], 200, False),
        ({"2013-14": _year("0", "7")}, 2013, ["2013-14"], 200, False),
        ({}, 2020, [], 200, True),
    ],
)
def test_a_year_is_its_outturn_or_its_forecast(actual, ended, outturns, saving, is_whole):
    life = whole_life(_cells(actual), _cells(FORECAST), lambda year: year.start <= ended)

    assert [str(year) for year in life.outturns] == outturns
    assert (life.cells.saving, life.cells.is_whole) == (saving, is_whole)
    done = [year for year in FORECAST if year in outturns]
    assert [str(year) for year in life.replaced.years] == done
    assert sorted(map(str, life.not_counted.years)) == sorted(actual.keys() - set(outturns))


def test_what_is_missing_is_said_by_line_and_year_with_what_is_left_out():
    cells = _cells({"2009-10": {"one_off_cost": "500000"}, "2010-11": {"saving": "300000"}})

    not_stated, left_out = what_is_missing(cells)
    assert not_stated == (
        "Not stated: the saving of 2009-10, and the one-off cost of 2010-11, "
        "and the extra running cost of 2009-10 to 2010-11."
    )
    assert left_out == (
        "Left out, since there is no net without them: savings of £300,000 and costs of £500,000."
    )
    assert what_is_missing(_cells(FORECAST)) == []


def test_lines_that_lack_the_same_years_are_said_together():
    cells = _cells({"2010-11": {"saving": "1"}, "2012-13": {"saving": "1"}})

    assert cells_in_words(cells.missing) == (
        "the saving of 2011-12, and the one-off cost and the extra running cost of 2010-11 to 2012-13"
    )


def test_an_amount_that_nobody_states_is_not_said_to_be_zero():
    cells = _cells({"2010-11": {"saving": "1"}})

    assert what_is_missing(cells)[1].endswith("without them: savings of £1.")
