"""Amounts alone are pasted from the box where the cursor stands."""

import pytest

from savings.forms.pasted_cells import PasteRefused
from savings.forms.pasted_figures import LINES, Cursor, NothingPasted, PastedRow, read_pasted

pytestmark = pytest.mark.no_database


def rows_of(*pasted):
    return read_pasted(*pasted).rows


AT = Cursor("2010/11", "forecast", "saving")


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("90000\n180000\r\n270000\n", [("2010-11", {"saving": "90000"}), ("2011-12", {"saving": "180000"}),
                                          ("2012-13", {"saving": "270000"})]),
        ("1\t2\n\n3\t", [("2010-11", {"saving": "1", "one_off_cost": "2"}),
                           ("2012-13", {"saving": "3", "one_off_cost": ""})]),
        ("\n180\n270\n", [("2011-12", {"saving": "180"}), ("2012-13", {"saving": "270"})]),
        ("\r\n\r\n270\r\n\r\n", [("2012-13", {"saving": "270"})]),
        ("\t5\n6\t\n", [("2010-11", {"saving": "", "one_off_cost": "5"}),
                       ("2011-12", {"saving": "6", "one_off_cost": ""})]),
        ("2000\n2,010", [("2010-11", {"saving": "2000"}), ("2011-12", {"saving": "2,010"})]),
        ("1.2m\n(500)", [("2010-11", {"saving": "1.2m"}), ("2011-12", {"saving": "(500)"})]),
    ],
)  # fmt: skip
def test_amounts_alone_go_from_the_cursor_to_the_right_and_down_the_years(table, rows):
    read = rows_of(table, LINES, AT)

    assert [(row.year, row.amounts) for row in read] == rows
    assert {row.state for row in read} == {"forecast"}


@pytest.mark.parametrize(
    ("table", "cursor", "words"),
    [
        ("Saving\n5\n6", AT, "“Saving” is not an amount"),
        ("5\nTBC", AT, "“TBC” is not an amount"),
        ("5\n£000", AT, "says thousands of pounds"),
        ("2010\n5\n2011\n6", AT, "“2010” may be a year"),
        ("10-11\n5", AT, "“10-11” may be a year"),
        ("2071-72\n5", AT, "“2071-72” may be a year"),
        ("Apr-10\t5", AT, "“Apr-10” may be a year"),
        ("31/12/2010\t5", AT, "“31/12/2010” may be a year"),
        ("1\t2\t3\t4\t5", AT, "more columns than boxes"),
        ("1\t2", Cursor("2010-11", "forecast", "harm_to_others"), "more columns than boxes"),
        ("1\n2", Cursor("", "forecast", "saving"), "has no year"),
        ("1\n2", Cursor("2010", "forecast", "saving"), "has no year"),
        ("1\n" * 80, AT, "more amounts than years"),
    ],
)
def test_amounts_alone_are_refused_where_one_has_no_box_of_its_own(table, cursor, words):
    with pytest.raises(PasteRefused) as refused:
        read_pasted(table, LINES, cursor)

    assert words in str(refused.value)


def test_a_cursor_in_a_box_that_the_page_has_no_more_is_none():
    with pytest.raises(NothingPasted):
        read_pasted("1\n2", LINES[:3], Cursor("2010-11", "forecast", "harm_to_others"))


def test_a_table_with_its_years_goes_by_them_wherever_the_cursor_is():
    assert rows_of("2015-16\t5", LINES, AT) == [PastedRow("2015-16", "forecast", {"saving": "5"})]
