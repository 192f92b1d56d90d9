"""Which years have a row of boxes, and what one more row is for."""

from decimal import Decimal

import pytest

from savings.forms.figure_grid import FigureGrid
from savings.forms.sent_rows import with_one_more
from tests import factories
from tests.savings.forms.figure_boxes import TODAY, grid_of, sent_boxes, stated_in
from totalplace.financial_year import FinancialYear


@pytest.fixture
def draft():
    return factories.draft_of(factories.PlaceFactory(), figures=[])


def test_a_draft_without_figures_offers_three_years_after_what_it_is_compared_with(draft):
    [table] = FigureGrid(draft, TODAY).tables

    assert [row["year"].value() for row in table.rows] == ["2010-11", "2011-12", "2012-13"]


def test_a_plan_has_a_blank_row_beside_it_for_what_is_expected(draft):
    planned = [factories.figure(draft.lead, "9.00", state="plan", year=y) for y in (2010, 2011)]
    expected = factories.figure(draft.lead, "8.00", year=2011)
    draft = factories.draft_of(draft.claim.place, figures=[*planned, expected])

    [table] = FigureGrid(draft, TODAY).tables

    rows = [(r["year"].value(), r["state"].value(), r["saving"].value()) for r in table.rows]
    assert rows == [
        ("2010-11", "plan", Decimal("9.00")),
        ("2010-11", "forecast", None),
        ("2011-12", "plan", Decimal("9.00")),
        ("2011-12", "forecast", Decimal("8.00")),
    ]


def test_what_is_expected_does_not_take_the_place_of_the_plan(draft):
    grid = grid_of(draft, {"saving": "9", "state": "plan"}, {"saving": "8"})

    assert stated_in(grid) == {
        ("2010-11", "saving", "plan"): Decimal(9),
        ("2010-11", "saving", "forecast"): Decimal(8),
    }


def test_one_more_row_is_for_the_year_after_and_loses_nothing(draft):
    data = sent_boxes(draft, {"saving": "1.2m", "year": "2015-16"})

    grid = FigureGrid(
        draft, TODAY, with_one_more(data, f"{draft.lead.pk}-cashable", FinancialYear(2010))
    )

    first, second = grid.tables[0].rows
    assert first["saving"].value() == "1.2m"
    assert second["year"].value() == "2016-17"


def test_an_added_year_begins_where_the_claim_does(draft):
    data = sent_boxes(draft, {"year": "2016-17"}, {"year": "2015-16"}, {"year": ""})
    bare = sent_boxes(draft, {"year": ""})
    prefix = f"{draft.lead.pk}-cashable"

    after_the_last = FigureGrid(draft, TODAY, with_one_more(data, prefix, FinancialYear(2010)))
    first = FigureGrid(
        draft, TODAY, with_one_more(bare, prefix, FigureGrid(draft, TODAY, bare).first_year)
    )

    assert after_the_last.tables[0].rows[-1]["year"].value() == "2017-18"
    assert first.tables[0].rows[-1]["year"].value() == "2010-11"


def test_another_table_begins_with_the_first_year_that_the_claim_states_or_the_page_has(draft):
    other = factories.OrganisationFactory()
    typed = FigureGrid(draft, TODAY, sent_boxes(draft, {"year": "2013-14", "saving": "5"}), [other])
    figures = [factories.figure(draft.lead, "7.00", year=2012)]
    stored = FigureGrid(factories.draft_of(draft.claim.place, figures=figures), TODAY, also=[other])

    assert [row["year"].value() for row in typed.tables[1].rows] == [
        "2013-14",
        "2014-15",
        "2015-16",
    ]
    assert [row["year"].value() for row in stored.tables[1].rows] == [
        "2012-13",
        "2013-14",
        "2014-15",
    ]


def test_a_row_that_a_script_added_below_the_others_is_not_let_go(draft):
    blank = [{"year": "", "saving": ""}] * 75

    assert stated_in(grid_of(draft, *blank, {"year": "2012-13", "saving": "30"})) == {
        ("2012-13", "saving", "forecast"): Decimal(30)
    }


@pytest.mark.parametrize("rows", ["", "-1", "99999999999", "x", "0"])
def test_a_number_of_rows_that_nobody_sent_by_the_page_does_no_harm(draft, rows):
    data = sent_boxes(draft, {"saving": "5"})
    data[f"{draft.lead.pk}-cashable-rows"] = rows

    assert len(FigureGrid(draft, TODAY, data).tables[0].rows) in (1, 75)
