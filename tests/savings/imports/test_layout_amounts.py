"""How amounts of a list of a place's own are read: in the unit and with the sign that was said, or refused."""

from decimal import Decimal

import pytest

from savings.imports.errors import BadCell
from savings.imports.layouts.amounts import cost_in_pounds, saving_in_pounds
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.notes import refused_of_all
from savings.imports.layouts.reading import Reading
from savings.imports.layouts.rows import read_table
from tests.savings.imports.own_lists import PLAIN, grid, reading
from totalplace.refused_value import ValueRefused

pytestmark = pytest.mark.no_database


AMOUNTS = [
    ("1", "positive", 250, "250"),
    ("1", "positive", "£1,250.50", "1250.50"),
    ("1", "positive", -250, "-250"),
    ("1", "negative", -250, "250"),
    ("1", "negative", "(250)", "250"),
    ("1", "negative", "+290.0", "-290"),
    ("1", "negative", "+0.0", "0"),
    ("1000", "positive", 22.2, "22200"),
    ("1000", "negative", -387.3, "387300"),
    ("1000", "positive", 0.1 + 0.2, "300"),
    ("1000", "positive", 0.12345, "123.45"),
    ("1000000", "positive", 1.2, "1200000"),
    ("1000000", "positive", 0.00000001, "0.01"),
]


@pytest.mark.parametrize(("unit", "sign", "cell", "pounds"), AMOUNTS)
def test_an_amount_is_exact_pounds_in_its_unit_and_sign(unit, sign, cell, pounds):
    assert saving_in_pounds(cell, reading(unit=unit, sign=sign)) == Decimal(pounds)


@pytest.mark.parametrize(
    ("unit", "cell", "code"),
    [
        ("1", 0.125, "too_precise"),
        ("1000", 387.333333, "too_precise"),
        ("1", "TBC", "not_a_number"),
        ("1", "-", "not_a_number"),
        ("1", "12,5", "ambiguous"),
        ("1", "250k", "unit"),
        ("1", "000", "unit"),
        ("1", True, "type"),
        ("1000000", 1_000_000, "too_large"),
        ("1", BadCell("unit", "The cell is shown as “250k” and holds 250."), "unit"),
    ],
)
@pytest.mark.parametrize("read", [saving_in_pounds, cost_in_pounds])
def test_a_cell_that_cannot_be_read_so_is_refused_as_everywhere(read, unit, cell, code):
    with pytest.raises(ValueRefused) as refused:
        read(cell, reading(unit=unit))

    assert refused.value.code == code


def test_a_cost_is_a_plain_number_whatever_the_sign_of_savings():
    assert cost_in_pounds(60, reading(sign="negative")) == 60
    with pytest.raises(ValueRefused, match="has a minus"):
        cost_in_pounds(-60, reading(sign="negative"))


def test_merged_amounts_are_refused():
    table = read_table(reading(*PLAIN), grid(["Vans", 100, ""], merges=[(2, 2, 2, 3)]))

    assert {error.code for error in table.errors} == {"merged"}


def test_a_title_of_another_unit_than_was_said_is_refused():
    one = grid(["Vans", 100, 200], titles=["What", "2010/11 (£m)", "2011/12"])
    read = reading(*PLAIN, unit="1000")

    [error] = refused_of_all(read, one, read_table(read, one))

    assert error.code == "unit"
    assert "says Millions of pounds (£m), and you said Thousands of pounds" in error.message


UNITS_BESIDE = [
    ([["All amounts in £000"], ["What", "2010/11"], ["Vans", 250]], "A1, “All amounts in £000”, says Thousands"),
    ([["Savings £m"], ["What", "2010/11"], ["Vans", 250]], "A1"),
    ([["What", "2010/11"], ["", "£000"], ["Vans", 250]], "B2, “£000”, says Thousands"),
    ([["What", "2010/11"], ["Adults, £k", ""], ["Vans", 250]], "A2"),
    ([["What", "2010/11"], ["Vans", 250], ["Total £000", 250]], "A3"),
    ([["What", "2010/11", "£000"], ["Vans", 250, ""]], "The title “£000”"),
    ([["What", "2010/11 (€)"], ["Vans", 250]], "another unit than pounds"),
    ([["What", "2010/11", "Budget £m"], ["Vans", 250, 3]], ""),
    ([["By M Smith, over £50,000"], ["What", "2010/11"], ["Vans", 250]], ""),
    ([["All amounts in £"], ["What", "2010/11"], ["Vans £5k", 250]], ""),
    ([["What", "2010/11"], ["Vans £m", -5], ["Desks", 250]], ""),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "words"), UNITS_BESIDE)
def test_a_unit_beside_the_amounts_that_is_not_the_answer_is_refused(rows, words):
    at = next(number for number, row in enumerate(rows, start=1) if row[0] == "What")
    read = Reading("", at, at, 1, reading(*PLAIN[:2]).columns, "1", "positive", "plan", "each")
    one = Grid("", rows)

    found = list(refused_of_all(read, one, read_table(read, one)))

    assert [error.code for error in found] == ["unit"] * bool(words)
    assert not words or words in found[0].message


def test_a_list_whose_rows_nearly_all_have_the_other_sign_is_stopped():
    one = grid(["Vans", -1, -2], ["Desks", -3, -4], ["Depot", 5, 6])

    [error] = refused_of_all(reading(*PLAIN), one, read_table(reading(*PLAIN), one))

    assert "If your list shows its savings so, change how it is read" in error.message
