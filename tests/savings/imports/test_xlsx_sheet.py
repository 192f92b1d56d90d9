"""XLSX workbooks, and what holds of every workbook."""

import io

import pytest
import xlsxwriter

from savings.imports.errors import ImportRefused
from tests.savings.imports.files import (
    ROW,
    SAVING,
    TITLES,
    bad_cells,
    codes,
    opened,
    rows_and_errors,
    with_saving,
    xlsx_bytes,
    xlsx_rows,
)
from tests.savings.imports.xlsx_cells import cell, read_xlsx

pytestmark = pytest.mark.no_database


def written_by_xlsxwriter(rows, first_row=0, first_column=0):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Figures")
        for number, row in enumerate(rows, start=first_row):
            sheet.write_row(number, first_column, row)
    return file.getvalue()


def test_a_workbook_gives_text_numbers_and_dates(tmp_path):
    row = ["Croydon", 42, "2010-11", 1000.5, True]

    sheet = opened(tmp_path, "figures.xlsx", written_by_xlsxwriter([TITLES, row]))

    assert rows_and_errors(sheet) == ([(2, row)], [])
    assert (sheet.kind, sheet.encoding_said) == ("xlsx", "")


@pytest.mark.parametrize(("first_row", "first_column"), [(0, 0), (3, 0), (0, 2), (4, 1)])
def test_rows_have_the_numbers_the_program_shows(tmp_path, first_row, first_column):
    rows = [TITLES, ROW, [], ["", "  "], ROW]

    sheet = opened(tmp_path, "figures.xlsx", written_by_xlsxwriter(rows, first_row, first_column))

    read, errors = rows_and_errors(sheet)
    assert [number for number, _ in read] == [first_row + 2, first_row + 5]
    assert [row[first_column:] for _, row in read] == [ROW, ROW]
    assert errors == []


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (cell(formula="D2*2"), "formula"),
        (cell("#REF!", "e", formula="A1"), "cell_error"),
        (cell("#N/A", "e"), "cell_error"),
        (cell("0.05", style=1), "unit"),
        (cell("0.05", style=2), "unit"),
        (cell("500", style=3), "currency"),
        (cell("500", style=4), "currency"),
        (cell("250", style=5), "unit"),
    ],
)
def test_a_cell_that_does_not_hold_what_it_shows_is_a_bad_cell(tmp_path, bad, code):
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/>'
        '<numFmt numFmtId="165" formatCode="[$€-2]#,##0"/>'
        '<numFmt numFmtId="166" formatCode="#,##0 [$USD]"/>'
        '<numFmt numFmtId="167" formatCode="&quot;£&quot;#,##0&quot;k&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>'
        '<xf numFmtId="167"/></cellXfs>'
    )

    read, errors = read_xlsx(tmp_path, xlsx_rows(TITLES, ROW, with_saving(bad)), styles=styles)

    assert bad_cells(read) == [(3, "Saving (£)", code)]
    assert errors == []


def test_a_formula_with_its_result_is_the_result(tmp_path):
    rows = xlsx_rows(
        TITLES,
        with_saving(cell("2000", formula="D2*2")),
        [*ROW[:4], '<c t="str"><f>A1</f><v></v></c>'],
    )

    assert read_xlsx(tmp_path, rows) == ([(2, with_saving(2000.0)), (3, [*ROW[:4], ""])], [])


def test_a_formula_marked_to_be_worked_out_on_opening_has_no_result_yet(tmp_path):
    rows = xlsx_rows(TITLES, with_saving(cell("0", formula="D2*2")), with_saving(cell("5")))

    read, _ = read_xlsx(tmp_path, rows, workbook='<calcPr fullCalcOnLoad="1"/>')

    assert bad_cells(read) == [(2, "Saving (£)", "formula")]
    assert read[1] == (3, with_saving(5.0))


@pytest.mark.parametrize(
    ("bad", "code"), [(cell("#REF!", "e"), "cell_error"), (cell(formula="D2*2"), "formula")]
)
def test_a_last_row_that_holds_only_a_bad_cell_is_not_taken_for_blank(tmp_path, bad, code):
    rows = xlsx_rows(TITLES, ROW, [], ["<c/>"] * SAVING + [bad])

    read, _ = read_xlsx(tmp_path, rows)

    assert bad_cells(read) == [(4, "Saving (£)", code)]


def test_a_control_character_makes_a_workbooks_cell_unusable(tmp_path):
    content = written_by_xlsxwriter([TITLES, [*ROW[:-1], "a\x01b"]])

    read, _ = rows_and_errors(opened(tmp_path, "figures.xlsx", content))

    assert bad_cells(read) == [(2, "Note", "control")]


def test_a_stray_cell_of_a_workbook_is_named_and_nothing_is_said_of_separators(tmp_path):
    content = xlsx_bytes(xlsx_rows(TITLES, [*ROW, "", "", "check with finance"]))
    sheet = opened(tmp_path, "figures.xlsx", content)

    list(sheet.rows())

    assert "H2 holds a value outside the table" in sheet.errors[0].message
    assert not [word for word in ("separator", "quotation") if word in sheet.errors[0].message]


def test_cells_of_a_workbook_beyond_the_titles_are_reported(tmp_path):
    read, errors = read_xlsx(tmp_path, xlsx_rows(TITLES, [*ROW, "stray"], ROW[:4]))

    assert read == [(3, [*ROW[:4], ""])]
    assert errors == [(2, None, "ragged")]


def test_merged_cells_among_the_rows_are_bad_cells(tmp_path):
    merges = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="A4:E4"/></mergeCells>'
    rows = xlsx_rows(TITLES, ROW, ["<c/>", *ROW[1:]], [], ROW) + merges

    read, errors = read_xlsx(tmp_path, rows)

    assert bad_cells(read) == [(2, "Place", "merged"), (3, "Place", "merged")]
    assert "A2:A3" in read[0][1][0].message
    assert [number for number, _ in read] == [2, 3, 5]
    assert errors == []


def test_a_chart_sheet_is_no_second_sheet(tmp_path):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        chart = book.add_chart({"type": "column"})
        book.add_chartsheet("Chart").set_chart(chart)
        sheet = book.add_worksheet("Figures")
        for number, row in enumerate([TITLES, ROW]):
            sheet.write_row(number, 0, row)
        chart.add_series({"values": "=Figures!$D$2:$D$2"})

    assert rows_and_errors(opened(tmp_path, "figures.xlsx", file.getvalue())) == ([(2, ROW)], [])


def test_two_sheets_with_values_are_refused_by_name(tmp_path):
    with pytest.raises(ImportRefused, match="“One”, “Two”") as refusal:
        read_xlsx(tmp_path, xlsx_rows(TITLES, ROW), xlsx_rows(["x"]), names=["One", "Two"])

    assert codes(refusal) == [(None, None, "sheets")]


def test_empty_sheets_and_the_templates_own_are_passed_over(tmp_path):
    sheets = xlsx_rows(["how to fill in"]), xlsx_rows(), xlsx_rows(TITLES, ROW), xlsx_rows(["x"])

    read, errors = read_xlsx(
        tmp_path,
        *sheets,
        names=["Columns", "Sheet1", "Figures", "Lists"],
        states=["visible", "visible", "visible", "hidden"],
    )

    assert (read, errors) == ([(2, ROW)], [])


@pytest.mark.parametrize("rows", [(), (["", " "],), (TITLES,)])
def test_a_workbook_without_rows_is_empty(tmp_path, rows):
    try:
        _, errors = read_xlsx(tmp_path, xlsx_rows(*rows))
    except ImportRefused as refusal:
        errors = [(e.row, e.column, e.code) for e in refusal.errors]

    assert errors == [(None, None, "empty")]


def test_wrong_titles_of_a_workbook_are_refused(tmp_path):
    with pytest.raises(ImportRefused) as refusal:
        read_xlsx(tmp_path, xlsx_rows([*TITLES, "Place", "zzz"], [*ROW, "", ""]))

    assert codes(refusal) == [(1, "Place", "columns")]
    assert refusal.value.notes == ["Left out, because we do not know this column: zzz."]
