"""What the titles of a list of a place's own suggest, and how they are known again."""

import pytest

from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import ColumnUse, Reading
from savings.imports.layouts.suggestions import (
    suggested_use,
)
from savings.imports.layouts.units import unit_in
from tests.savings.imports.own_lists import PLAIN, grid, reading

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("title", "use", "year"),
    [
        ("Ref", "own_reference", None),
        ("Saving reference", "own_reference", None),
        ("Saving description", "what_changes", None),
        ("Cashable (Y/N)", "kind_of_gain", None),
        ("2026/27", "saving", 2026),
        ("2026 – 27 £000", "saving", 2026),
        ("2026-2027 one-off cost", "one_off_cost", 2026),
        ("One-off cost", "one_off_cost", None),
        ("Recurring costs", "running_cost", None),
        ("2099/00", "", None),
        ("Delivery RAG", "", None),
        ("Directorate", "", None),
        ("2026/27 to 2028/29", "", None),
    ],
)
def test_a_title_suggests_what_its_column_is(title, use, year):
    assert suggested_use(title) == ColumnUse(use, year)


@pytest.mark.parametrize(
    ("title", "unit"),
    [("Saving (£000)", "1000"), ("Saving £k", "1000"), ("Saving (£m)", "1000000"), ("Saving (£)", "1"),
     ("2000/01", ""), ("Saving", ""), ("2010-11 £mn", "1000000"), ("2010-11 £mil", "1000000"),
     ("2010-11 (£M)", "1000000"), ("2010-11 £bn", "other"), ("2010-11 k", "1000"), ("2010-11 (€)", "other"),
     ("2010-11 pence", "other"), ("2010-11 (p)", "other"), ("2010-11 $000", "other"), ("2010-11 £'000", "1000"),
     ("2010-11 (£ thousand)", "1000"), ("2010-11 ('000)", "1000"), ("GBP 000", "1000"), ("x 1,000", "1000"),
     ("Savings over £50,000", ""), ("Part of the £2 million programme", ""), ("All figures in £", "1"),
     ("in thousands of pounds", "1000"), ("Savings of 2010 (pounds)", "1")],
)  # fmt: skip
def test_a_title_says_the_unit(title, unit):
    assert unit_in(title) == unit


def test_titles_over_two_rows_and_over_merged_cells_are_joined():
    rows = [["Ref", "2010/11", "", "2011/12"], ["", "Saving", "Cost", "Saving"], ["A-1", 1, 2, 3]]
    one = Grid("", rows, merges=[(1, 2, 1, 3)])

    titles = Reading("", 1, 2).titles_of(one)

    assert titles == ["Ref", "2010/11 Saving", "2010/11 Cost", "2011/12 Saving"]


def test_the_same_titles_are_known_again_in_another_row_and_others_are_not():
    read = reading(*PLAIN)
    titles = ["What", "2010/11", "2011/12"]
    before = grid(["Vans", 1, 2], titles=titles)
    after = Grid("March", [["Report of March"], ["WHAT ", "2010/11", "2011/12"], ["Desks", 3, 4]])
    other = grid(["Vans", 1, 2], titles=["What", "2011/12", "2010/11"])

    moved = read.moved(after, read.fingerprint(before))

    assert (moved.sheet, moved.first_title_row, moved.columns) == ("March", 2, read.columns)
    assert read.moved(other, read.fingerprint(before)) is None
