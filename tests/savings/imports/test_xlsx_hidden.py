"""What an XLSX workbook hides: rows, columns and sheets, reported where they hold something."""

import pytest

from savings.imports.errors import ImportRefused
from tests.savings.imports.files import (
    ROW,
    TITLES,
    codes,
    opened,
    xlsx_bytes,
    xlsx_rows,
)
from tests.savings.imports.xlsx_cells import read_xlsx

pytestmark = pytest.mark.no_database


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
