"""ODS workbooks: what their XML says besides the values."""

from datetime import date

import pytest

from tests.savings.imports.files import (
    ROW,
    SAVING,
    TITLES,
    bad_cells,
    ods_bytes,
    ods_cell,
    ods_row,
    ods_table,
    opened,
    rows_and_errors,
    with_saving,
)
from tests.savings.imports.ods_cells import ods_number, read_ods

pytestmark = pytest.mark.no_database


HIDDEN_STYLE = (
    '<style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def test_an_open_document_gives_text_numbers_and_dates(tmp_path):
    row = [*ROW[:2], ods_cell("2010-11-10", "date"), ods_cell("1000.5", "float"), "two"]

    sheet = opened(tmp_path, "figures.ods", ods_bytes(ods_table(TITLES, row)))

    expected = [*ROW[:2], date(2010, 11, 10), 1000.5, "two"]
    assert rows_and_errors(sheet) == ([(2, expected)], [])
    assert sheet.kind == "ods"


def test_merged_cells_of_an_open_document_are_bad_cells(tmp_path):
    spanning = ods_cell("Croydon", attributes='table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"

    read, _ = read_ods(tmp_path, ods_table(TITLES, [spanning, *ROW[1:]], [covered, *ROW[1:]]))

    assert bad_cells(read) == [(2, "Place", "merged"), (3, "Place", "merged")]


def test_hidden_rows_and_columns_of_an_open_document_are_reported(tmp_path):
    columns = (
        '<table:table-column table:number-columns-repeated="4"/>'
        '<table:table-column table:visibility="collapse"/>'
    )
    hidden = ods_row(ROW, 'table:visibility="filter"')

    read, errors = read_ods(tmp_path, ods_table(TITLES, hidden, ROW, columns=columns))

    assert [number for number, _ in read] == [2, 3]
    assert errors == [(2, None, "hidden"), (None, "Note", "hidden")]


def test_a_hidden_sheet_of_an_open_document_is_reported(tmp_path):
    hidden = ods_table(TITLES, attributes='table:style-name="hidden"')

    _, errors = read_ods(tmp_path, hidden, ods_table(TITLES, ROW), styles=HIDDEN_STYLE)

    assert errors == [(None, None, "hidden")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (ods_cell("0.05", "percentage"), "unit"),
        (ods_cell("5", "currency", 'office:currency="EUR"'), "currency"),
        (ods_number("250", "250k"), "unit"),
        (ods_number("250", "250 £'000"), "unit"),
        (ods_number("400000", "400,000 EUR"), "currency"),
        (ods_number("250000", "250"), "unit"),
        (ods_number("1234.5", "1.234,50"), "ambiguous"),
        (ods_number("0", ""), "missing"),
        (ods_number("5", "\u2212£5"), "unit"),
        ('<table:table-cell table:formula="of:=D2*2"/>', "formula"),
        (ods_cell("#REF!", attributes='calcext:value-type="error"'), "cell_error"),
    ],
)
def test_a_bad_cell_of_an_open_document_is_one_too(tmp_path, cells, code):
    read, errors = read_ods(tmp_path, ods_table(TITLES, with_saving(cells)))

    assert bad_cells(read) == [(2, "Saving (£)", code)]
    assert errors == []


def test_pounds_and_formulas_with_results_of_an_open_document_are_read(tmp_path):
    pounds = ods_cell("5", "currency", 'office:currency="GBP"')
    result = ods_cell("6", "float", 'table:formula="of:=D2+1"')

    read, _ = read_ods(tmp_path, ods_table(TITLES, with_saving(pounds), with_saving(result)))

    assert read == [(2, with_saving(5.0)), (3, with_saving(6.0))]


@pytest.mark.parametrize(
    "row", [["", "<table:table-cell table:formula='of:=1'><text:p/></table:table-cell>"]]
)
def test_a_formula_that_gives_an_empty_text_leaves_its_cell_out(tmp_path, row):
    read, errors = read_ods(tmp_path, ods_table(TITLES, with_saving(row[1])))

    assert (bad_cells(read), read[0][1][SAVING], errors) == ([], "", [])


def test_a_comment_in_a_cell_of_an_open_document_is_not_its_value(tmp_path):
    comment = "<office:annotation><text:p>to be checked</text:p></office:annotation>"
    commented = ods_cell("500", "float").replace("<text:p>", comment + "<text:p>")
    note = ods_cell("words").replace("<text:p>", comment + "<text:p>")
    row = [*with_saving(commented)[:-1], note]

    read, _ = read_ods(tmp_path, "\n" + ods_table(TITLES, row))

    assert read == [(2, with_saving(500.0))]
