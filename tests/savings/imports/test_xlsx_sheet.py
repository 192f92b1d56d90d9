"""XLSX workbooks, and what holds of every workbook."""

import io
from datetime import date

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

pytestmark = pytest.mark.no_database


def written_by_xlsxwriter(rows, first_row=0, first_column=0):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Figures")
        for number, row in enumerate(rows, start=first_row):
            sheet.write_row(number, first_column, row)
    return file.getvalue()


def read_xlsx(folder, *sheets, **options):
    return rows_and_errors(opened(folder, "figures.xlsx", xlsx_bytes(*sheets, **options)))


def cell(value="", kind="", formula="", style=0):
    stored = f"<v>{value}</v>" if value else ""
    formula = f"<f>{formula}</f>" if formula else ""
    return f'<c t="{kind or "n"}" s="{style}">{formula}{stored}</c>'


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


@pytest.mark.parametrize(
    "number_format",
    [
        "General",
        "#,##0.00",
        "&quot;£&quot;#,##0.00",
        "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00",
        "[$-809]#,##0",
        "[$£-en-GB]#,##0.00",
        "#,##0.00\\ _€;\\-#,##0.00\\ _€",
        "_-[$GBP]\\ #,##0",
        "_-&quot;£&quot;* #,##0.00_-;-&quot;£&quot;* #,##0.00_-",
        "#\\ ###\\ ##0",
        "[>999]#,##0;[Blue]0",
        "#,##0;[Red](#,##0);&quot;TBC&quot;",
    ],
)
def test_a_number_shown_in_pounds_is_its_value(tmp_path, number_format):
    styles = (
        f'<numFmts><numFmt numFmtId="164" formatCode="{number_format}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    rows = xlsx_rows(TITLES, with_saving(cell("250000", style=1)))

    assert read_xlsx(tmp_path, rows, styles=styles) == ([(2, with_saving(250000.0))], [])


STYLED = (
    '<numFmts><numFmt numFmtId="164" formatCode="{}"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("number_format", "code", "words"),
    [
        ("&quot;£&quot;#,##0,&quot;k&quot;", "unit", "shown as “£250k” and holds 250,000"),
        ("0.0,,&quot;m&quot;", "unit", "shown as “0.3m” and holds 250,000"),
        ("#,##0,", "unit", "shown as “250” and holds 250,000"),
        ("#,##0&quot; £'000&quot;", "unit", "shown as “250,000 £'000”"),
        ("#,##0&quot; EUR&quot;", "currency", "shown as “250,000 EUR” and holds 250,000"),
        ("[&gt;1000]#,##0,&quot;k&quot;;0", "unit", "shown as “250k”"),
        ("&quot;TBC&quot;", "not_a_number", "shown as “TBC”"),
        ("-#,##0", "unit", "shown as “-250,000”"),
        (";;;", "missing", "shows nothing and holds 250,000"),
        ("# ?/?", "type", "formatted as “# ?/?” and holds 250,000"),
        ("0.00E+00", "type", "formatted as “0.00E+00”"),
        ("[$-2000401]0", "type", "formatted as"),
    ],
)
def test_a_number_that_is_shown_as_something_else_is_refused_with_both(
    tmp_path, number_format, code, words
):
    rows = xlsx_rows(TITLES, with_saving(cell("250000", style=1)))

    read, _ = read_xlsx(tmp_path, rows, styles=STYLED.format(number_format))

    assert bad_cells(read) == [(2, "Saving (£)", code)]
    assert words in read[0][1][SAVING].message


def test_a_date_is_left_to_its_column_to_refuse(tmp_path):
    rows = xlsx_rows(TITLES, with_saving(cell("40492", style=1)))

    read, _ = read_xlsx(tmp_path, rows, styles=STYLED.format("dd/mm/yyyy"))

    assert read == [(2, with_saving(date(2010, 11, 10)))]


@pytest.mark.parametrize("view", ['showZeros="0"', 'showZeros="false"'])
def test_a_zero_that_the_sheet_hides_is_no_amount(tmp_path, view):
    rows = xlsx_rows(TITLES, with_saving(cell("0")), with_saving(cell("5")))
    hiding = f'<sheetViews><sheetView workbookViewId="0" {view}/></sheetViews>'

    read, _ = read_xlsx(tmp_path, hiding + rows)

    assert bad_cells(read) == [(2, "Saving (£)", "missing")]
    assert read[1] == (3, with_saving(5.0))


def test_a_format_that_only_rounds_is_taken_as_what_the_cell_holds_and_named(tmp_path):
    rows = xlsx_rows(TITLES, *[with_saving(cell("2250.5", style=1))] * 12, with_saving(cell("7")))
    content = xlsx_bytes(rows, styles=STYLED.format("#,##0"))

    sheet = opened(tmp_path, "figures.xlsx", content)

    read, errors = rows_and_errors(sheet)
    assert [row[SAVING] for _, row in read] == [2250.5] * 12 + [7.0]
    assert errors == []
    [note] = sheet.notes
    assert "D2 is shown as “2,251” and holds 2,250.50; D3 is shown" in note
    assert note.endswith("2 more cells are shown rounded.")


CONDITIONAL = (
    '<cellXfs><xf numFmtId="0"/></cellXfs><dxfs><dxf><font/></dxf>'
    '<dxf><numFmt numFmtId="165" formatCode="0&quot;k&quot;"/></dxf></dxfs>'
)


@pytest.mark.parametrize(
    ("rule", "refused"),
    [
        ('<cfRule type="expression" dxfId="1"><formula>D2&gt;5</formula></cfRule>', True),
        ('<cfRule operator="greaterThan" dxfId="1"><formula>249999</formula></cfRule>', True),
        ('<cfRule operator="greaterThan" dxfId="1"><formula>250000</formula></cfRule>', False),
        ('<cfRule operator="greaterThan" dxfId="1"><formula>$A$1</formula></cfRule>', True),
        ('<cfRule operator="greaterThan" dxfId="0"><formula>5</formula></cfRule>', False),
        ('<cfRule type="dataBar"><dataBar showValue="0"/></cfRule>', True),
        ('<cfRule type="dataBar"><dataBar/></cfRule>', False),
    ],
)
@pytest.mark.parametrize(("where", "is_here"), [("A1 D2:E3", True), ("D1 E2:E9", False)])
def test_a_condition_may_not_change_what_a_number_shows(tmp_path, rule, refused, where, is_here):
    rows = xlsx_rows(TITLES, with_saving(cell("250000")))
    conditional = f'<conditionalFormatting sqref="{where}">{rule}</conditionalFormatting>'

    read, _ = read_xlsx(tmp_path, rows + conditional, styles=CONDITIONAL)

    assert bool(bad_cells(read)) == (refused and is_here)
    if refused and is_here:
        assert "A conditional format can change" in read[0][1][SAVING].message


def test_a_rule_of_a_newer_program_carries_its_format_along(tmp_path):
    rows = xlsx_rows(TITLES, with_saving(cell("250")))
    rule = (
        "<extLst><ext><conditionalFormatting><cfRule><f>1</f><dxf>"
        '<numFmt numFmtId="9" formatCode="0&quot; million&quot;"/></dxf></cfRule>'
        "<sqref>D2</sqref></conditionalFormatting></ext></extLst>"
    )

    read, _ = read_xlsx(tmp_path, rows + rule)

    assert bad_cells(read) == [(2, "Saving (£)", "unit")]
    assert "shown as “250 million”" in read[0][1][SAVING].message


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


@pytest.mark.parametrize("hidden", ['hidden="1"', 'ht="0" customHeight="1"'])
def test_hidden_rows_with_values_are_reported_and_the_rest_is_read(tmp_path, hidden):
    rows = xlsx_rows(TITLES, ROW, ROW, [], ROW).split("<row>")
    sheet = "<row>".join(rows[:3]) + f"<row {hidden}>" + f"<row {hidden}>".join(rows[3:5])
    sheet += "<row>" + rows[5]

    read, errors = read_xlsx(tmp_path, sheet)

    assert [number for number, _ in read] == [2, 3, 5]
    assert errors == [(3, None, "hidden")]


@pytest.mark.parametrize("hidden", ['hidden="true"', 'width="0"'])
def test_hidden_columns_with_values_are_reported(tmp_path, hidden):
    columns = f'<cols><col min="4" max="5" {hidden}/><col min="7" max="16384" {hidden}/></cols>'

    _, errors = read_xlsx(tmp_path, columns + xlsx_rows(TITLES, ROW))

    assert errors == [(None, "Saving (£)", "hidden"), (None, "Note", "hidden")]


def test_a_column_that_is_hidden_many_times_is_reported_once(tmp_path):
    columns = "".join(
        f'<col min="{first}" max="{last}" hidden="1"/>'
        for first, last in [(4, 4), (1, 16384), (5, 5), *[(1, 16384)] * 50]
    )

    _, errors = read_xlsx(tmp_path, f"<cols>{columns}</cols>" + xlsx_rows(TITLES, ROW))

    assert errors == [(None, title, "hidden") for title in TITLES]


def test_a_hidden_column_without_a_title_is_named_by_its_letter(tmp_path):
    columns = '<cols><col min="6" max="6" hidden="1"/></cols>'

    _, errors = read_xlsx(tmp_path, columns + xlsx_rows(TITLES, [*ROW, "stray"]))

    assert errors == [(None, "F", "hidden"), (2, None, "ragged")]


def test_a_hidden_sheet_with_our_titles_is_reported(tmp_path):
    sheets = xlsx_rows(TITLES, ROW), xlsx_rows(["x"], TITLES[:2])

    read, errors = read_xlsx(tmp_path, *sheets, states=["visible", "veryHidden"])

    assert len(read) == 1
    assert errors == [(None, None, "hidden")]


def test_hidden_lists_and_the_sheets_of_programs_block_nothing_and_are_named(tmp_path):
    sheets = xlsx_rows(TITLES, ROW), xlsx_rows(["Note"], ["Cashable"]), xlsx_rows(["_cache"])
    names, states = ["Figures", "Choices", "_xl_addin"], ["visible", "hidden", "veryHidden"]
    content = xlsx_bytes(*sheets, names=names, states=states)

    sheet = opened(tmp_path, "figures.xlsx", content)

    assert len(list(sheet.rows())) == 1
    assert sheet.errors == []
    assert sheet.notes == [
        "Not read, because hidden and without our titles: “Choices”, “_xl_addin”."
    ]


def test_figures_that_are_all_on_a_hidden_sheet_are_refused(tmp_path):
    with pytest.raises(ImportRefused) as refusal:
        read_xlsx(tmp_path, xlsx_rows(TITLES, ROW), states=["hidden"])

    assert codes(refusal) == [(None, None, "hidden"), (None, None, "empty")]


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
