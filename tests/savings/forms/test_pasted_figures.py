"""What is copied from a spreadsheet lands in the boxes it belongs to, whichever way round it stood."""

import pytest

from savings.forms.pasted_figures import LINES, NothingPasted, PasteRefused, read_pasted

pytestmark = pytest.mark.no_database


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


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Cost saving (£)", "saving"),
        ("Cost reduction", "saving"),
        ("Staff savings", "saving"),
        ("Total one-off costs", "one_off_cost"),
        ("Extra running cost (£)", "running_cost"),
        ("Extra cost to others (£)", "harm_to_others"),
    ],
)
def test_a_title_that_can_mean_one_line_only_is_that_line(title, line):
    [row] = read_pasted(f"Year\t{title}\n2009-10\t45")

    assert row.amounts == {line: "45"}


@pytest.mark.parametrize(
    "title",
    [
        *("One-off", "Benefit", "Investment", "Revenue", "Cost", "IT cost", "Gross", "Note"),
        *("Savings less costs", "Cost of savings", "Saving in running costs", "Actual saving"),
        *("Saving (%)", "Cumulative saving", "Net saving", "Total", "One-off saving, others’ cost"),
    ],
)
def test_a_title_that_is_not_certain_is_refused_by_its_name(title):
    with pytest.raises(PasteRefused, match="Call it what it is, or leave it out") as refused:
        read_pasted(f"Year\t{title}\n2009-10\t45")

    assert f"“{title}”" in str(refused.value)


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
    with pytest.raises(PasteRefused, match="Turn the amounts into pounds") as refused:
        read_pasted(table.format(title))

    assert f"“{title}”" in str(refused.value)


def test_a_second_row_of_titles_belongs_to_the_first():
    [row] = read_pasted("Year\tSaving\tOne-off\n\t£\tcost\n2009-10\t45\t6")

    assert row.amounts == {"saving": "45", "one_off_cost": "6"}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("Year\tIT saving\tStaff saving\n2009-10\t1\t2", "“IT saving” and “Staff saving” both go"),
        ("Year\tSaving\t\n2009-10\t1\t2", "“2” has no heading"),
        ("2009-10\t1\t2\t3\t4\t5", "more columns than boxes"),
        ("2009-10\t1\n2010\t2", "What stands beside “2010” has amounts and no financial year"),
        ("2009-10\t1\n2009/10\t2", "2009-10 stands twice"),
    ],
)
def test_no_amount_is_lost_without_a_word(table, words):
    with pytest.raises(PasteRefused, match="paste again") as refused:
        read_pasted(table)

    assert words in str(refused.value)


@pytest.mark.parametrize("above", ["\t5", "2010\t5\t", "next year\t£5,000\t6"])
def test_a_row_of_amounts_above_the_first_year_is_no_heading(above):
    with pytest.raises(PasteRefused, match="has amounts and no financial year"):
        read_pasted(f"Year\tSaving\tRunning cost\n{above}\n2010-11\t7\t8")


def test_a_total_above_the_years_is_left_out():
    [row] = read_pasted("Total\t7\n2010-11\t7")

    assert row.amounts == {"saving": "7"}


def test_costs_to_others_are_refused_where_the_page_does_not_ask_them():
    with pytest.raises(PasteRefused, match="Who else pays or gains"):
        read_pasted("Year\tHarm to others\n2009-10\t45", LINES[:3])


def test_totals_below_the_years_and_empty_columns_are_left_out():
    [row] = read_pasted("Year\tSaving\tNotes\n2009-10\t45\t\nTotal\t45\t")

    assert row.amounts == {"saving": "45"}


def test_a_blank_column_keeps_its_place_below_a_caption():
    [row] = read_pasted("Payroll\n2009-10\t\t45")

    assert row.amounts == {"saving": "", "one_off_cost": "45"}
