import json

import pytest

from savings.imports.errors import (
    MOST_LISTED,
    REASONS,
    ImportRefused,
    RowError,
    as_csv,
    as_table,
    in_reading_order,
    listed,
)

pytestmark = pytest.mark.no_database


def error(row, column, code="missing", message="Type a number.", value=""):
    return RowError(row, column, code, message, value)


def test_errors_are_in_reading_order_with_rows_as_numbers():
    errors = [
        error(10, "Note"),
        error(9, "Note"),
        error(9, "Place"),
        error(9, None),
        error(None, None),
    ]

    ordered = in_reading_order(errors, ["Place", "Note"])

    assert [(e.row, e.column) for e in ordered] == [
        (None, None),
        (9, None),
        (9, "Place"),
        (9, "Note"),
        (10, "Note"),
    ]


def test_a_refused_import_prints_a_line_for_each_error():
    refusal = ImportRefused([error(None, None), error(12, "Saving (£)")])

    assert str(refusal).splitlines() == [
        " Row  Column      What is wrong, and what to do",
        "file  -           Type a number.",
        "  12  Saving (£)  Type a number.",
    ]


MANY = [error(row, "Note") for row in range(2, MOST_LISTED + 1_236)]


def test_a_list_of_errors_ends_with_how_many_more_there_are():
    table, lines = as_table(MANY).splitlines(), as_csv(MANY).splitlines()

    for written in (table, lines):
        assert len(written) == 1 + MOST_LISTED + 1
        assert "1,234 more errors are not listed" in written[-1]
    assert str(ImportRefused(MANY)) == as_table(MANY)


def test_a_list_that_just_fits_is_whole():
    assert listed(MANY[:MOST_LISTED]) == MANY[:MOST_LISTED]


def test_an_error_is_four_keys_in_json():
    assert json.loads(json.dumps(error(3, "Note", value="x").as_dict())) == {
        "row": 3,
        "column": "Note",
        "code": "missing",
        "message": "Type a number.",
    }


def test_a_value_is_repeated_safely_and_cut_short():
    assert error(3, "Note", value="\x1b[2J").value == "<U+001B>[2J"
    assert len(error(3, "Note", value="x" * 1000).value) == 61
    assert "\x1b" not in as_table([error(3, "\x1b[2J")])


def test_a_reason_that_is_not_in_the_list_cannot_be_given():
    with pytest.raises(ValueError, match="sad is not a reason"):
        error(3, "Note", code="sad")
    assert all(words for words in REASONS.values())
