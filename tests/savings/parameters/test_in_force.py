"""The dated tables behind the appraisal: which is in force, and what is not worked out where one is missing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from savings.models import DiscountRate
from tests.benchmarks.throwaway import unkept
from tests.factories import PlaceFactory, draft_of
from tests.savings.appraisal.appraised import (
    INDEX,
    SPRING_2013,
    claim,
    load_tables,
    row_of,
    table_of,
    values_of,
    vintage,
)
from totalplace.financial_year import FinancialYear


@pytest.fixture
def _tables():
    load_tables()


@pytest.mark.usefixtures("_tables")
def test_the_newest_vintage_that_covers_all_years_is_used_alone():
    vintage(date(2014, 3, 19), {2010: "100", 2011: "200"})

    covered, beyond = table_of(claim("0", "220000")), table_of(claim("0", "0", "121000"))

    assert row_of(covered, "In real terms").claimed.value == "£110,000"
    assert "19 March 2014" in row_of(covered, "In real terms").source
    assert row_of(beyond, "In real terms").claimed.value == "£100,000"
    assert "27 March 2013" in row_of(beyond, "In real terms").source


@pytest.mark.usefixtures("_tables")
def test_where_no_vintage_covers_all_years_the_nearest_is_named():
    vintage(date(2014, 3, 19), {2010: "100", 2013: "130"})

    why_not = row_of(table_of(claim("0", "0", "0", "1")), "In real terms").claimed.why_not

    assert "those of 27 March 2013 come nearest, and have none for 2013-14." in why_not


@pytest.mark.usefixtures("_tables")
def test_a_vintage_with_rows_of_another_base_year_is_not_used():
    vintage(date(2012, 3, 21), {2010: "100", 2011: "125"})
    vintage(SPRING_2013, {2008: "50"}, base=2008)

    row = row_of(table_of(claim("0", "125000")), "In real terms")

    assert (row.claimed.value, row.source) == (
        "£100,000",
        "GDP deflators of 21 March 2012: Annex A, 2012.",
    )


@pytest.mark.usefixtures("_tables")
def test_a_vintage_to_come_is_not_in_force():
    vintage(timezone.localdate() + timedelta(days=1), INDEX | {2011: "1"})

    assert row_of(table_of(claim("0", "110000")), "In real terms").claimed.value == "£100,000"


@pytest.mark.usefixtures("_tables")
def test_a_year_outside_the_table_gives_no_real_terms_and_cash_is_not_discounted():
    table = table_of(claim("0", "110000", "121000", "1000"))

    assert values_of(table) | {"Net saving": "", "Payback": ""} == {
        "Net saving": "",
        "In real terms": (
            "No deflators of one date cover all years of the claim: those of 27 March 2013 come nearest, and have none "
            "for 2013-14. The Treasury’s administrators can add what is missing."
        ),
        "Present value": "There are no real terms, and cash is never discounted.",
        "Payback": "",
        "Benefits for each £1 of cost": "It is worked out from the present value.",
        "Switching value": "It is worked out from the present value.",
    }
    assert table.working.headings == ["Net saving"]


def test_without_any_tables_the_net_stands_alone():
    table = table_of(claim("250000", costs=("20000", "0")))

    assert row_of(table, "Net saving").claimed.value == "£230,000"
    assert row_of(table, "In real terms").claimed.why_not == (
        "No table of deflators is in force for these years. The Treasury’s administrators can add what is missing."
    )


@pytest.mark.usefixtures("_tables")
def test_amounts_in_real_terms_stay_in_the_prices_they_are_stated_in():
    version = claim("0", "100000", price_basis="real", base_year=FinancialYear(2008))

    table = table_of(version)

    assert row_of(table, "In real terms").claimed.value == "£100,000"
    assert "in 2008-09 prices" in row_of(table, "In real terms").means
    assert row_of(table, "In real terms").source == ""
    assert row_of(table, "Present value").claimed.value == "£80,000"
    assert "In 2008-09 prices" in row_of(table, "Present value").means
    assert table.working.headings[1] == "In 2008-09 prices"


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("basis", "why_not"),
    [
        ("real", "The claim says real terms, and not of which year."),
        ("not_stated", "The claim does not say whether its amounts are in cash or in real terms."),
    ],
)
def test_prices_that_are_not_stated_are_not_guessed(basis, why_not):
    place = PlaceFactory()

    table = table_of(draft_of(place, price_basis=basis))

    assert row_of(table, "In real terms").claimed.why_not == why_not


@pytest.mark.usefixtures("_tables")
@pytest.mark.parametrize(
    ("rates", "why_not"),
    [
        ([], "No discount rates are in force."),
        ([(1, 1)], "The discount rates do not reach so many years."),
    ],
)
def test_without_rates_that_reach_every_year_there_is_no_present_value(rates, why_not):
    unkept(DiscountRate).delete()
    for first, last in rates:
        DiscountRate.objects.create(
            from_year=first,
            to_year=last,
            rate_percent=Decimal(3),
            valid_from=date(2003, 1, 1),
            source="A table",
        )

    table = table_of(claim("0", "110000", "121000"))

    assert row_of(table, "In real terms").claimed.value == "£200,000"
    assert row_of(table, "Present value").claimed.why_not == why_not


@pytest.mark.usefixtures("_tables")
def test_only_the_newest_rates_in_force_are_used():
    for valid_from, percent in ((date(2004, 1, 1), 100), (timezone.localdate() + timedelta(1), 0)):
        DiscountRate.objects.create(
            from_year=1,
            to_year=30,
            rate_percent=Decimal(percent),
            valid_from=valid_from,
            source="Newer",
        )

    assert row_of(table_of(claim("0", "110000")), "Present value").claimed.value == "£50,000"


@pytest.mark.usefixtures("_tables")
def test_two_tables_of_rates_are_never_mixed():
    DiscountRate.objects.create(
        from_year=1,
        to_year=1,
        rate_percent=Decimal(3),
        valid_from=date(2004, 1, 1),
        source="Newer, and shorter",
    )

    table = table_of(claim("0", "110000", "121000"))

    assert row_of(table, "Present value").claimed.why_not == (
        "The discount rates do not reach so many years."
    )


@pytest.mark.usefixtures("_tables")
def test_a_saving_that_never_pays_for_itself_says_how_much_is_short():
    table = table_of(claim("0", "110000", costs=("150000", "0")))

    assert row_of(table, "Payback").claimed.why_not == (
        "Not within the years stated: by the end of 2011-12 it is £40,000 short."
    )
    # 80,000 of benefits against 150,000 of costs.
    assert row_of(table, "Switching value").claimed.value == "87.5% rise"
