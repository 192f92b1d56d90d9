"""Which amounts of a list of a place's own belong to which year, and what is not said of a year."""

import pytest

from savings.imports.staging import NOT_SAID
from tests.savings.imports.own_lists import DOWN, PLAIN, reading, stated

pytestmark = pytest.mark.no_database


def by_year(saving):
    return [(str(y.year), y.saving, y.one_off_cost, y.running_cost) for y in saving.years]


def test_each_year_is_pence_and_what_has_no_column_is_not_said():
    read = reading(*PLAIN, ("one_off_cost", 2010))

    [saving], errors, _ = stated(read, ["Vans", 100.5, 200, ""])

    assert by_year(saving) == [
        ("2010-11", 10050, None, NOT_SAID),
        ("2011-12", 20000, NOT_SAID, NOT_SAID),
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("cells", "found", "codes"),
    [
        ([100, 50], [10000, 15000], []),
        ([100, -40], [10000, 6000], []),
        ([100, 0], [10000, 10000], []),
        (["", 50], [5000], []),
        ([100, ""], [10000], []),
        ([100, -140], None, ["not_a_number"]),
    ],
)
def test_on_top_of_the_year_before_adds_up(cells, found, codes):
    [saving], errors, _ = stated(reading(*PLAIN, years="on_top"), ["Vans", *cells])

    assert [code for _, code in errors] == codes
    assert codes or [year.saving for year in saving.years] == found


def test_on_top_of_a_year_that_is_blank_nothing_can_stand():
    read = reading(
        "what_changes", ("saving", 2010), ("saving", 2011), ("saving", 2012), years="on_top"
    )

    _, _, [error] = stated(read, ["Vans", 100, "", 50])

    assert "Saving of 2011-12: C2 is blank" in error.message
    assert "if nothing is, type 0" in error.message


def test_a_one_off_cost_never_stands_on_top_of_another():
    read = reading(*PLAIN, ("one_off_cost", 2010), ("one_off_cost", 2011), years="on_top")

    [saving], _, _ = stated(read, ["Vans", 100, 50, 10, 20])

    assert [year.one_off_cost for year in saving.years] == [1000, 2000]


def test_years_may_stand_down():
    rows = (
        ["A-1", "Vans", "2010-11", 100, 5],
        ["B-2", "Desks", "2010/11", 7, ""],
        ["A-1", "Vans", "2011-12", 200, ""],
    )

    savings, errors, _ = stated(reading(*DOWN), *rows)

    assert [(s.reference, by_year(s)) for s in savings] == [
        ("A-1", [("2010-11", 10000, NOT_SAID, 500), ("2011-12", 20000, NOT_SAID, None)]),
        ("B-2", [("2010-11", 700, NOT_SAID, None)]),
    ]
    assert errors == []


def test_a_cost_of_a_year_without_a_saving_is_asked_about():
    _, found, [error] = stated(reading(*PLAIN, ("one_off_cost", 2010)), ["Vans", "", 200, 60])

    assert found == [(2, "missing")]
    assert error.message.startswith(
        "D2 states a cost of 2010-11, and the row no saving of that year."
    )
