"""Review 26: Excel makes Aug-07 of 2007-08. Files have each year as a number too; a sheet says what has happened."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from savings.exports.cells import Year
from savings.exports.columns import CLAIM_COLUMNS
from savings.exports.figure_columns import FIGURE_COLUMNS
from savings.imports.claims import import_claims
from savings.imports.errors import ImportRefused
from savings.imports.figures import import_figures
from savings.imports.places import import_places
from savings.measures.rows import HEADINGS
from tests import factories
from tests.savings.imports.files import ods_bytes, ods_cell, ods_table
from totalplace.financial_year import FinancialYear, YearError, date_in_place_of_year

TURNED = "Excel has turned the year 2007-08 into {}: it takes the second half for a month."


@pytest.mark.no_database
@pytest.mark.parametrize("columns", [CLAIM_COLUMNS, FIGURE_COLUMNS], ids=["claims", "figures"])
def test_every_year_stands_once_more_as_a_number_after_all_others(columns):
    later = {"round", "status"}  # They came after them.
    titles = [column.title for column in columns if column.title not in later]
    years = [column.title for column in columns if column.kind is Year]
    years += ["period_end"] if columns is CLAIM_COLUMNS else []
    starts = ["year_start" if year == "financial_year" else f"{year}_start" for year in years]

    assert years
    assert sorted(titles[-len(starts) :]) == sorted(starts)


@pytest.mark.no_database
def test_the_measures_have_it_last():
    assert HEADINGS[-1] == "year_start"


def _rows(client, name):
    text = client.get(reverse(f"savings:{name}_csv"), {"purpose": "review"}).getvalue()
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_the_numbers_are_those_of_the_years(client):
    factories.claim_at("submitted", period_end="2014-15", last_year=FinancialYear(2014))
    factories.claim_at("submitted", base_year=FinancialYear(2007), price_basis="real")
    client.force_login(factories.reviewer())

    claims, figures = _rows(client, "claims"), _rows(client, "figures")

    for row in [*claims, *figures]:
        for title in row:
            if title.endswith("_start"):
                year = row[
                    "financial_year" if title == "year_start" else title.removesuffix("_start")
                ]
                assert row[title] == year[:4]
    assert [row["period_end_start"] for row in claims] == ["2014", ""]
    assert {row["base_year_start"] for row in figures} == {"", "2007"}
    assert {row["year_start"] for row in figures} == {"2010"}


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("shown", "year"),
    [
        ("Aug-07", "2007-08"),
        ("aug-2007", "2007-08"),
        ("Oct 09", "2009-10"),
        ("Dec-11", "2011-12"),
        ("Jan-00", "2000-01"),
        ("01/08/2007", "2007-08"),
        ("8/1/2007", "2007-08"),
        ("01/08/07", "2007-08"),
        ("2007-08-01", "2007-08"),
        ("2007-08-01 00:00:00", "2007-08"),
        (date(2007, 8, 1), "2007-08"),
        ("Sep-07", ""),
        ("Aug-98", ""),
        ("10-Nov", ""),
        ("02/08/2007", ""),
        ("2007-13-01", ""),
        (date(2007, 8, 2), ""),
    ],
)
def test_a_month_that_excel_makes_of_a_year_is_known_and_no_other(shown, year):
    refused = date_in_place_of_year(shown)

    assert refused.code == "looks_like_date"
    assert (f"Excel has turned the year {year} into" in refused.in_sheet) == bool(year)
    assert "is a date, not a financial year." in refused.message


@pytest.mark.no_database
def test_what_is_advised_can_be_read():
    with pytest.raises(YearError) as refused:
        FinancialYear.parse("Aug-07")

    assert (
        "write 2007-08 again, or write 2007-2008, which Excel leaves as it is"
        in refused.value.in_sheet
    )
    assert FinancialYear.parse("2007-08") == FinancialYear.parse("2007-2008") == FinancialYear(2007)


@pytest.fixture
def officer():
    place = factories.PlaceFactory(code="KEN", name="Kent")
    factories.draft_of(place, reference="KEN-0001", figures=[])
    return factories.officer_of(place)


FIGURES = ["Place", "Claim reference", "Financial year", "Saving (£)", "Cost (£)", "Note"]
SHEETS = {
    "figures": (import_figures, [FIGURES, ["Kent", "KEN-0001", "{}", "1000", "0", ""]]),
    "claims, a year": (
        import_claims,
        [["reference", "place", "what_changes", "baseline_year"], ["KEN-0001", "Kent", "One desk", "{}"]],
    ),
    "claims, a period": (
        import_claims,
        [["reference", "place", "what_changes", "period_end"], ["KEN-0001", "Kent", "One desk", "{}"]],
    ),
    "places": (
        import_places,
        [["code", "name", "kind", "mapped_spend_year"], ["KEN", "Kent", "pilot", "{}"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("ending", [".csv", ".ods"])
@pytest.mark.parametrize(("read", "rows"), SHEETS.values(), ids=SHEETS)
def test_a_sheet_in_which_excel_has_turned_a_year_says_so(tmp_path, officer, read, rows, ending):
    person = factories.administrator() if read is import_places else officer
    path = tmp_path / f"sheet{ending}"
    if ending == ".csv":
        path.write_text("\n".join(",".join(row).format("Aug-07") for row in rows), encoding="utf-8")
    else:
        day = ods_cell("2007-08-01", "date")
        path.write_bytes(
            ods_bytes(ods_table(*([day if c == "{}" else c for c in row] for row in rows)))
        )

    with pytest.raises(ImportRefused) as refused:
        read(path, by=person)

    [error] = refused.value.errors
    assert error.code == "looks_like_date"
    assert TURNED.format("Aug-07") in error.message


def test_the_page_of_files_says_why(client):
    client.force_login(factories.reviewer())

    assert "2007-08 becomes Aug-07" in client.get(reverse("savings:export_list")).text
