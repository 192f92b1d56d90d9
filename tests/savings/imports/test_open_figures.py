"""Every figure sheet of `bad_figures`, as far as reading decides it: no place or claim is looked up here."""

import json
from pathlib import Path

import pytest

from savings.imports import cells
from savings.imports.errors import ImportRefused
from savings.imports.sheets import Columns, open_sheet

pytestmark = pytest.mark.no_database

FOLDER = Path(__file__).parent / "bad_figures"
EXPECTED = json.loads((FOLDER / "expected.json").read_text())
TITLES = EXPECTED["columns"]
LOOKED_UP = {"unknown_place", "other_place", "duplicate"}
READERS = {
    "place": lambda cell: cells.text(cell, 100, required=True),
    "claim": lambda cell: cells.text(cell, 20, required=True),
    "year": lambda cell: str(cells.year(cell)),
    "saving": lambda cell: f"{cells.money(cell):.2f}",
    "cost": lambda cell: f"{cells.money(cell):.2f}",
    "note": lambda cell: cells.text(cell, 500),
}
# Where either outcome will do, these are read; the others are refused (see bad_figures/README.md).
READ = {"utf16_tab.csv", "cp1252.csv", "semicolon.csv", "nbsp_thousands.csv", "formula_value.xlsx"}


def read(name):
    """The rows of the file as text, and what is wrong with it."""
    try:
        sheet = open_sheet(FOLDER / name, Columns(tuple(TITLES.values())))
    except ImportRefused as refusal:
        return [], refusal.errors
    errors, rows = sheet.errors, []
    for number, row in sheet.rows():
        values = {
            key: cells.read_into(
                errors, number, TITLES[key], reader, row[sheet.position[TITLES[key]]]
            )
            for key, reader in READERS.items()
        }
        rows.append({"row": number, **values})
    return rows, errors


def is_read(case):
    return case["outcome"] == "accept" or case["name"] in READ


@pytest.mark.parametrize(
    "case", [case for case in EXPECTED["files"] if is_read(case)], ids=lambda case: case["name"]
)
def test_a_sheet_that_can_be_read_gives_every_row_exactly(case):
    rows, errors = read(case["name"])

    assert errors == []
    assert rows == case["rows"]


@pytest.mark.parametrize(
    "case", [case for case in EXPECTED["files"] if not is_read(case)], ids=lambda case: case["name"]
)
def test_a_sheet_that_cannot_be_read_shows_every_error_at_once(case):
    expected = {
        (error["row"], TITLES.get(error["column"]), error["reason"])
        for error in case["errors"]
        if error["reason"] not in LOOKED_UP
    }

    _, errors = read(case["name"])

    found = {(error.row, error.column, error.code) for error in errors}
    if case["name"] == "title_thousands.csv":
        expected = {(1, "Saving (£k)", "unit")}  # The title as it stands in the file.
    assert found == expected


@pytest.mark.parametrize(
    "case", [case for case in EXPECTED["files"] if case["never"]], ids=lambda case: case["name"]
)
def test_no_value_is_silently_misread(case):
    rows, _ = read(case["name"])

    values = {(row["row"], key): value for row in rows for key, value in row.items()}
    for never in case["never"]:
        assert values.get((never["row"], never["column"])) not in never["values"]
