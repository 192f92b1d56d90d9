"""ODS workbooks: what their XML says besides the values."""

import sys
from datetime import date

import pytest

from savings.imports.ods_facts import ods_facts
from savings.imports.sheet_facts import MAX_FLAWS
from tests.savings.imports.files import (
    ROW,
    SAVING,
    TITLES,
    bad_cells,
    ods_bytes,
    ods_cell,
    ods_parts,
    ods_row,
    ods_table,
    opened,
    rows_and_errors,
    with_saving,
    zip_bytes,
)

pytestmark = pytest.mark.no_database


def ods_number(held, shown, attributes=""):
    return (
        f'<table:table-cell office:value-type="float" office:value="{held}" {attributes}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def without_text(cell):
    return cell.partition("<text:p>")[0] + "</table:table-cell>"


HIDDEN_STYLE = (
    '<style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def read_ods(folder, *tables, **options):
    return rows_and_errors(opened(folder, "figures.ods", ods_bytes(*tables, **options)))


def test_an_open_document_gives_text_numbers_and_dates(tmp_path):
    row = [*ROW[:2], ods_cell("2010-11-10", "date"), ods_cell("1000.5", "float"), "two"]

    sheet = opened(tmp_path, "figures.ods", ods_bytes(ods_table(TITLES, row)))

    expected = [*ROW[:2], date(2010, 11, 10), 1000.5, "two"]
    assert rows_and_errors(sheet) == ([(2, expected)], [])
    assert sheet.kind == "ods"


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
    ("held", "shown"),
    [
        ("250000", "£250,000.00"),
        ("250000", "GBP 250,000"),
        ("250000", "250<text:s/>000<text:s/>£"),
        ("0", "£ -<text:s text:c='2'/>"),
        ("1234.5600000000002", "1,234.56"),
        ("-5", "(5)"),
    ],
)
def test_a_text_that_reads_as_the_same_pounds_is_taken(tmp_path, held, shown):
    sheet = opened(
        tmp_path, "a.ods", ods_bytes(ods_table(TITLES, with_saving(ods_number(held, shown))))
    )

    assert rows_and_errors(sheet) == ([(2, with_saving(float(held)))], [])
    assert sheet.notes == []


def test_a_text_that_only_rounds_is_taken_as_what_the_cell_holds_and_named(tmp_path):
    cells = (
        with_saving(ods_number("-2250.5", "\u22122,251")),
        with_saving(ods_number("2250.5", "2,251")),
    )
    sheet = opened(tmp_path, "a.ods", ods_bytes(ods_table(TITLES, *cells)))

    read, _ = rows_and_errors(sheet)

    assert [row[SAVING] for _, row in read] == [-2250.5, 2250.5]
    [note] = sheet.notes
    assert "D2 is shown as “\u22122,251” and holds \u22122,250.50; D3 is shown as “2,251”" in note


@pytest.mark.parametrize(
    "row", [["", "<table:table-cell table:formula='of:=1'><text:p/></table:table-cell>"]]
)
def test_a_formula_that_gives_an_empty_text_leaves_its_cell_out(tmp_path, row):
    read, errors = read_ods(tmp_path, ods_table(TITLES, with_saving(row[1])))

    assert (bad_cells(read), read[0][1][SAVING], errors) == ([], "", [])


IN_THOUSANDS = (
    '<number:number-style style:name="N1"><number:number number:display-factor="1000"/></number:number-style>'
    '<number:number-style style:name="N2"><number:number/><number:text> k</number:text></number:number-style>'
    '<number:currency-style style:name="N3P0"><number:text>£</number:text><number:number/></number:currency-style>'
    '<number:currency-style style:name="N3"><number:text>-£</number:text><number:number/>'
    '<style:map style:condition="value()&gt;=0" style:apply-style-name="N3P0"/></number:currency-style>'
    '<number:percentage-style style:name="N4"><number:number/></number:percentage-style>'
    '<number:number-style style:name="N5"><number:text>-</number:text></number:number-style>'
    '<number:number-style style:name="N6"><number:number/>'
    '<style:map style:condition="value()&gt;=9" style:apply-style-name="N2"/></number:number-style>'
    + "".join(
        f'<style:style style:name="ce{n}" style:family="table-cell" style:data-style-name="N{n}"/>'
        for n in range(1, 7)
    )
    + '<style:style style:name="heir" style:family="table-cell" style:parent-style-name="ce2"/>'
    '<style:style style:name="red" style:family="table-cell"/>'
    '<style:style style:name="mapped" style:family="table-cell">'
    '<style:map style:condition="cell-content()&gt;5" style:apply-style-name="ce2"/></style:style>'
)  # fmt: skip
STYLES = [
    ("ce1", True),
    ("ce2", True),
    ("ce3", False),
    ("ce4", True),
    ("ce5", True),
    ("ce6", True),
    ("heir", True),
    ("red", False),
]


@pytest.mark.parametrize(("style", "refused"), [*STYLES, ("", False), ("mapped", True)])
@pytest.mark.parametrize("by", ["cell", "column"])
def test_a_number_without_a_text_is_taken_where_its_style_is_plain(tmp_path, style, refused, by):
    said = f'table:style-name="{style}"' if by == "cell" else ""
    columns = f'<table:table-column table:number-columns-repeated="9" table:default-cell-style-name="{style}"/>'
    number = without_text(ods_number("250", "", said))
    table = ods_table(TITLES, with_saving(number), columns=columns if by == "column" else "")

    read, _ = read_ods(tmp_path, table, styles=IN_THOUSANDS)

    assert bool(bad_cells(read)) == refused


@pytest.mark.parametrize(("style", "refused"), STYLES)
@pytest.mark.parametrize(
    ("where", "is_here"), [("'My.sheet'.A1 Figures.D2:Figures.E9", True), ("Figures.E2:E9", False)]
)
def test_a_condition_may_not_put_such_a_style_in_place(tmp_path, style, refused, where, is_here):
    conditional = (
        f'<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="{where}">'
        f'<calcext:condition calcext:apply-style-name="{style}" calcext:value="&gt;5"/>'
        "</calcext:conditional-format></calcext:conditional-formats>"
    )
    table = ods_table(TITLES, with_saving(ods_number("250", "250")), conditional)

    read, _ = read_ods(tmp_path, table, styles=IN_THOUSANDS)

    assert bool(bad_cells(read)) == (refused and is_here)


def test_a_zero_that_the_view_hides_is_no_amount(tmp_path):
    parts = ods_parts(
        ods_table(TITLES, with_saving(ods_number("0", "0")), with_saving(ods_number("5", "5")))
    )
    item = '<x xmlns:c="c"><c:item c:name="ShowZeroValues" c:type="boolean">false</c:item></x>'

    sheet = opened(tmp_path, "a.ods", zip_bytes(parts | {"settings.xml": item}))

    assert bad_cells(rows_and_errors(sheet)[0]) == [(2, "Saving (£)", "missing")]


def test_a_comment_in_a_cell_of_an_open_document_is_not_its_value(tmp_path):
    comment = "<office:annotation><text:p>to be checked</text:p></office:annotation>"
    commented = ods_cell("500", "float").replace("<text:p>", comment + "<text:p>")
    note = ods_cell("words").replace("<text:p>", comment + "<text:p>")
    row = [*with_saving(commented)[:-1], note]

    read, _ = read_ods(tmp_path, "\n" + ods_table(TITLES, row))

    assert read == [(2, with_saving(500.0))]


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


def _as_bytes(parts):
    return {name: part.encode() for name, part in parts.items()}


@pytest.mark.parametrize(
    ("shown", "style", "rounded"),
    [("1.5", "ce3", 0), ("2", "ce3", MAX_FLAWS), (None, "ce3", 0), ("1.5", "", 0)],
)
def test_a_cell_that_is_repeated_a_million_times_is_judged_once(shown, style, rounded):
    said = f'table:style-name="{style}" table:number-columns-repeated="{SIDE}"'
    number = ods_number("1.5", shown or "", said)
    row = ods_row([number if shown else without_text(number)], REPEATED)
    parts = _as_bytes(ods_parts(ods_table(row), styles=IN_THOUSANDS))

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

    [facts] = ods_facts(_as_bytes(ods_parts(table, styles=IN_THOUSANDS)))

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

    [facts] = ods_facts(_as_bytes(ods_parts(table, styles=IN_THOUSANDS)))

    assert sum(map(len, facts.flaws.values())) == 104 * SIDE
