from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings.imports import cells
from savings.imports.errors import BadCell
from totalplace.financial_year import FinancialYear
from totalplace.refused_value import ValueRefused
from totalplace.spreadsheet_text import FORMULA_STARTS, escape
from totalplace.visible_text import has_words

pytestmark = pytest.mark.no_database

KINDS = {"cashable": "Money we no longer spend", "non_cashable": "Time or capacity freed"}
BAD = BadCell("formula", "The cell holds a formula that has not been worked out.")


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (cells.money, "£1,234.50", Decimal("1234.50")),
        (cells.money, 1234.5600000000002, Decimal("1234.56")),
        (cells.plain_decimal, "12.375", Decimal("12.375")),
        (cells.plain_decimal, 5.125, Decimal("5.125")),
        (cells.year, "2009/10", FinancialYear(2009)),
    ],
)
def test_a_cell_becomes_its_value(reader, cell, value):
    assert reader(cell) == value


@pytest.mark.parametrize(
    ("reader", "cell", "code"),
    [
        (cells.money, "", "missing"),
        (cells.money, None, "missing"),
        (cells.money, True, "type"),
        (cells.money, date(2010, 11, 10), "looks_like_date"),
        (cells.plain_decimal, "5%", "unit"),
        (cells.year, None, "missing"),
        (cells.year, date(2010, 11, 10), "looks_like_date"),
        (cells.year, time(1), "looks_like_date"),
        (cells.year, 2010.0, "ambiguous"),
        (cells.year, float("inf"), "bad_year"),
        (cells.year, True, "type"),
        (lambda cell: cells.text(cell, 9), True, "type"),
        (lambda cell: cells.text(cell, 9), date(2010, 11, 10), "type"),
        (lambda cell: cells.text(cell, 9), "#REF!", "cell_error"),
        (lambda cell: cells.text(cell, 3), "four", "too_long"),
        (lambda cell: cells.text(cell, 9, required=True), "  ", "missing"),
        (lambda cell: cells.choice(cell, KINDS), "savings", "type"),
    ],
)
def test_a_cell_that_is_not_what_its_column_takes_is_refused(reader, cell, code):
    with pytest.raises(ValueRefused) as refusal:
        reader(cell)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "reader",
    [
        cells.money,
        cells.plain_decimal,
        cells.year,
        lambda cell: cells.text(cell, 9),
        lambda cell: cells.choice(cell, KINDS),
    ],
)
def test_a_bad_cell_is_never_a_blank_and_gives_its_own_reason(reader):
    with pytest.raises(ValueRefused) as refusal:
        reader(BAD)

    assert refusal.value is BAD
    assert not cells.is_blank(BAD)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Croydon ", "Croydon"),
        ("'=1+1", "=1+1"),
        ("=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0"),
        ("''quoted'", "'quoted'"),
        (42.0, "42"),
        (42, "42"),
        (1.5, "1.5"),
        (None, ""),
    ],
)
def test_text_is_what_the_officer_typed(cell, text):
    assert cells.text(cell, 100) == text


@given(st.sampled_from(["", *FORMULA_STARTS]), st.text(max_size=50).map(str.strip).filter(bool))
def test_text_that_was_exported_is_read_back_the_same(start, words):
    text = start + words

    assert cells.text(escape(text), 100) == (text if has_words(text) else "")


@pytest.mark.parametrize("cell", ["cashable", "CASHABLE ", "money we  no longer spend"])
def test_a_choice_is_its_code_or_its_label(cell):
    assert cells.choice(cell, KINDS) == "cashable"


def test_a_choice_left_out_is_not_stated():
    assert cells.choice(" ", KINDS) == ""


def test_a_refused_choice_lists_what_can_be_typed():
    with pytest.raises(ValueRefused, match="Money we no longer spend, Time or capacity freed"):
        cells.choice("savings", KINDS)


PRICES, ON_THE_PAGE = {"nominal": "Cash", "real": "Real"}, {"nominal": "In cash", "real": "Cash"}


@pytest.mark.parametrize("cell", ["in cash", "IN  CASH "])
def test_a_choice_may_be_what_a_page_calls_it(cell):
    assert cells.choice(cell, PRICES, ON_THE_PAGE) == "nominal"


def test_words_of_two_choices_are_refused_and_both_are_named():
    with pytest.raises(ValueRefused, match="Type “nominal” for Cash or “real” for Real"):
        cells.choice("cash", PRICES, ON_THE_PAGE)


def test_a_code_is_that_choice_whatever_another_is_called():
    assert cells.choice("real", PRICES, {"nominal": "Real"}) == "real"


@pytest.mark.parametrize("cell", ["Total", "TOTAL:", "Sub-total", "Grand total", "Totals for Kent"])
def test_a_total_row_is_known_by_its_word(cell):
    assert cells.is_total(cell)


@pytest.mark.parametrize("cell", ["Total Place", "Totnes", "", None, 5.0])
def test_a_place_is_not_taken_for_a_total(cell):
    assert not cells.is_total(cell)


@pytest.mark.parametrize(
    ("cell", "pounds"), [("5", Decimal(5)), ("", None), (None, None), (" ", None)]
)
def test_a_cell_that_may_be_blank_is_its_value_or_none(cell, pounds):
    assert cells.optional(cells.money)(cell) == pounds


@pytest.mark.parametrize("cell", ["TBC", "-", "n/a"])
def test_what_is_not_known_yet_may_be_left_out_of_such_a_cell(cell):
    with pytest.raises(ValueRefused) as refusal:
        cells.optional(cells.money)(cell)

    assert refusal.value.in_sheet.endswith("leave the cell blank.")
    assert "row" not in refusal.value.in_sheet


def test_a_reference_is_what_it_looks_like():
    assert cells.reference("\u202dPRA\u20110002\u202c", 20) == "PRA-0002"


def test_a_refused_cell_becomes_a_line_of_the_report():
    errors = []

    assert cells.read_into(errors, 3, "Saving (£)", cells.money, "TBC") is None
    assert cells.read_into(errors, 4, "Saving (£)", cells.money, BAD) is None
    assert cells.read_into(errors, 5, "Saving (£)", cells.money, "5") == 5

    assert [(e.row, e.column, e.code, e.value) for e in errors] == [
        (3, "Saving (£)", "not_a_number", "TBC"),
        (4, "Saving (£)", "formula", ""),
    ]
    assert "leave the row out" in errors[0].message
