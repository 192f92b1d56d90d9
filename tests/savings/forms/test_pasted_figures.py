"""What is copied from a spreadsheet lands in the boxes it belongs to, whichever way round it stood."""

import pytest

from savings.forms.pasted_cells import PasteRefused
from savings.forms.pasted_figures import LINES, NothingPasted, read_pasted

pytestmark = pytest.mark.no_database


def rows_of(*pasted):
    return read_pasted(*pasted).rows


def test_years_may_stand_down_the_first_column():
    rows = rows_of("2009-10\t1,000\t50\t0\n2010/11\t£2,000\t\t0\n")

    assert [(row.year, row.amounts) for row in rows] == [
        ("2009-10", {"saving": "1,000", "one_off_cost": "50", "running_cost": "0"}),
        ("2010-11", {"saving": "£2,000", "one_off_cost": "", "running_cost": "0"}),
    ]


def test_years_may_stand_across_the_first_row():
    rows = rows_of("\t2009-10\t2010-11\nGross saving\t1000\t2000\nRunning cost\t\t5\n")

    assert [(row.year, row.amounts) for row in rows] == [
        ("2009-10", {"saving": "1000", "running_cost": ""}),
        ("2010-11", {"saving": "2000", "running_cost": "5"}),
    ]


def test_titles_decide_over_the_order_and_what_is_worked_out_is_left_out():
    rows = rows_of("Year\tOne-off cost\tSaving\tNet\tState\n2009-10\t50\t1000\t950\tActual\n")

    assert rows[0].amounts == {"one_off_cost": "50", "saving": "1000"}
    assert rows[0].state == "actual"


def test_amounts_are_not_read_here():
    [row] = rows_of("2009-10\t1.2m")

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
    [row] = rows_of(f"Year\t{title}\n2009-10\t45")

    assert row.amounts == {line: "45"}


@pytest.mark.parametrize(
    "title",
    [
        *("One-off", "Benefit", "Investment", "Revenue", "Cost", "IT cost", "Gross"),
        *("Savings less costs", "Cost of savings", "Saving in running costs", "Actual saving"),
        *(
            "Outturn saving",
            "Cumulative saving",
            "Net saving",
            "Total",
            "One-off saving, others’ cost",
        ),
    ],
)
def test_a_title_that_is_not_certain_is_refused_by_its_name(title):
    with pytest.raises(PasteRefused, match="Call it what it is, or leave it out") as refused:
        read_pasted(f"Year\t{title}\n2009-10\t45")

    assert f"“{title}”" in str(refused.value)


@pytest.mark.parametrize("title", ["Note", "Notes", "Comments on the year"])
def test_notes_are_typed_after_the_amounts(title):
    with pytest.raises(PasteRefused, match=r"Leave that column out .* type the notes") as refused:
        read_pasted(f"Year\tSaving\t{title}\n2009-10\t45\tBy the ledger")

    assert f"“{title}”" in str(refused.value)


def test_the_hyphen_of_accounts_is_zero_and_a_lone_one_stays_for_the_form_to_ask_about():
    rows = rows_of("Year\tSaving\tOne-off cost\n2009-10\t 45 \t -   \n2010-11\t £-   \t-")

    assert [list(row.amounts.values()) for row in rows] == [["45", "0"], ["0", "-"]]


def test_a_second_row_of_titles_belongs_to_the_first():
    [row] = rows_of("Year\tSaving\tOne-off\n\t£\tcost\n2009-10\t45\t6")

    assert row.amounts == {"saving": "45", "one_off_cost": "6"}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("Year\tIT saving\tStaff saving\n2009-10\t1\t2", "“IT saving” and “Staff saving” both go"),
        ("Year\tSaving\t\n2009-10\t1\t2", "“2” has no heading"),
        ("2009-10\t1\t2\t3\t4\t5", "more columns than boxes"),
        ("2009-10\t1\n2010\t2", "What is beside “2010” has amounts and no financial year"),
        ("2009-10\t1\n2009/10\t2", "2009-10 is there twice"),
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
    [row] = rows_of("Total\t7\n2010-11\t7")

    assert row.amounts == {"saving": "7"}


def test_costs_to_others_are_refused_where_the_page_does_not_ask_them():
    with pytest.raises(PasteRefused, match="Who else pays or gains"):
        read_pasted("Year\tHarm to others\n2009-10\t45", LINES[:3])


def test_totals_below_the_years_and_empty_columns_are_left_out():
    [row] = rows_of("Year\tSaving\tNotes\n2009-10\t45\t\nTotal\t45\t")

    assert row.amounts == {"saving": "45"}


def test_a_blank_column_keeps_its_place_below_a_caption():
    [row] = rows_of("Payroll\n2009-10\t\t45")

    assert row.amounts == {"saving": "", "one_off_cost": "45"}


@pytest.mark.parametrize(
    ("table", "left_out"),
    [
        (
            "Year\tSaving\tNet\n2009-10\t45\t40\nTotal\t45\t40\nSource: ledger",
            ["Total", "Source: ledger", "Net"],
        ),
        ("Payroll\n2009-10\t45", ["Payroll"]),
        ("\t2009/10\t2010/11\n\t£\t£\nSaving\t5\t6", ["£"]),
        ("Financial year\tSaving\n2009-10\t45", []),
    ],
)
def test_what_is_left_out_is_named(table, left_out):
    assert sorted(read_pasted(table).left_out) == sorted(left_out)


@pytest.mark.parametrize("title", ["Expected or actual", "State", "Plan or actual"])
def test_a_state_may_stand_in_the_heading_of_its_own_column(title):
    [row] = rows_of(f"Year\t{title}\tSaving\n2010-11\tActual\t5")

    assert row.state == "actual"


@pytest.mark.parametrize("words", ["Assumes inflation of 3%", "At 3 per cent", "Planning team"])
def test_words_that_say_nothing_of_the_amounts_are_left_out(words):
    assert read_pasted(f"2010-11\t5\n{words}").left_out == [words]


@pytest.mark.parametrize("table", ["2010-11\n2011-12", "Year\tSaving\n2010-11\t\n2011-12\t"])
def test_years_without_any_amount_are_refused(table):
    with pytest.raises(PasteRefused, match="no amount beside them"):
        read_pasted(table)


def test_an_empty_column_before_the_years_is_passed_over():
    assert rows_of("\t2015-16\t5\n\t2016-17\t6")[1].amounts == {"saving": "6"}
