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


SOME = ", not all stated"
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
        {"forecast": ("£30", f"£5{SOME}", f"£1{SOME}", "–")},
    ),
    "a year between is not stated": (
        [{"saving": "10", **ALL}, {"saving": "20", "year": "2012-13", **ALL}],
        ["£4", "£14"],
        {"forecast": (f"£30{SOME}", f"£10{SOME}", f"£2{SOME}", "–")},
    ),
    "a cost of a year without its saving": (
        [{"saving": "10", **ALL}, {"year": "2011-12", **ALL}],
        ["£4", "–"],
        {"forecast": (f"£10{SOME}", "£10", "£2", "–")},
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
    some = (f"£5{SOME}", f"£1{SOME}")
    assert years == [("2010-11", "£17", *some, f"£11{SOME}"), ("2011-12", "£3", "–", "–", "–")]
    assert _shown(together.totals.in_all) == {"forecast": ("£20", *some, "–")}
    assert not FigureGrid(draft, TODAY, data).together


NHS = {"saving": "40000", "one_off_cost": "0", "running_cost": "0"}
OF_TWO = {
    "one leaves its costs blank": (
        {"saving": "999"},
        ("£40,999", f"£0{SOME}", f"£0{SOME}", f"£40,999{SOME}"),
    ),
    "one leaves one cost blank": (
        {"saving": "999", "running_cost": "9"},
        ("£40,999", f"£0{SOME}", "£9", f"£40,990{SOME}"),
    ),
    "one only pays": ({"one_off_cost": "9"}, ("£40,000", "£9", "£0", "£39,991")),
    "one states all": ({"saving": "999", **ALL}, ("£40,999", "£5", "£1", "£40,993")),
    "one cannot be read": (
        {"saving": "999", "one_off_cost": "TBC", "running_cost": "1"},
        ("£40,999", "–", "£1", "–"),
    ),
}


@pytest.mark.parametrize(("council", "said"), OF_TWO.values(), ids=OF_TWO)
def test_a_sum_of_several_says_that_one_of_them_states_no_cost(draft, council, said):
    """Whoever pays for both may leave a blank to the other (R25): there is a net, which says what it leaves out."""
    other = factories.OrganisationFactory()
    data = sent_boxes(draft, council)
    nhs = {"year": "2010-11", **NHS}
    data.update({f"{other.pk}-cashable-0-{name}": typed for name, typed in nhs.items()})

    [together] = FigureGrid(draft, TODAY, data, [other]).together

    assert [_words(sums) for sums in together.totals.by_year] == [said]
    assert _shown(together.totals.in_all) == {"forecast": said}


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
