"""All tables of a claim are in the prices of one year: by the newest deflators that have every year of it (R9)."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from savings.models import DiscountRate
from savings.parameters.release import PARAMETERS
from tests.factories import PlaceFactory, draft_of, figure, lead_of
from tests.savings.appraisal.appraised import appraised, row_of, vintage

SPRING_2013, SPRING_2026 = date(2013, 3, 27), date(2026, 3, 31)


def _published(day):
    """The index of a vintage by the year's start, as the release has it."""
    with (PARAMETERS / "deflators.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["vintage_date"] == str(day)]
    return {int(row["financial_year"][:4]): row["index"] for row in rows}


@pytest.fixture
def _tables():
    """The vintage of 2013, that of 2026 without the years before 2012-13, and 3.5% a year."""
    vintage(SPRING_2013, _published(SPRING_2013), base=2011)
    later = {year: index for year, index in _published(SPRING_2026).items() if year >= 2012}
    vintage(SPRING_2026, later, base=2024)
    since = {"source": "The Green Book", "valid_from": date(2003, 1, 1)}
    DiscountRate.objects.create(from_year=0, to_year=30, rate_percent=Decimal("3.5"), **since)


def _years(body, state, amounts, cost="0"):
    """What is saved in each year; the cost is of the first."""
    first = min(amounts)
    return [
        figure(body, pounds, year=year, state=state, line=line)
        for year, amount in amounts.items()
        for line, pounds in (
            ("saving", amount),
            ("one_off_cost", cost if year == first else "0"),
            ("running_cost", "0"),
        )
    ]


# tests/cases/review/11-two-price-bases-on-one-page.md
@pytest.mark.usefixtures("_tables")
def test_a_forecast_stands_beside_its_plan_in_the_prices_of_one_year():
    place = PlaceFactory()
    body = lead_of(place)
    saved = {2012: "100000", 2013: "100000"}
    plan = _years(body, "plan", dict.fromkeys(range(2009, 2012), "0") | saved, cost="100000")

    planned, expected = appraised(
        draft_of(place, figures=[*plan, *_years(body, "forecast", saved)])
    ).tables

    worth = [row_of(table, "Present value").claimed.value for table in (planned, expected)]
    assert worth == ["£68,295", "£173,128"]
    assert all("In 2011-12 prices" in row_of(t, "Present value").means for t in (planned, expected))


@pytest.mark.usefixtures("_tables")
def test_the_newest_that_has_every_year_is_used():
    place = PlaceFactory()
    saved = _years(lead_of(place), "forecast", {2012: "100000", 2013: "100000"})

    [table] = appraised(draft_of(place, figures=saved)).tables

    assert "In 2024-25 prices" in row_of(table, "Present value").means


def test_the_release_has_the_vintage_of_march_2026_beside_the_older_one():
    older, newer = _published(SPRING_2013), _published(SPRING_2026)

    assert (len(older), len(newer)) == (8, 32)
    assert (newer[1999], newer[2024], newer[2030]) == ("53.8894", "100.0000", "113.6416")
