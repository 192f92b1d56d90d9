"""Every kind of file of a place's own is read alike, and what cannot be read is refused in words."""

import pytest

from savings.imports.errors import BadCell, ImportRefused
from savings.imports.layouts.grids import read_grids
from savings.imports.layouts.reading import Reading
from savings.imports.layouts.suggestions import (
    suggested,
    suggested_titles,
)

from .files import csv_bytes, ods_bytes, ods_cell, ods_table, xlsx_bytes, xlsx_rows

pytestmark = pytest.mark.no_database


TABLE = [["Report", "", ""], ["Ref", "Project", "2010/11"], ["A-1", "Vans", "100"]]
KINDS = {
    "a.csv": csv_bytes(TABLE),
    "semicolons.csv": csv_bytes(TABLE, delimiter=";"),
    "said.csv": b"sep=|\r\n" + csv_bytes(TABLE, delimiter="|"),
    "tabs.txt": csv_bytes(TABLE, delimiter="\t", encoding="utf-16"),
    "a.xlsx": xlsx_bytes(xlsx_rows(*TABLE)),
    "a.ods": ods_bytes(ods_table(*TABLE)),
}


@pytest.mark.parametrize(("name", "content"), KINDS.items(), ids=KINDS)
def test_every_kind_of_file_is_read_alike(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)

    [one] = read_grids(path, name)

    first, last = suggested_titles(one)
    read = suggested(Reading(one.name, first, last), one)
    assert (first, last) == (2, 2)
    assert [read.columns[at].use for at in range(3)] == ["own_reference", "what_changes", "saving"]
    assert one.cell(3, 1) == "Vans"


def test_an_ods_cell_that_shows_something_else_than_it_holds_is_refused(tmp_path):
    shown = ods_cell(250, "float").replace("<text:p>250<", "<text:p>250k<")
    rows = [["What", "2010/11"], ["Vans", shown]]
    path = tmp_path / "a.ods"
    path.write_bytes(ods_bytes(ods_table(*rows)))

    [one] = read_grids(path, "a.ods")

    assert isinstance(one.cell(2, 1), BadCell)


def test_of_several_sheets_those_that_are_seen_and_hold_anything_can_be_chosen(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = xlsx_rows(*TABLE)
    names, states = (
        ["First", "Empty", "Hidden", "Last"],
        ["visible", "visible", "hidden", "visible"],
    )
    path.write_bytes(xlsx_bytes(rows, "<sheetData/>", rows, rows, names=names, states=states))

    assert [one.name for one in read_grids(path, "a.xlsx")] == ["First", "Last"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b",,\r\n,,\r\n", "empty"),
        ("a.csv", b'Ref,"Project\r\nA-1,Vans\r\n', "quotes"),
        ("a.csv", csv_bytes([["x"]] * 3_001), "too_many_rows"),
        ("a.csv", csv_bytes([["x"] * 201]), "columns"),
        ("a.pdf", b"%PDF-1.4", "not_a_table"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(ImportRefused) as refused:
        read_grids(path, name)

    assert [error.code for error in refused.value.errors] == [code]


FAR = xlsx_rows(["Ref", *[""] * 16_382, "Far"])
LARGE = {"long": xlsx_rows(*[["x"]] * 3_001), "wide": FAR}


@pytest.mark.parametrize("rows", LARGE.values(), ids=LARGE)
def test_of_a_tab_that_is_too_large_no_row_is_read_and_the_others_can_be_chosen(tmp_path, rows):
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_bytes(xlsx_rows(*TABLE), rows, names=["Savings", "Ledger"]))

    first, second = read_grids(path, "a.xlsx")

    assert (len(first.rows), first.refusal) == (3, None)
    assert (second.rows, bool(second.refusal)) == ([], True)


def test_a_workbook_of_tabs_that_are_all_too_large_is_refused_for_each(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_bytes(FAR, FAR, names=["First", "Last"]))

    with pytest.raises(ImportRefused) as refused:
        read_grids(path, "a.xlsx")

    assert [error.code for error in refused.value.errors] == ["columns", "columns"]
    assert "The sheet “Last” holds values over 16,384 columns" in refused.value.errors[1].message
