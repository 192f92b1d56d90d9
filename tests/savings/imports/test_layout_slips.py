"""Rows of a list of a place's own that state a saving with one slip: an error of its cell, and no row left out."""

from dataclasses import replace

import pytest

from savings.imports.layouts.reading import Sign
from savings.imports.layouts.rows import read_table
from tests.savings.imports.own_lists import OWN, PLAIN, grid, reading

pytestmark = pytest.mark.no_database
SLIPS = [
    (PLAIN, "", ["Vans", 100, -200], "C2 has a minus", "-200"),
    (PLAIN, Sign.NEGATIVE, ["Vans", -100, 5000], "C2 has no minus", "5000"),
    (PLAIN, "", ["", 100, 200], "A2 is blank, and the row has amounts", ""),
    (OWN, "", ["A-1", "", 100, 200], "B2 is blank, and the row has amounts", ""),
]


@pytest.mark.parametrize(("uses", "sign", "row", "words", "value"), SLIPS)
def test_a_slip_in_a_row_that_states_a_saving_is_an_error_of_its_cell(
    uses, sign, row, words, value
):
    read = reading(*uses)
    table = read_table(replace(read, sign=sign or read.sign), grid(row))

    [error] = table.errors
    assert words in error.message
    assert (error.row, error.value) == (2, value)
    assert (table.rows, table.left_out) == ([], [])


@pytest.mark.parametrize("cell", ["TBC", "abc"])
def test_of_a_cell_that_says_no_amount_the_cell_is_left_blank_and_not_the_row_out(cell):
    [error] = read_table(reading(*PLAIN), grid(["Vans", 100, cell])).errors

    assert "leave the cell blank" in error.message
