"""The boxes of years: a blank is not stated, 0 is zero, and nothing that cannot be read is stored."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.html import strip_tags

from savings.forms.box_units import in_another_unit
from savings.forms.figure_grid import FigureGrid
from tests import factories
from tests.savings.forms.figure_boxes import TODAY, grid_of, sent_boxes, stated_in


@pytest.fixture
def draft():
    return factories.draft_of(factories.PlaceFactory(), figures=[])


def test_a_blank_box_is_not_stated_and_0_is_zero(draft):
    grid = grid_of(draft, {"saving": "£1,234.50", "one_off_cost": "0", "running_cost": " "})

    assert stated_in(grid) == {
        ("2010-11", "saving", "forecast"): Decimal("1234.50"),
        ("2010-11", "one_off_cost", "forecast"): Decimal(0),
    }


def test_a_row_of_blanks_says_nothing_even_without_its_year(draft):
    assert stated_in(grid_of(draft, {"year": ""}, {"year": "2011-12"})) == {}


def test_a_note_without_an_amount_is_not_let_go_in_silence(draft):
    grid = grid_of(
        draft, {"note": "To be agreed with the jobcentre"}, {"year": "2011-12", "saving": "2"}
    )

    assert not grid.is_valid()
    [row, _] = grid.tables[0].rows
    assert row.errors == {"note": ["Enter an amount beside the note, or clear the note."]}
    assert row["note"].value() == "To be agreed with the jobcentre"


def test_costs_left_empty_are_zero_where_the_person_says_so(draft):
    grid = grid_of(
        draft,
        {"saving": "100", "one_off_cost": "5"},
        {"year": "2011-12", "one_off_cost": "7"},
        zero_costs="yes",
    )

    assert stated_in(grid) == {
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
    grid = grid_of(draft, {"saving": typed})

    assert not grid.is_valid()
    row = grid.tables[0].rows[0]
    assert row["saving"].value() == typed
    assert list(row.errors) == ["saving"]


@pytest.mark.parametrize("year", ["1066-67", "2110-11", "2010-12", "2010", "10-11", ""])
def test_an_amount_needs_one_financial_year(draft, year):
    grid = grid_of(draft, {"saving": "100", "year": year})

    assert not grid.is_valid()
    assert list(grid.tables[0].rows[0].errors) == ["year"]


def test_a_refusal_is_in_words_that_fit_a_box(draft):
    boxes = {"year": "Oct-09", "saving": "TBC", "one_off_cost": "31/12/2010", "running_cost": "9e9"}
    grid = grid_of(draft, boxes)

    assert not grid.is_valid()
    words = " ".join(str(error) for error in grid.tables[0].rows[0].errors.values())
    assert "leave the box empty" in words
    assert not [said for said in ("row", "column", "cell", "format", "program") if said in words]


def test_a_year_stands_once_in_each_state(draft):
    grid = grid_of(draft, {"saving": "1"}, {"saving": "2", "state": "actual"}, {"saving": "3"})

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
    grid = grid_of(draft, {"saving": typed}, unit=unit)

    assert stated_in(grid) == {("2010-11", "saving", "forecast"): Decimal(pounds)}
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
    grid = grid_of(draft, {"saving": typed}, unit=unit)

    assert not grid.is_valid()
    assert words in str(grid.tables[0].rows[0].errors)
    assert in_another_unit(grid.data, "1")[f"{draft.lead.pk}-cashable-0-saving"] == typed


def test_another_unit_shows_the_same_money_and_leaves_the_rest_as_it_was_typed(draft):
    data = sent_boxes(draft, {"saving": "£1,234,567.89", "one_off_cost": "TBC", "note": "1,000"})

    turned = FigureGrid(draft, TODAY, in_another_unit(data, "1000"))

    row = turned.tables[0].rows[0]
    assert turned.unit == "1000"
    assert [row[name].value() for name in ("year", "saving", "one_off_cost", "running_cost", "note")] == [
        "2010-11", "1,234.56789", "TBC", None, "1,000"
    ]  # fmt: skip


def test_each_box_is_named_with_its_year_and_line_and_so_is_what_is_wrong(draft):
    other = factories.OrganisationFactory(name="Police")
    rows = {"saving": "TBC"}, {"year": "", "saving": "5"}
    alone = grid_of(draft, *rows)
    beside = FigureGrid(draft, TODAY, sent_boxes(draft, *rows), [other])

    assert not alone.is_valid()
    labels = [strip_tags(box.label) for row in alone.tables[0].rows for box in row]
    assert labels[:3] == [
        "Year, row 1", "Forecast or actual, 2010-11, forecast", "Saving (£), 2010-11, forecast"
    ]  # fmt: skip
    assert len(set(labels)) == len(labels)
    told = [words for box in alone for words in box.messages]
    assert told[0].startswith("2010-11, forecast, saving (£): “TBC” is not a number.")
    assert told[1].startswith("Row 2, year: These amounts have no year.")
    last = strip_tags(beside.tables[1].rows[0]["saving"].label)
    assert last == "Saving (£), Police, 2010-11, forecast"
