"""How an ODS cell is shown: by its text, its style, and conditions."""

import pytest

from tests.savings.imports.files import (
    SAVING,
    TITLES,
    bad_cells,
    ods_bytes,
    ods_parts,
    ods_table,
    opened,
    rows_and_errors,
    with_saving,
    zip_bytes,
)
from tests.savings.imports.ods_cells import IN_THOUSANDS, ods_number, read_ods, without_text

pytestmark = pytest.mark.no_database


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
