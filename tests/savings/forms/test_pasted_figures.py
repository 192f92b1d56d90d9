"""What is copied from a spreadsheet lands in the boxes it belongs to, whichever way round it stood."""

import re

import pytest

from savings.forms.pasted_cells import PasteRefused
from savings.forms.pasted_figures import LINES, Cursor, NothingPasted, PastedRow, read_pasted
from savings.imports.layouts.reading import Unit

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


# What is said of words in the heading or the column of amounts.
SAID_OF_COLUMNS = ("Call it what it is, or leave it out", "has amounts and no financial year")


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


@pytest.mark.parametrize("title", ["Expected or actual", "State", "Plan or actual"])
def test_a_state_may_stand_in_the_heading_of_its_own_column(title):
    [row] = rows_of(f"Year\t{title}\tSaving\n2010-11\tActual\t5")

    assert row.state == "actual"


@pytest.mark.parametrize("words", ["Assumes inflation of 3%", "At 3 per cent", "Planning team"])
def test_words_that_say_nothing_of_the_amounts_are_left_out(words):
    assert read_pasted(f"2010-11\t5\n{words}").left_out == [words]


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
    with pytest.raises(PasteRefused, match="is a year, and stands where an amount should be"):
        read_pasted(table)


@pytest.mark.parametrize("table", ["2010-11\n2011-12", "Year\tSaving\n2010-11\t\n2011-12\t"])
def test_years_without_any_amount_are_refused(table):
    with pytest.raises(PasteRefused, match="no amount beside them"):
        read_pasted(table)


AT = Cursor("2010/11", "forecast", "saving")


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("90000\n180000\r\n270000\n", [("2010-11", {"saving": "90000"}), ("2011-12", {"saving": "180000"}),
                                          ("2012-13", {"saving": "270000"})]),
        ("1\t2\n\n3\t", [("2010-11", {"saving": "1", "one_off_cost": "2"}),
                           ("2012-13", {"saving": "3", "one_off_cost": ""})]),
        ("\n180\n270\n", [("2011-12", {"saving": "180"}), ("2012-13", {"saving": "270"})]),
        ("\r\n\r\n270\r\n\r\n", [("2012-13", {"saving": "270"})]),
        ("\t5\n6\t\n", [("2010-11", {"saving": "", "one_off_cost": "5"}),
                       ("2011-12", {"saving": "6", "one_off_cost": ""})]),
        ("2000\n2,010", [("2010-11", {"saving": "2000"}), ("2011-12", {"saving": "2,010"})]),
        ("1.2m\n(500)", [("2010-11", {"saving": "1.2m"}), ("2011-12", {"saving": "(500)"})]),
    ],
)  # fmt: skip
def test_amounts_alone_go_from_the_cursor_to_the_right_and_down_the_years(table, rows):
    read = rows_of(table, LINES, AT)

    assert [(row.year, row.amounts) for row in read] == rows
    assert {row.state for row in read} == {"forecast"}


@pytest.mark.parametrize(
    ("table", "cursor", "words"),
    [
        ("Saving\n5\n6", AT, "“Saving” is no amount"),
        ("5\nTBC", AT, "“TBC” is no amount"),
        ("5\n£000", AT, "says thousands of pounds"),
        ("2010\n5\n2011\n6", AT, "“2010” may be a year"),
        ("10-11\n5", AT, "“10-11” may be a year"),
        ("2071-72\n5", AT, "“2071-72” may be a year"),
        ("Apr-10\t5", AT, "“Apr-10” may be a year"),
        ("31/12/2010\t5", AT, "“31/12/2010” may be a year"),
        ("1\t2\t3\t4\t5", AT, "more columns than boxes"),
        ("1\t2", Cursor("2010-11", "forecast", "harm_to_others"), "more columns than boxes"),
        ("1\n2", Cursor("", "forecast", "saving"), "has no year"),
        ("1\n2", Cursor("2010", "forecast", "saving"), "has no year"),
        ("1\n" * 80, AT, "more amounts than years"),
    ],
)
def test_amounts_alone_are_refused_where_one_has_no_box_of_its_own(table, cursor, words):
    with pytest.raises(PasteRefused) as refused:
        read_pasted(table, LINES, cursor)

    assert words in str(refused.value)


def test_a_cursor_in_a_box_that_the_page_has_no_more_is_none():
    with pytest.raises(NothingPasted):
        read_pasted("1\n2", LINES[:3], Cursor("2010-11", "forecast", "harm_to_others"))


def test_a_table_with_its_years_goes_by_them_wherever_the_cursor_is():
    assert rows_of("2015-16\t5", LINES, AT) == [PastedRow("2015-16", "forecast", {"saving": "5"})]


def test_an_empty_column_before_the_years_is_passed_over():
    assert rows_of("\t2015-16\t5\n\t2016-17\t6")[1].amounts == {"saving": "6"}
