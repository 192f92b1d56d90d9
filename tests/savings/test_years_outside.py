"""Years that are stored, and that the site does not ask for any more: what holds them can still be saved."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict

from savings.forms.figure_grid import FigureGrid
from savings.imports.errors import ImportRefused
from savings.imports.figures import import_figures
from tests.factories import PlaceFactory, draft_of, figure, lead_of, officer_of
from tests.savings.imports.figure_files import figures_file
from tests.savings.views.drafts import send
from totalplace.financial_year import FinancialYear

TODAY = date(2010, 6, 1)
OUTSIDE, INSIDE = 2007, 2010


@pytest.fixture
def place():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.fixture
def draft(place, set_years):
    """It holds a figure of a year that could be entered then."""
    figures = [figure(lead_of(place), "100.00", year=year) for year in (OUTSIDE, INSIDE)]
    content = {"baseline_year": FinancialYear(2006)}
    made = draft_of(place, reference="KEN-0001", figures=figures, **content)
    set_years("2009-10", "2020-21")
    return made


def _grid(draft, *rows):
    prefix = f"{draft.lead.pk}-cashable"
    data = QueryDict(mutable=True)
    data[f"{prefix}-rows"] = str(len(rows))
    for number, (year, saving) in enumerate(rows):
        data[f"{prefix}-{number}-year"], data[f"{prefix}-{number}-saving"] = year, saving
    return FigureGrid(draft, TODAY, data)


def _savings(version):
    return {f.year.start: f.amount for f in version.figures.filter(line="saving")}


def test_the_page_takes_a_year_that_the_draft_holds_and_no_other(draft):
    kept = _grid(draft, ("2007-08", "150"), ("2010-11", "200"))
    other = _grid(draft, ("2008-09", "150"))

    assert kept.is_valid()
    assert [(f.year.start, f.amount) for f in kept.figures()] == [(OUTSIDE, 150), (INSIDE, 200)]
    assert not other.is_valid()


def test_rows_to_fill_begin_with_a_year_that_may_be_entered(draft):
    draft.figures.filter(year=INSIDE).delete()

    [table] = FigureGrid(draft, TODAY).tables

    assert [row["year"].value() for row in table.rows] == ["2007-08", "2009-10", "2010-11"]


def test_an_answer_that_is_such_a_year_does_not_keep_its_page_from_being_saved(
    client, place, draft
):
    client.force_login(officer_of(place))

    refused = send(client, draft, "baseline", baseline_year="2007-08", baseline_amount="5")
    taken = send(client, draft, "baseline", baseline_year="2006-07", baseline_amount="5")

    assert (refused.status_code, taken.status_code) == (400, 302)
    draft.refresh_from_db()
    assert (draft.baseline_year.start, draft.baseline_amount) == (2006, 5)


def test_a_sheet_takes_a_year_that_its_claim_holds(tmp_path, place, draft):
    rows = ["Kent,KEN-0001,2007/08,150,0,", "Kent,KEN-0001,2010-11,200,0,"]

    result = import_figures(figures_file(tmp_path, *rows), by=officer_of(place))

    assert result.changed == 2
    assert _savings(draft) == {OUTSIDE: Decimal(150), INSIDE: Decimal(200)}


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("Kent,KEN-0002,2007-08,150,0,", ["Financial year"]),
        ("Kent,KEN-0001,2008-09,150,0,", ["Financial year"]),
        ("Kent,KEN-0001,2008-09,abc,0,", ["Financial year", "Saving (£)"]),
    ],
    ids=["another claim", "another year", "with another fault"],
)
def test_a_sheet_takes_no_other_such_year(tmp_path, place, draft, row, columns):
    draft_of(place, reference="KEN-0002", figures=[])

    with pytest.raises(ImportRefused) as refused:
        import_figures(figures_file(tmp_path, row), by=officer_of(place))

    assert [error.column for error in refused.value.errors] == columns
    [said] = [error for error in refused.value.errors if error.code == "bad_year"]
    assert (said.row, said.value) == (2, row.split(",")[2])
    assert "outside the years that can be entered here. Use a year from 2009-10" in said.message
