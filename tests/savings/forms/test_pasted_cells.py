"""What is copied in a form that spreadsheets also give: cells over lines, one on each line, in quotation marks."""

import pytest

from savings.forms.pasted_cells import PasteRefused
from savings.forms.pasted_figures import read_pasted

pytestmark = pytest.mark.no_database


def rows_of(*pasted):
    return read_pasted(*pasted).rows


def test_a_cell_may_run_over_lines():
    rows = rows_of(
        '"Financial\r\nyear"\tSaving\t"One-off\ncost"\r\n2010-11\t1000\t50\r\n2011-12\t2000\t0\r\n'
    )

    assert [(row.year, row.amounts) for row in rows] == [
        ("2010-11", {"saving": "1000", "one_off_cost": "50"}),
        ("2011-12", {"saving": "2000", "one_off_cost": "0"}),
    ]


@pytest.mark.parametrize(
    "table", ['2010-11\t"1000', '2010-11\t"5" more', '"2010-11\t1000\n2011-12\t5']
)
def test_a_quotation_mark_that_nothing_closes_is_refused(table):
    with pytest.raises(PasteRefused, match="quotation mark"):
        read_pasted(table)


@pytest.mark.parametrize(
    ("table", "amounts"),
    [
        ("2010-11\n120,000\n2011-12\n130,000\n", [{"saving": "120,000"}, {"saving": "130,000"}]),
        (
            "Year\nRunning cost\n2010-11\n5\n2011-12\n6",
            [{"running_cost": "5"}, {"running_cost": "6"}],
        ),
        (
            "2010-11\n1\n2\n2011-12\n3\n4",
            [{"saving": "1", "one_off_cost": "2"}, {"saving": "3", "one_off_cost": "4"}],
        ),
        ("\n2010-11\n5\n2011-12\n6\n\n", [{"saving": "5"}, {"saving": "6"}]),
    ],
)
def test_cells_may_come_one_on_each_line(table, amounts):
    assert [row.amounts for row in rows_of(table)] == amounts


@pytest.mark.parametrize(
    "table",
    [
        "2010-11\n120\n2011-12\n",
        "120\n2010-11\n130\n2011-12\n140\n5",
        "a\n2010-11\n5\n2011-12\n6",
        "2010-11\n100\n\n2011-12\n\n50",
        "\t2010-11\n\t100\n\t\n\t2011-12\n\t\n\t50",
        "2010-11\n\n50",
    ],
)
def test_where_it_is_not_certain_whose_amount_a_line_is_nothing_is_taken(table):
    with pytest.raises(PasteRefused, match="not certain which amount"):
        read_pasted(table)


@pytest.mark.parametrize(
    "table", ["From\tTo\tSaving\n2010-11\t2011-12\t5", "Year\tSaving\n2009-10\t2010/11"]
)
def test_a_second_year_beside_a_year_is_no_amount(table):
    with pytest.raises(PasteRefused, match="is a year, where an amount should be"):
        read_pasted(table)
