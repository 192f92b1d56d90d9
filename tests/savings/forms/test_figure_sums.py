"""The nets and totals beside the boxes of years are of what stands in them."""

from decimal import Decimal

import pytest

from savings.forms.figure_grid import FigureGrid
from savings.models import Version
from tests import factories
from tests.savings.forms.figure_boxes import TODAY, grid_of, sent_boxes
from totalplace.money import format_pounds


@pytest.fixture
def draft():
    return factories.draft_of(factories.PlaceFactory(), figures=[])


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
    [table] = grid_of(draft, *rows).tables

    assert [_pounds(row.net) for row in table.rows] == nets
    assert _shown(table.totals.in_all) == in_all


def test_several_organisations_are_added_up_by_year_and_in_all(draft):
    other = factories.OrganisationFactory()
    data = sent_boxes(
        draft, {"saving": "10", "one_off_cost": "5"}, {"year": "2011-12", "saving": "3"}
    )
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


def test_the_net_of_a_row_is_what_is_stored(draft):
    draft = factories.draft_of(draft.claim.place)

    [table] = FigureGrid(Version.objects.get(pk=draft.pk), TODAY).tables

    assert [row.net for row in table.rows] == [Decimal("230000.00"), None, None]
