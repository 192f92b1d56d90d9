"""Pasted amounts that are not in pounds, or may be of another state or year: taken where it is certain."""

import re

import pytest

from savings.forms.pasted_cells import PasteRefused
from savings.forms.pasted_figures import read_pasted
from savings.imports.layouts.reading import Unit

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    "title",
    [
        "Saving £000",
        "Saving (£'000)",
        "Saving, £k",
        "Saving (£m)",
        "Saving in thousands",
        "£ million",
    ],
)
@pytest.mark.parametrize("table", ["Year\t{}\n2009-10\t45", "{}\tSaving\n2009-10\t45"])
def test_thousands_and_millions_are_not_taken_for_pounds(title, table):
    with pytest.raises(PasteRefused, match="Change the boxes to £") as refused:
        read_pasted(table.format(title))

    assert f"“{title}”" in str(refused.value)


@pytest.mark.parametrize(
    ("title", "unit", "taken"),
    [
        ("Saving £000", Unit.THOUSANDS, True),
        ("Saving (£m)", Unit.MILLIONS, True),
        ("Saving (£)", Unit.POUNDS, True),
        ("Saving", Unit.THOUSANDS, True),
        ("Saving (£)", Unit.THOUSANDS, False),
        ("Saving £", Unit.POUNDS, True),
        ("Saving £", Unit.THOUSANDS, False),
        ("£ saving", Unit.MILLIONS, False),
        ("Saving, £", Unit.THOUSANDS, False),
        ("Saving GBP", Unit.MILLIONS, False),
        ("Saving (in whole £)", Unit.THOUSANDS, False),
        ("Saving on contracts over £50,000", Unit.THOUSANDS, True),
        ("Saving (£m)", Unit.THOUSANDS, False),
        ("Saving £000", Unit.MILLIONS, False),
        ("Saving £bn", Unit.MILLIONS, False),
        ("Saving in pence", Unit.THOUSANDS, False),
    ],
)
def test_a_unit_is_taken_where_the_boxes_are_in_it_and_refused_elsewhere(title, unit, taken):
    table = f"Year\t{title}\n2009-10\t45"

    if taken:
        assert [row.amounts for row in read_pasted(table, unit=unit).rows] == [{"saving": "45"}]
    else:
        with pytest.raises(PasteRefused, match=f"“{re.escape(title)}” says"):
            read_pasted(table, unit=unit)


@pytest.mark.parametrize(
    "table",
    [
        "\t2009/10\t2010/11\n\t£000\t£000\nSaving\t119.0\t120.8",
        "\t2009/10\t2010/11\n\t000\t000\nSaving\t119.0\t120.8",
        "Year\tSaving\n\t£'000\n2009-10\t119",
        "£m\nYear\tSaving\n2009-10\t119",
        "Year\tSaving\n2009-10\t119\nAll figures in £k",
        "2009-10\t119\tthousand",
        "£000\n2009-10\n119\n2010-11\n120",
        "\t2009/10\t2010/11\n\t£,000\t£ 000\nSaving\t119.0\t120.8",
        "\t2009/10\t2010/11\n\t(x1,000)\t\u00d71000\nSaving\t119.0\t120.8",
    ],
)
def test_a_unit_is_looked_for_in_every_cell_and_is_not_to_be_left_out_first(table):
    with pytest.raises(PasteRefused, match="Change the boxes to £") as refused:
        read_pasted(table)

    assert "leave it out" not in str(refused.value)


# Where words may stand about the amounts of a table.
AROUND = {
    "above": "{}\nYear\tSaving\n2010-11\t5",
    "above, beside a blank": "{}\t\nYear\tSaving\n2010-11\t5",
    "above, over the amounts": "\t{}\nYear\tSaving\n2010-11\t5",
    "below": "2010-11\t5\n{}",
    "below, under the amounts": "2010-11\t5\n\t{}",
    "in the corner": "{}\t2010-11\t2011-12\nSaving\t5\t6",
    "over a blank column": "Year\tSaving\t{}\n2010-11\t5\t",
    "under all": "\t2010-11\t2011-12\nSaving\t5\t6\n{}",
    "one on each line": "{}\nSaving\n2010-11\n5",
}
UNITS = [
    *("%", "per cent", "pence", "€", "USD", "Savings in pence", "All amounts in euros"),
    *("Saving as % of budget", "Saving (p)", "Amounts in hundreds of pounds"),
]


@pytest.mark.parametrize("words", UNITS)
@pytest.mark.parametrize("table", AROUND.values(), ids=AROUND)
def test_what_is_not_in_pounds_is_refused_wherever_that_is_said(table, words):
    with pytest.raises(PasteRefused, match="not in pounds") as refused:
        read_pasted(table.format(words))

    assert f"“{words}" in str(refused.value)
    assert "turn them into pounds in your spreadsheet first" in str(refused.value)


def test_a_row_of_units_is_refused():
    with pytest.raises(PasteRefused, match="“pence” says that amounts are not in pounds"):
        read_pasted("\t2009/10\t2010/11\n\tpence\tpence\nSaving\t5\t6")


@pytest.mark.parametrize(
    ("words", "what_to_do"),
    [
        ("Actual", "Say it beside each year"),
        ("Plan", "Say it beside each year"),
        ("Planned savings", "Say it beside each year"),
        ("Outturn 2010-11 to 2011-12", "Say it beside each year"),
        ("Cumulative", "Work out each year’s own amount"),
        ("Savings cumulatively", "Work out each year’s own amount"),
        ("Running total", "Work out each year’s own amount"),
    ],
)
@pytest.mark.parametrize("table", AROUND.values(), ids=AROUND)
def test_amounts_that_may_be_another_states_or_of_several_years_are_refused(
    table, words, what_to_do
):
    with pytest.raises(PasteRefused, match="paste again") as refused:
        read_pasted(table.format(words))

    assert (
        what_to_do in str(refused.value)
        or "Call it what it is" in str(refused.value)
        or "no financial year" in str(refused.value)
    )
