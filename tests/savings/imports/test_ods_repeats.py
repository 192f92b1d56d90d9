"""Cells, rows and columns that an ODS workbook repeats: counted, and judged once."""

import sys

import pytest

from savings.imports.ods_facts import ods_facts
from savings.imports.sheet_facts import MAX_FLAWS
from tests.savings.imports.files import (
    ROW,
    TITLES,
    bad_cells,
    ods_cell,
    ods_parts,
    ods_row,
    ods_table,
    with_saving,
)
from tests.savings.imports.ods_cells import (
    IN_THOUSANDS,
    ods_as_bytes,
    ods_number,
    read_ods,
    without_text,
)

pytestmark = pytest.mark.no_database


def test_repeated_blank_rows_and_columns_of_an_open_document_are_counted(tmp_path):
    blank_rows = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    )
    blank_cells = '<table:table-cell table:number-columns-repeated="2"/>'
    tail = blank_rows.replace('"3"', '"1048000"')

    read, errors = read_ods(
        tmp_path,
        ods_table(blank_rows, [blank_cells, *TITLES], blank_rows, [blank_cells, *ROW], tail),
    )

    assert [(number, row[2:]) for number, row in read] == [(8, ROW)]
    assert errors == []


def test_repeated_rows_of_an_open_document_are_each_a_row(tmp_path):
    repeated = ods_row(
        with_saving(ods_cell("0.05", "percentage")), 'table:number-rows-repeated="3"'
    )

    read, _ = read_ods(tmp_path, ods_table(TITLES, repeated, ROW))

    assert bad_cells(read) == [(number, "Saving (£)", "unit") for number in (2, 3, 4)]
    assert read[-1] == (5, ROW)


SIDE = 1000
REPEATED = f'table:number-rows-repeated="{SIDE}"'


def _counted(read, *given):
    """What a function gives, and how many calls of Python's functions it took: the same on any machine."""
    calls = 0

    def count(_frame, event, _arg):
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        found = read(*given)
    finally:
        sys.setprofile(before)
    return found, calls


@pytest.mark.parametrize(
    ("shown", "style", "rounded"),
    [("1.5", "ce3", 0), ("2", "ce3", MAX_FLAWS), (None, "ce3", 0), ("1.5", "", 0)],
)
def test_a_cell_that_is_repeated_a_million_times_is_judged_once(shown, style, rounded):
    said = f'table:style-name="{style}" table:number-columns-repeated="{SIDE}"'
    number = ods_number("1.5", shown or "", said)
    row = ods_row([number if shown else without_text(number)], REPEATED)
    parts = ods_as_bytes(ods_parts(ods_table(row), styles=IN_THOUSANDS))

    [facts], calls = _counted(ods_facts, parts)

    assert (facts.last_row, len(facts.data_columns)) == (SIDE, SIDE)
    assert (len(facts.roundings), facts.flaws) == (rounded, {})
    assert calls < SIDE * SIDE / 100  # Judged anew for each cell there are many for each.


@pytest.mark.parametrize(
    ("shown", "by_column"), [("250", {4}), ("", {2, 3, 4})], ids=["its text", "its style"]
)
def test_each_repeat_has_the_style_of_its_column_and_the_condition_of_its_place(shown, by_column):
    columns = (
        "<table:table-column/>"
        '<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="ce1"/>'
        '<table:table-column table:default-cell-style-name="mapped"/>'
        '<table:table-column table:default-cell-style-name="ce3"/>'
    )
    conditional = (
        '<calcext:conditional-format calcext:target-range-address="Figures.F2:G9 Figures.G3">'
        '<calcext:condition calcext:apply-style-name="ce2"/></calcext:conditional-format>'
    )
    number = ods_number("250", shown, 'table:number-columns-repeated="6"')
    cells = ["<table:table-cell/>", number if shown else without_text(number)]
    rows = ods_row(cells, 'table:number-rows-repeated="3"')
    table = ods_table(rows, conditional, columns=columns)

    [facts] = ods_facts(ods_as_bytes(ods_parts(table, styles=IN_THOUSANDS)))

    assert {row: set(flaws) for row, flaws in facts.flaws.items()} == {
        1: by_column,
        2: by_column | {6, 7},
        3: by_column | {6, 7},
    }


def test_a_cell_that_cannot_be_used_counts_once_however_many_conditions_hold_there():
    areas = "Figures.A1:CZ1000 Figures.A1:CZ999"
    conditional = (
        f'<calcext:conditional-format calcext:target-range-address="{areas}">'
        '<calcext:condition calcext:apply-style-name="ce2"/></calcext:conditional-format>'
    )
    number = ods_number("250", "250k", 'table:number-columns-repeated="104"')
    table = ods_table(ods_row([number], REPEATED), conditional)

    [facts] = ods_facts(ods_as_bytes(ods_parts(table, styles=IN_THOUSANDS)))

    assert sum(map(len, facts.flaws.values())) == 104 * SIDE
