"""How an XLSX cell is shown: a format that only rounds is taken, one that shows something else is refused."""

from datetime import date

import pytest

from tests.savings.imports.files import (
    SAVING,
    TITLES,
    bad_cells,
    opened,
    rows_and_errors,
    with_saving,
    xlsx_bytes,
    xlsx_rows,
)
from tests.savings.imports.xlsx_cells import cell, read_xlsx

pytestmark = pytest.mark.no_database


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
