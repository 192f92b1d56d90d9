"""The boxes of years: a blank is not stated, 0 is zero, and nothing that cannot be read is stored."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.html import strip_tags

from savings.forms.box_units import in_another_unit
from savings.forms.figure_grid import FigureGrid
from savings.forms.sent_rows import with_one_more
from savings.models import Version
from tests import factories
from totalplace.financial_year import FinancialYear
from totalplace.money import format_pounds

TODAY = date(2010, 6, 1)


@pytest.fixture
def draft():
    return factories.draft_of(factories.PlaceFactory(), figures=[])


def _sent(draft, *rows, kind="cashable", **more):
    """What the page sends: a dictionary of boxes for each row."""
    prefix = f"{draft.lead.pk}-{kind}"
    data = QueryDict(mutable=True)
    data[f"{prefix}-rows"] = str(len(rows))
    for number, row in enumerate(rows):
        for name, typed in ({"year": "2010-11", "state": "forecast"} | row).items():
            data[f"{prefix}-{number}-{name}"] = typed
    data.update(more)
    return data


def _grid(draft, *rows, **more):
    return FigureGrid(draft, TODAY, _sent(draft, *rows, **more))


def _stated(grid):
    assert grid.is_valid(), [row.errors for table in grid.tables for row in table.rows]
    return {(str(f.year), f.line, f.state): f.amount for f in grid.figures()}


def test_a_draft_without_figures_offers_three_years_after_what_it_is_compared_with(draft):
    [table] = FigureGrid(draft, TODAY).tables

    assert [row["year"].value() for row in table.rows] == ["2010-11", "2011-12", "2012-13"]


def test_a_blank_box_is_not_stated_and_0_is_zero(draft):
    grid = _grid(draft, {"saving": "£1,234.50", "one_off_cost": "0", "running_cost": " "})

    assert _stated(grid) == {
        ("2010-11", "saving", "forecast"): Decimal("1234.50"),
        ("2010-11", "one_off_cost", "forecast"): Decimal(0),
    }


def test_a_row_of_blanks_says_nothing_even_without_its_year(draft):
    assert _stated(_grid(draft, {"year": ""}, {"year": "2011-12"})) == {}


def test_a_note_without_an_amount_is_not_let_go_in_silence(draft):
    grid = _grid(
        draft, {"note": "To be agreed with the jobcentre"}, {"year": "2011-12", "saving": "2"}
    )

    assert not grid.is_valid()
    [row, _] = grid.tables[0].rows
    assert row.errors == {"note": ["Enter an amount beside the note, or empty the note."]}
    assert row["note"].value() == "To be agreed with the jobcentre"


def test_costs_left_empty_are_zero_where_the_person_says_so(draft):
    grid = _grid(
        draft,
        {"saving": "100", "one_off_cost": "5"},
        {"year": "2011-12", "one_off_cost": "7"},
        zero_costs="yes",
    )

    assert _stated(grid) == {
        ("2010-11", "saving", "forecast"): Decimal(100),
        ("2010-11", "one_off_cost", "forecast"): Decimal(5),
        ("2010-11", "running_cost", "forecast"): Decimal(0),
        ("2011-12", "one_off_cost", "forecast"): Decimal(7),
    }


@pytest.mark.parametrize(
    "typed",
    ["1.2m", "12,5", "1e3", "-500", "(1,200)", "NaN", "9" * 40, "12.345", "\uff11\uff12", "1_000"],
)
def test_what_cannot_be_read_is_refused_and_stands_in_its_box(draft, typed):
    grid = _grid(draft, {"saving": typed})

    assert not grid.is_valid()
    row = grid.tables[0].rows[0]
    assert row["saving"].value() == typed
    assert list(row.errors) == ["saving"]


@pytest.mark.parametrize("year", ["1066-67", "2110-11", "2010-12", "2010", "10-11", ""])
def test_an_amount_needs_one_financial_year(draft, year):
    grid = _grid(draft, {"saving": "100", "year": year})

    assert not grid.is_valid()
    assert list(grid.tables[0].rows[0].errors) == ["year"]


def test_a_refusal_is_in_words_that_fit_a_box(draft):
    boxes = {"year": "Oct-09", "saving": "TBC", "one_off_cost": "31/12/2010", "running_cost": "9e9"}
    grid = _grid(draft, boxes)

    assert not grid.is_valid()
    words = " ".join(str(error) for error in grid.tables[0].rows[0].errors.values())
    assert "leave the box empty" in words
    assert not [said for said in ("row", "column", "cell", "format", "program") if said in words]


def test_a_year_stands_once_in_each_state(draft):
    grid = _grid(draft, {"saving": "1"}, {"saving": "2", "state": "actual"}, {"saving": "3"})

    assert not grid.is_valid()
    assert "row 1" in str(grid.tables[0].rows[2].errors["year"])
    assert not grid.tables[0].rows[1].errors


def test_what_is_stored_comes_back_as_it_was(draft):
    lead, other = draft.lead, factories.OrganisationFactory()
    figures = [
        *factories.figures_of(lead, note="A note"),
        factories.figure(lead, "9.00", state="plan"),
        factories.figure(other, "7.00", line="harm_to_others", year=2012),
    ]
    draft = factories.draft_of(draft.claim.place, figures=figures)
    shown = FigureGrid(draft, TODAY)
    data = QueryDict(mutable=True)
    for table in shown.tables:
        data[f"{table.prefix}-rows"] = str(len(table.rows))
        for box in (box for row in table.rows for box in row):
            value = box.value()
            value = "" if value is None else value
            data[box.html_name] = f"{value:,}" if isinstance(value, Decimal) else value
    sent = FigureGrid(draft, TODAY, data)

    assert sent.is_valid()
    key = ("year", "line", "state", "kind_of_gain", "organisation", "amount")
    stored = [tuple(getattr(f, name) for name in key) for f in draft.figures.all()]
    again = [tuple(getattr(f, name) for name in key) for f in sent.figures()]
    assert set(again) == set(stored)
    assert "A note" in [figure.note for figure in sent.figures()]


def test_a_plan_has_a_blank_row_beside_it_for_what_is_expected(draft):
    planned = [factories.figure(draft.lead, "9.00", state="plan", year=y) for y in (2010, 2011)]
    expected = factories.figure(draft.lead, "8.00", year=2011)
    draft = factories.draft_of(draft.claim.place, figures=[*planned, expected])

    [table] = FigureGrid(draft, TODAY).tables

    rows = [(r["year"].value(), r["state"].value(), r["saving"].value()) for r in table.rows]
    assert rows == [
        ("2010-11", "plan", Decimal("9.00")),
        ("2010-11", "forecast", None),
        ("2011-12", "plan", Decimal("9.00")),
        ("2011-12", "forecast", Decimal("8.00")),
    ]


def test_what_is_expected_does_not_take_the_place_of_the_plan(draft):
    grid = _grid(draft, {"saving": "9", "state": "plan"}, {"saving": "8"})

    assert _stated(grid) == {
        ("2010-11", "saving", "plan"): Decimal(9),
        ("2010-11", "saving", "forecast"): Decimal(8),
    }


def test_one_more_row_is_for_the_year_after_and_loses_nothing(draft):
    data = _sent(draft, {"saving": "1.2m", "year": "2015-16"})

    grid = FigureGrid(
        draft, TODAY, with_one_more(data, f"{draft.lead.pk}-cashable", FinancialYear(2010))
    )

    first, second = grid.tables[0].rows
    assert first["saving"].value() == "1.2m"
    assert second["year"].value() == "2016-17"


def test_an_added_year_begins_where_the_claim_does(draft):
    data = _sent(draft, {"year": "2016-17"}, {"year": "2015-16"}, {"year": ""})
    bare = _sent(draft, {"year": ""})
    prefix = f"{draft.lead.pk}-cashable"

    after_the_last = FigureGrid(draft, TODAY, with_one_more(data, prefix, FinancialYear(2010)))
    first = FigureGrid(
        draft, TODAY, with_one_more(bare, prefix, FigureGrid(draft, TODAY, bare).first_year)
    )

    assert after_the_last.tables[0].rows[-1]["year"].value() == "2017-18"
    assert first.tables[0].rows[-1]["year"].value() == "2010-11"


def test_another_table_begins_with_the_first_year_that_the_claim_states_or_the_page_has(draft):
    other = factories.OrganisationFactory()
    typed = FigureGrid(draft, TODAY, _sent(draft, {"year": "2013-14", "saving": "5"}), [other])
    figures = [factories.figure(draft.lead, "7.00", year=2012)]
    stored = FigureGrid(factories.draft_of(draft.claim.place, figures=figures), TODAY, also=[other])

    assert [row["year"].value() for row in typed.tables[1].rows] == [
        "2013-14",
        "2014-15",
        "2015-16",
    ]
    assert [row["year"].value() for row in stored.tables[1].rows] == [
        "2012-13",
        "2013-14",
        "2014-15",
    ]


@pytest.mark.parametrize(
    ("unit", "typed", "pounds"),
    [
        ("1", "1,200", "1200"),
        ("1000", "1,200", "1200000"),
        ("1000", "0.00001", "0.01"),
        ("1000", "0", "0"),
        ("1000000", "1.2", "1200000"),
        ("1000000", "999,999.99999999", "999999999999.99"),
        ("5", "7", "7"),  # A unit that no page sent.
    ],
)
def test_what_is_typed_is_read_in_the_unit_of_the_page_and_shown_in_it_again(
    draft, unit, typed, pounds
):
    grid = _grid(draft, {"saving": typed}, unit=unit)

    assert _stated(grid) == {("2010-11", "saving", "forecast"): Decimal(pounds)}
    figures = list(grid.figures())
    stored = factories.draft_of(draft.claim.place, figures=figures)
    box = FigureGrid(stored, TODAY, unit=grid.unit).tables[0].rows[0]["saving"]
    assert f'value="{typed}"' in str(box)
    assert f"Saving ({grid.sign})" in str(box.label)


@pytest.mark.parametrize(
    ("unit", "typed", "words"),
    [
        ("1000", "£1.2m", "“£1.2m” says a unit of its own"),
        ("1000", "£1,200", "“£1,200” says a unit of its own"),
        ("1000000", "1.2m", "Type the number alone, such as 1.25 for £1,250,000"),
        ("1000", "1.234567", "more than 5 decimal places"),
        ("1000000", "1,000,000", "the largest amount"),
    ],
)
def test_what_says_its_own_unit_is_never_read_in_another(draft, unit, typed, words):
    grid = _grid(draft, {"saving": typed}, unit=unit)

    assert not grid.is_valid()
    assert words in str(grid.tables[0].rows[0].errors)
    assert in_another_unit(grid.data, "1")[f"{draft.lead.pk}-cashable-0-saving"] == typed


def test_another_unit_shows_the_same_money_and_leaves_the_rest_as_it_was_typed(draft):
    data = _sent(draft, {"saving": "£1,234,567.89", "one_off_cost": "TBC", "note": "1,000"})

    turned = FigureGrid(draft, TODAY, in_another_unit(data, "1000"))

    row = turned.tables[0].rows[0]
    assert turned.unit == "1000"
    assert [row[name].value() for name in ("year", "saving", "one_off_cost", "running_cost", "note")] == [
        "2010-11", "1,234.56789", "TBC", None, "1,000"
    ]  # fmt: skip


def test_each_box_is_named_with_its_year_and_line_and_so_is_what_is_wrong(draft):
    other = factories.OrganisationFactory(name="Police")
    rows = {"saving": "TBC"}, {"year": "", "saving": "5"}
    alone = _grid(draft, *rows)
    beside = FigureGrid(draft, TODAY, _sent(draft, *rows), [other])

    assert not alone.is_valid()
    labels = [strip_tags(box.label) for row in alone.tables[0].rows for box in row]
    assert labels[:3] == [
        "Year, row 1", "Expected or actual, 2010-11, expected", "Saving (£), 2010-11, expected"
    ]  # fmt: skip
    assert len(set(labels)) == len(labels)
    told = [words for box in alone for words in box.messages]
    assert told[0].startswith("2010-11, expected, saving (£): “TBC” is not a number.")
    assert told[1].startswith("Row 2, year: These amounts have no year.")
    last = strip_tags(beside.tables[1].rows[0]["saving"].label)
    assert last == "Saving (£), Police, 2010-11, expected"


ALL = {"one_off_cost": "5", "running_cost": "1"}
SAID = {
    "each year and all": (
        [{"saving": "10", **ALL}, {"saving": "20", "year": "2011-12", **ALL}],
        ["£4", "£14"],
        {"forecast": ("£30", "£10", "£2", "£18")},
    ),
    "a blank is not zero": (
        [{"saving": "10", **ALL}, {"saving": "20", "year": "2011-12"}],
        ["£4", "–"],
        {"forecast": ("£30", "£5", "£1", "–")},
    ),
    "a year between is not stated": (
        [{"saving": "10", **ALL}, {"saving": "20", "year": "2012-13", **ALL}],
        ["£4", "£14"],
        {"forecast": ("£30", "£10", "£2", "–")},
    ),
    "what cannot be read is in no sum": (
        [{"saving": "10", **ALL}, {"saving": "TBC", "year": "2011-12", **ALL}],
        ["£4", "–"],
        {"forecast": ("–", "£10", "£2", "–")},
    ),
    "amounts without a year": (
        [{"saving": "10", **ALL}, {"saving": "20", "year": "", **ALL}],
        ["£4", "£14"],
        {},
    ),
    "states are never added": (
        [{"saving": "10", **ALL}, {"saving": "20", "state": "plan", **ALL}],
        ["£4", "£14"],
        {"forecast": ("£10", "£5", "£1", "£4"), "plan": ("£20", "£5", "£1", "£14")},
    ),
    "rows of blanks": ([{}, {"year": ""}], ["–", "–"], {}),
}


@pytest.mark.parametrize(("rows", "nets", "in_all"), SAID.values(), ids=SAID)
def test_nets_and_totals_are_of_what_stands_in_the_boxes(draft, rows, nets, in_all):
    [table] = _grid(draft, *rows).tables

    assert [_pounds(row.net) for row in table.rows] == nets
    assert _shown(table.totals.in_all) == in_all


def test_several_organisations_are_added_up_by_year_and_in_all(draft):
    other = factories.OrganisationFactory()
    data = _sent(draft, {"saving": "10", "one_off_cost": "5"}, {"year": "2011-12", "saving": "3"})
    data.update({f"{other.pk}-cashable-0-{name}": typed for name, typed in
                 {"year": "2010-11", "saving": "7", "running_cost": "1"}.items()})  # fmt: skip

    [together] = FigureGrid(draft, TODAY, data, [other]).together

    years = [(str(sums.year), *_words(sums)) for sums in together.totals.by_year]
    assert years == [("2010-11", "£17", "£5", "£1", "£11"), ("2011-12", "£3", "–", "–", "–")]
    assert _shown(together.totals.in_all) == {"forecast": ("£20", "£5", "£1", "–")}
    assert not FigureGrid(draft, TODAY, data).together


def _words(sums):
    return (*(words for _, words in sums.amounts), sums.net_in_words)


def _shown(all_sums):
    return {sums.state: _words(sums) for sums in all_sums if sums.is_said}


def _pounds(amount):
    return "–" if amount is None else format_pounds(amount)


def test_a_row_that_a_script_added_below_the_others_is_not_let_go(draft):
    blank = [{"year": "", "saving": ""}] * 75

    assert _stated(_grid(draft, *blank, {"year": "2012-13", "saving": "30"})) == {
        ("2012-13", "saving", "forecast"): Decimal(30)
    }


@pytest.mark.parametrize("rows", ["", "-1", "99999999999", "x", "0"])
def test_a_number_of_rows_that_nobody_sent_by_the_page_does_no_harm(draft, rows):
    data = _sent(draft, {"saving": "5"})
    data[f"{draft.lead.pk}-cashable-rows"] = rows

    assert len(FigureGrid(draft, TODAY, data).tables[0].rows) in (1, 75)


def test_the_net_of_a_row_is_what_is_stored(draft):
    draft = factories.draft_of(draft.claim.place)

    [table] = FigureGrid(Version.objects.get(pk=draft.pk), TODAY).tables

    assert [row.net for row in table.rows] == [Decimal("230000.00"), None, None]
