"""What was pasted goes into the boxes of its own year and state, and all that happens is said before it is saved."""

import pytest
from django.http import QueryDict

from savings.forms.pasted_boxes import cursor_of, tables_pasted_into, with_pasted
from savings.forms.pasted_cells import PasteRefused
from savings.forms.pasted_figures import LINES, Cursor, read_pasted

pytestmark = pytest.mark.no_database

TABLE = "7-cashable"


def sent(*rows, **more):
    data = QueryDict(mutable=True)
    data[f"{TABLE}-rows"] = str(len(rows))
    for number, row in enumerate(rows):
        for name, typed in ({"year": "2010-11", "state": "forecast"} | row).items():
            data[f"{TABLE}-{number}-{name}"] = typed
    data.update(more)
    return data


def rows_of(data, *names):
    numbers = range(int(data[f"{TABLE}-rows"]))
    return [tuple(data.get(f"{TABLE}-{n}-{name}", "") for name in names) for n in numbers]


def put(data, text, cursor=None):
    return with_pasted(data, TABLE, read_pasted(text, LINES, cursor))


def test_rows_go_over_those_of_the_same_year_and_below_the_others():
    data = sent({"saving": "1", "note": "Kept"}, {"year": "2011/12", "saving": "2"})

    more, said = put(data, "2011-12\t20\t\t\n2012-13\t30")

    assert rows_of(more, "year", "saving", "note") == [
        ("2010-11", "1", "Kept"),
        ("2011-12", "20", ""),
        ("2012-13", "30", ""),
    ]
    assert said[1:] == [
        "2011-12, forecast: saving 20",
        "2012-13, forecast: saving 30",
        "They replaced 2011-12, forecast: saving 2.",
    ]
    assert "not saved yet" in said[0]


def test_amounts_go_to_the_expected_rows_of_their_years_and_not_over_the_plans_between():
    plans = [
        {"year": f"20{n}-{n + 1}", "state": state, "saving": saving}
        for n in (10, 11, 12)
        for state, saving in (("plan", f"{n - 9}00000"), ("forecast", ""))
    ]

    more, _ = put(sent(*plans), "90000\n180000\n270000\n", Cursor("2010-11", "forecast", "saving"))

    assert rows_of(more, "state", "saving") == [
        ("plan", "100000"),
        ("forecast", "90000"),
        ("plan", "200000"),
        ("forecast", "180000"),
        ("plan", "300000"),
        ("forecast", "270000"),
    ]


@pytest.mark.parametrize(
    ("text", "cursor"),
    [
        ("Year\tSaving\tState\n2010-11\t8\tPlan", None),
        ("8\n9", Cursor("2010-11", "plan", "saving")),
    ],
)
def test_a_first_plan_is_never_overwritten(text, cursor):
    data = sent({"saving": "9", "state": "plan"})

    with pytest.raises(PasteRefused, match="2010-11 has a first plan already: saving 9"):
        put(data, text, cursor)


def test_a_plan_that_says_the_same_or_nothing_yet_is_filled():
    data = sent({"saving": "£9,000", "state": "plan"}, {"year": "2011-12", "state": "plan"})

    more, said = put(data, "9000\t1\n5", Cursor("2010-11", "plan", "saving"))

    assert rows_of(more, "saving", "one_off_cost") == [("9000", "1"), ("5", "")]
    assert not any("They replaced" in words for words in said)


def test_a_blank_cell_leaves_its_box_as_it_is():
    more, said = put(sent({"saving": "1", "running_cost": "7"}), "2010-11\t2\t\t")

    assert rows_of(more, "saving", "running_cost") == [("2", "7")]
    assert "running" not in " ".join(said)


def test_what_was_not_taken_is_named():
    _, said = put(sent({}), "Year\tSaving\tNet\n2010-11\t5\t4\nTotal\t5\t4")

    assert said[-1] == "Not taken: “Total” and “Net”."


def test_rows_for_which_there_is_no_room_are_refused_and_not_dropped():
    data = sent(*[{"saving": "1", "year": ""}] * 75)

    with pytest.raises(PasteRefused, match="no room for 2012-13") as refused:
        put(data, "2012-13\t30")

    assert "Save the page first" in str(refused.value)
    assert "Upload figures" in str(refused.value)


def test_what_was_left_in_a_box_for_pasting_is_asked_for_as_the_button_is():
    assert tables_pasted_into(QueryDict("pasted-7-a=&pasted-8-a=5")) == ["8-a"]
    assert tables_pasted_into(QueryDict("pasted-7-a=&paste=7-a")) == ["7-a"]
    assert tables_pasted_into(QueryDict("pasted-7-a=1&pasted-8-a=5&paste=8-a")) == ["7-a", "8-a"]
    assert tables_pasted_into(QueryDict("pasted-7-a=+%0A")) == []


@pytest.mark.parametrize(
    ("box", "cursor"),
    [
        (f"{TABLE}-0-running_cost", Cursor("2010-11", "plan", "running_cost")),
        (f"{TABLE}-0-year", None),
        ("8-cashable-0-saving", None),
        ("x", None),
        ("", None),
    ],
)
def test_the_cursor_is_read_from_the_name_of_its_box(box, cursor):
    data = sent({"state": "plan"}, **{f"cursor-{TABLE}": box})

    assert cursor_of(data, TABLE) == cursor
