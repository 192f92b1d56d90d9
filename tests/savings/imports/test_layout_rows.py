"""Which rows of a list of a place's own are taken, and which are left out by name."""

from cProfile import Profile

import pytest

from savings.imports.errors import BadCell
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.notes import notes_of, refused_of_all
from savings.imports.layouts.rows import read_table
from tests.savings.imports.own_lists import DOWN, OWN, PLAIN, grid, reading, stated

pytestmark = pytest.mark.no_database
ROWS = [
    (OWN, ["A-1", "Vans", 100, 200], ""),
    (OWN, ["A-1", "Vans", "", ""], ""),
    (OWN, ["", "Vans", 100, 200], "it has no reference"),
    (OWN, ["", "Adults", "", ""], "it has no reference and no amounts"),
    (OWN, ["A-1", "", "", ""], "it does not say what changes"),
    (OWN, ["Total", "", 100, 200], "it is a total"),
    (OWN, ["", "TOTAL APPROVED SAVINGS", 100, 200], "it is a total"),
    (OWN, ["A-1", "Total facilities contract", 100, 200], ""),
    (OWN, ["A-1", "Vans", -100, -200], "the sign of more spending"),
    (PLAIN, ["Vans", 100, ""], ""),
    (PLAIN, ["Adults", "", ""], "it has no amounts"),
    (PLAIN, ["  Sub-Total", 100, 200], "it is a total"),
    (PLAIN, ["Grand total", 100, 200], "it is a total"),
    (PLAIN, ["Totally new vans", 100, 200], ""),
    (PLAIN, ["Council total", 100, 200], "it is a total"),
    (PLAIN, ["Adult care totals:", 100, 200], "it is a total"),
    (PLAIN, ["Total for adult care", 100, 200], "it is a total"),
    (PLAIN, ["Total 2010/11 (£000)", 100, 200], "it is a total"),
    (PLAIN, ["Net position", 100, 200], "it is a total"),
    (PLAIN, ["Total Place asset review", 100, 200], ""),
    (OWN, ["ASC", "Total ASC", 100, 200], "it is a total"),
    (OWN, ["ASC total", "Adults", 100, 200], "it is a total"),
]


@pytest.mark.parametrize(("uses", "row", "why"), ROWS)
def test_a_row_is_taken_or_left_out_by_name(uses, row, why):
    table = read_table(reading(*uses), grid(row))

    assert len(table.rows) == (not why)
    assert not why or why in table.left_out[0].why
    assert not table.errors


def test_a_cell_that_cannot_be_read_is_an_error_only_in_a_row_that_is_taken():
    rows = ["Vans", "TBC", 200], ["Total", "TBC", 200]

    table = read_table(reading(*PLAIN), grid(*rows))

    assert [(error.row, error.code) for error in table.errors] == [(2, "not_a_number")]


def test_words_that_cannot_be_read_are_an_error_and_no_reason_to_leave_the_row_out():
    table = read_table(reading(*PLAIN), grid([BadCell("cell_error", "It shows #REF!."), 100, 200]))

    assert [(error.row, error.code) for error in table.errors] == [(2, "cell_error")]


SAME = [
    (OWN, [["A-1", "Vans", 1, 2], ["a-1 ", "Desks", 3, 4]], "is also in row 2, with other words"),
    (OWN, [["A-1", "Vans", 1, 2], ["A-1", "Vans", 3, 4]], "Keep one row for each saving"),
    (PLAIN, [["Vans", 1, 2], ["vans.", 3, 4]], "Keep one row for each saving"),
    (DOWN, [["A-1", "Vans", "2010-11", 1, ""], ["A-1", "Desks", "2011-12", 3, ""]], "with other words"),
    (DOWN, [["A-1", "Vans", "2010-11", 1, ""], ["A-1", "Vans", "2010-11", 3, ""]], "this year in row 2"),
]  # fmt: skip


@pytest.mark.parametrize(("uses", "rows", "words"), SAME)
def test_two_rows_that_are_called_the_same_are_asked_about(uses, rows, words):
    _, found, [error] = stated(reading(*uses), *rows)

    assert found == [(3, "duplicate")]
    assert words in error.message


@pytest.mark.parametrize(
    ("row", "is_text", "codes"),
    [
        (["Vans", 1, 250, 3], True, ["ragged"]),
        (["Vans", 1, 250, " "], True, []),
        (["Vans", 1, 250, 3], False, []),
    ],
)
def test_a_row_of_text_with_more_cells_than_titles_is_refused(row, is_text, codes):
    one, read = Grid("", [["What", "A", "B"], row], is_text=is_text), reading(*PLAIN)

    assert [error.code for error in refused_of_all(read, one, read_table(read, one))] == codes


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"hidden_rows": (2,)}, ["hidden"]),
        ({"hidden_columns": (2,)}, ["hidden"]),
        ({"hidden_columns": (4,)}, []),
        ({"hidden_rows": (1,)}, []),
    ],
)
def test_what_is_hidden_is_refused_where_it_would_be_read(more, codes):
    one, read = grid(["Vans", 100, 200, "x"], **more), reading(*PLAIN)

    assert [error.code for error in refused_of_all(read, one, read_table(read, one))] == codes


def test_columns_that_are_left_out_are_named_in_one_note():
    one = grid(["Vans", 1, 2, "Green", "x"], titles=["What", "2010/11", "2011/12", "RAG", "Owner"])

    assert notes_of(reading(*PLAIN), one) == ["Columns left out: RAG and Owner."]


def _calls(number, pounds):
    """How many calls it takes to read a list of so many rows."""
    one = grid(*([f"Saving {at}", pounds, pounds] for at in range(number)))
    profile = Profile()
    profile.runcall(read_table, reading(*PLAIN), one)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("pounds", [0, 100])
def test_twice_as_many_rows_take_twice_the_work(pounds):
    assert _calls(800, pounds) < 2.2 * _calls(400, pounds)
