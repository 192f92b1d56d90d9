"""Which rows of a list of a place's own only add up others, and how a total is held against what is read."""

import pytest

from savings.imports.layouts.rows import read_table
from tests.savings.imports.own_lists import OWN, PLAIN, grid, reading

pytestmark = pytest.mark.no_database


def test_a_row_that_adds_up_those_above_it_is_a_total_though_it_does_not_say_so():
    rows = ["Vans", 100, 200], ["Desks", 50, ""], ["Corporate", 150, 200], ["Depot", 1, 2]

    table = read_table(reading(*PLAIN), grid(*rows))

    assert [row.words for row in table.rows] == ["Vans", "Desks", "Depot"]
    assert [(row.name, row.why) for row in table.left_out] == [
        ("Corporate", "it is the sum of the rows above it")
    ]


def test_a_heading_with_the_sum_of_the_rows_below_it_is_a_total_too():
    rows = ["Corporate", 150, 200], ["Vans", 100, 200], ["Desks", 50, ""], ["Sub-total", 150, 200]

    table = read_table(reading(*PLAIN), grid(*rows))

    assert [row.words for row in table.rows] == ["Vans", "Desks"]
    assert table.left_out[0].why == "it is the sum of the rows below it"
    assert [(total.of, total.differs) for total in table.totals] == [("rows 3 to 4", False)]


def _taken(uses, *rows):
    return [row.words for row in read_table(reading(*uses), grid(*rows)).rows]


def test_a_total_of_a_heading_is_one_and_a_saving_that_begins_so_is_none():
    rows = ["Adults", "", ""], ["Vans", 100, 200], ["Desks", 50, 1], ["Total adults", 7, 9]

    assert _taken(PLAIN, *rows) == ["Vans", "Desks"]


def test_what_is_called_a_total_is_one_if_it_nearly_adds_up():
    rows = ["Vans", 100, 200], ["Desks", 50, 1], ["Total homes", 151, 201]

    assert _taken(PLAIN, *rows) == ["Vans", "Desks"]


@pytest.mark.parametrize("name", ["Council total", "Council"])
def test_a_total_of_subtotals_is_one(name):
    rows = (
        ["Vans", 100, 200], ["Desks", 50, 1], ["Adults total", 150, 201],
        ["Depot", 10, 20], ["Roads", 5, 6], ["Children total", 15, 26], [name, 165, 227],
    )  # fmt: skip

    assert _taken(PLAIN, *rows) == ["Vans", "Desks", "Depot", "Roads"]


@pytest.mark.parametrize(
    ("uses", "rows"),
    [
        (PLAIN[:2], [["Big", 400], *([f"Saving {at}", 100] for at in range(4)), ["Last", 7]]),
        (PLAIN, [["Big", 400, ""], *([f"Saving {at}", 100, ""] for at in range(4))]),
    ],
)
def test_a_saving_of_one_amount_that_the_next_come_to_by_chance_is_no_heading(uses, rows):
    assert "Big" in _taken(uses, *rows)


@pytest.mark.parametrize("amounts", [(10, 20, 30), (30, 20, 10), (0, 0, 0)])
def test_what_adds_up_by_chance_is_no_total(amounts):
    uses = ("what_changes", ("saving", 2010))
    rows = [[f"Saving {at}", pounds] for at, pounds in enumerate(amounts)]

    assert len(read_table(reading(*uses), grid(*rows)).rows) == 3


def test_a_saving_with_a_reference_of_its_own_is_no_total_whatever_it_comes_to():
    rows = ["A-1", "Vans", 100, 200], ["A-2", "Desks", 50, 1], ["A-3", "Depot", 150, 201]

    assert len(read_table(reading(*OWN), grid(*rows)).rows) == 3


def test_one_row_of_the_same_amounts_is_no_total():
    table = read_table(reading(*PLAIN), grid(["Vans", 100, 200], ["Desks", 100, 200]))

    assert len(table.rows) == 2


@pytest.mark.parametrize(
    ("total", "of", "differs"),
    [
        (["Sub-total", 150, 200], "rows 2 to 3", False),
        (["Sub-total", 151, 200], "rows 2 to 3", True),
        (["Total", 150, 200], "rows 2 to 3", False),
        (["Total", 160, 200], "all rows that are read", True),
        (["Total", "#REF!", 202], "all rows that are read", False),
    ],
)
def test_a_total_of_the_file_is_held_against_what_is_read(total, of, differs):
    rows = ["Vans", 100, 200], ["Desks", 50, ""], total, ["Depot", 10, 2]

    [found] = read_table(reading(*PLAIN), grid(*rows)).totals

    assert (found.number, found.of, found.differs) == (4, of, differs)
