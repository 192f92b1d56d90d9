"""An error of a list of a place's own names its cell: the title over it, its letters, and what stands in it."""

import pytest

from savings.imports.errors import in_reading_order
from savings.imports.layouts.notes import refused_of_all
from savings.imports.layouts.reading import Sign
from savings.imports.layouts.rows import read_table
from savings.imports.layouts.stated import stated_savings
from tests.savings.imports.own_lists import DOWN, PLAIN, grid, reading

pytestmark = pytest.mark.no_database

BY_YEAR = ["Saving", "2010-11", "2011-12", "2012-13"]
THREE = ("what_changes", ("saving", 2010), ("saving", 2011), ("saving", 2012))
COST = (*PLAIN, ("one_off_cost", 2010))
COSTED = ["Saving", "2010-11", "2011-12", "Cost"]
FLOWN = ["Ref", "Saving", "Year", "Saved", "Spent"]
MOST = 999_999_999_999  # Pounds that one cell may say.
TOP = {"years": "on_top"}
# How it is read, its titles, its rows; the cell, its title, and what stands in it.
CASES = {
    "a cost alone": (COST, {}, COSTED, [["Vans", "", 200, 60]], ("D2", "Cost", "60")),
    "a gap": (THREE, TOP, BY_YEAR, [["Vans", 100, "", 50]], ("C2", "2011-12", "")),
    "too much taken away": (PLAIN, TOP, BY_YEAR[:3], [["Vans", 100, -140]], ("C2", "2011-12", "-140")),
    "the other sign at first": (PLAIN, TOP, BY_YEAR[:3], [["Vans", -100, -140]], ("B2", "2010-11", "-100")),
    "too large together": (PLAIN, TOP, BY_YEAR[:3], [["Vans", MOST, MOST]], ("C2", "2011-12", str(MOST))),
    "down, a cost alone": (
        DOWN, {}, FLOWN, [["A", "Vans", "2010-11", 5, ""], ["A", "Vans", "2011-12", "", 7]], ("E3", "Spent", "7"),
    ),
    "down, too much taken away": (
        DOWN, TOP, FLOWN, [["A", "Vans", "2010-11", 5, ""], ["A", "Vans", "2011-12", -7, ""]], ("D3", "Saved", "-7"),
    ),
    "titles that are the same": (THREE, TOP, ["Saving", "£", "£", "£"], [["Vans", 100, "", 50]], ("C2", "£", "")),
    "no title": (THREE, TOP, ["Saving", "2010", "", "2012"], [["Vans", 100, "", 50]], ("C2", None, "")),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_an_error_names_its_cell_its_column_and_what_stands_there(case):
    uses, said, titles, rows, (cell, column, value) = CASES[case]
    error = _errors(reading(*uses, **said), titles, rows)[0]

    assert (error.cell, error.column, error.value) == (cell, column, value)
    assert cell in error.message


def _errors(read, titles, rows):
    own = grid(*rows, titles=titles)
    table = read_table(read, own)
    errors = [*refused_of_all(read, own, table), *table.errors]
    stated_savings(read, own, table, errors)
    return in_reading_order(errors, read.titles_of(own))


def test_of_a_year_that_the_list_has_not_no_cell_is_named():
    two = ("what_changes", ("saving", 2010), ("saving", 2012))

    [error] = _errors(reading(*two, **TOP), ["Saving", "2010-11", "2012-13"], [["Vans", 1, 2]])

    assert (error.row, error.cell) == (2, "")
    assert error.message.startswith("Saving of 2011-12: the amount is blank")


@pytest.mark.parametrize("years", ["each", "on_top"])
@pytest.mark.parametrize(
    ("sign", "amounts", "choose"),
    [
        ("positive", [-100, -200], Sign.NEGATIVE),
        ("negative", [100, 200], Sign.POSITIVE),
    ],
)
def test_a_list_of_the_other_sign_is_told_which_to_choose(sign, amounts, choose, years):
    rows = [["Vans", *amounts], ["Desks", *amounts]]

    errors = _errors(reading(*PLAIN, sign=sign, years=years), BY_YEAR[:3], rows)

    words = f"under “How does the sheet show a saving?” choose “{choose.label}”."
    assert errors
    assert "the sign of more spending" in errors[0].message
    assert words in errors[0].message
