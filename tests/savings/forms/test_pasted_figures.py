"""What is copied from a spreadsheet lands in the boxes it belongs to, whichever way round it stood."""

import pytest

from savings.forms.pasted_figures import NothingPasted, read_pasted


def test_years_may_stand_down_the_first_column():
    rows = read_pasted("2009-10\t1,000\t50\t0\n2010/11\t£2,000\t\t0\n")

    assert [(row.year, row.amounts) for row in rows] == [
        ("2009-10", {"saving": "1,000", "one_off_cost": "50", "running_cost": "0"}),
        ("2010-11", {"saving": "£2,000", "one_off_cost": "", "running_cost": "0"}),
    ]


def test_years_may_stand_across_the_first_row():
    rows = read_pasted("\t2009-10\t2010-11\nGross saving\t1000\t2000\nRunning cost\t\t5\n")

    assert [(row.year, row.amounts) for row in rows] == [
        ("2009-10", {"saving": "1000", "running_cost": ""}),
        ("2010-11", {"saving": "2000", "running_cost": "5"}),
    ]


def test_titles_decide_over_the_order_and_what_is_worked_out_is_left_out():
    rows = read_pasted("Year\tOne-off cost\tSaving\tNet\tState\n2009-10\t50\t1000\t950\tActual\n")

    assert rows[0].amounts == {"one_off_cost": "50", "saving": "1000"}
    assert rows[0].state == "actual"


def test_amounts_are_not_read_here():
    [row] = read_pasted("2009-10\t1.2m")

    assert row.amounts == {"saving": "1.2m"}


@pytest.mark.parametrize("text", ["", "\n\t\n", "saving\t1000", "2009\t1000"])
def test_without_a_year_nothing_is_taken(text):
    with pytest.raises(NothingPasted, match="2009-10"):
        read_pasted(text)
