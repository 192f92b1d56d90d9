"""The sums on *Your place* are those of the totals, and are drawn as they are."""

from decimal import Decimal

import pytest

from savings import workflow
from savings.totals.by_place import sums_of_places, sums_of_shares
from tests import factories
from tests.savings.views.your_places import (
    URL,
    drawn,
    part_for,
    with_share,
    your_page,
)

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def place():
    return factories.PlaceFactory(name="Kent", code="KEN")


@pytest.fixture
def trust():
    return factories.OrganisationFactory(name="Riverside Trust")


def test_where_claims_stand_is_what_their_lists_hold(client, place):
    officer = factories.officer_of(place)
    asked = factories.draft_of(place)
    workflow.ask_sign_off(asked, by=officer)
    for status in ("draft", "submitted", "provisional", "final", "final", "withdrawn", "published"):
        if status == "published":
            factories.published(place)
        elif status == "draft":
            factories.draft_of(place)
        else:
            factories.claim_at(status, place)
    revised = factories.claim_at("final", place)
    workflow.perform("revise", revised, by=officer, note="New figures.")
    factories.claim_at("submitted", condition="D")

    part = part_for(client, officer)

    assert [(row.label, row.number, row.asked) for row in part.standings] == [
        ("Draft", 3, 1),
        ("Submitted", 1, 0),
        ("Provisional verdict", 1, 0),
        ("Final verdict", 2, 0),
        ("Withdrawn", 1, 0),
        ("Published words", 1, 0),
    ]
    for row in part.standings:
        assert client.get(row.href).context["page"].paginator.count == row.number
    assert client.get(part.claims_href).context["page"].paginator.count == part.claims == 9


def _summed(found):
    """The same of `savings.totals`: what is stated, and what is accepted."""
    return [
        (of_key.key.words, str(year.year), is_accepted, *amounts)
        for of_key in found
        for year in of_key.years
        for is_accepted, amounts in (
            (False, [amount.pounds for amount in year.stated.amounts]),
            (True, [year.accepted.saving, year.accepted.costs, year.accepted.net]),
        )
    ]


def test_every_sum_is_that_of_the_totals_and_a_partner_is_told_of_its_share_alone(
    client, place, trust
):
    officer, partner = factories.officer_of(place), factories.partner_of(place, trust)
    with_share(place, trust, "submitted", share="50.00")
    with_share(place, trust, "final")
    factories.claim_at("submitted", place, condition="D")

    of_officer, of_partner = part_for(client, officer), part_for(client, partner)
    text = client.get(URL).text

    assert drawn(of_officer) == _summed(sums_of_places(officer)[place.pk])
    shares = _summed(sums_of_shares(partner)[place.pk])
    assert [row[:-1] for row in drawn(of_partner)] == [row[:-1] for row in shares]
    label = "Cashable, forecast, cash prices"
    assert drawn(of_partner) == [
        (label, "2010-11", False, Decimal(150), None, None),
        (label, "2010-11", True, Decimal(100), None, None),
    ]
    assert "£252,000" not in text
    assert "£150" in text
    assert "Not stated" in text  # Its costs: a blank is no zero.
    assert [(row.label, row.number) for row in of_partner.standings] == [
        ("Submitted", 1),
        ("Final verdict", 1),
    ]
    assert not of_partner.money[0].has_net
    assert not any(row.href for row in of_partner.standings)  # No list has just these.
    widths = [row.bar[0].width for row in of_partner.money[0].rows]
    assert widths == [240.0, 160.0]


def test_what_no_review_has_come_to_is_not_drawn_as_zero(client, place):
    factories.claim_at("submitted", place)

    page = your_page(client, factories.officer_of(place))

    [stated] = page.context["page"].parts[0].money[0].rows
    assert (stated.saving, stated.is_accepted) == (Decimal(250_000), False)
    assert "1 claim. No final verdict yet" in page.text
