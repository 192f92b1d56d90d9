"""The page of others: what is split between organisations, and who has which share."""

from decimal import Decimal

import pytest

from savings import workflow
from tests import factories

from .drafts import address_of, send


def test_a_split_by_percentages_stores_amounts_to_the_penny(client, place, officer):
    trust = factories.OrganisationFactory(name="NHS Trust")
    factories.partner_of(place, trust)
    lead = factories.lead_of(place)
    draft = factories.draft_of(place, figures=factories.figures_of(lead, amount="100.01"))

    shares = {f"gains-{lead.pk}": "66.7", f"gains-{trust.pk}": "33.3%"}
    send(client, draft, "others", has_other_bodies="yes", **shares)

    savings = draft.figures.filter(line="saving").values_list("organisation", "amount")
    assert dict(savings) == {lead.pk: Decimal("66.71"), trust.pk: Decimal("33.30")}


@pytest.mark.parametrize(
    ("side", "none_of", "unsplit"),
    [("gains", {"one_off_cost", "running_cost"}, "one_off_cost"), ("pays", {"saving"}, "saving")],
)
def test_a_split_of_one_side_gives_the_other_too_so_that_each_has_a_net(
    client, place, officer, side, none_of, unsplit
):
    trust = factories.OrganisationFactory()
    factories.partner_of(place, trust)
    lead = factories.lead_of(place)
    draft = factories.draft_of(place, figures=factories.figures_of(lead, amount="100.00"))
    before = draft.figures.get(line=unsplit).amount

    send(client, draft, "others", **{f"{side}-{lead.pk}": "60", f"{side}-{trust.pk}": "40"})

    of_the_trust = dict(draft.figures.filter(organisation=trust).values_list("line", "amount"))
    assert set(of_the_trust) == {"saving", "one_off_cost", "running_cost"}
    assert {line for line in none_of if of_the_trust[line] == 0} == none_of
    assert draft.figures.get(line=unsplit, organisation=lead).amount == before


def test_who_is_left_blank_in_a_column_that_adds_to_100_has_zero_of_it(client, place, officer):
    trust, police = factories.OrganisationFactory(), factories.OrganisationFactory()
    lead = factories.lead_of(place)
    for body in (trust, police):
        factories.partner_of(place, body)
    draft = factories.draft_of(place, figures=factories.figures_of(lead, amount="100.00"))

    shares = {f"gains-{lead.pk}": "60", f"gains-{trust.pk}": "40", f"pays-{lead.pk}": "100"}
    send(client, draft, "others", **shares)

    of_the_trust = draft.figures.filter(organisation=trust).values_list("line", "amount")
    assert dict(of_the_trust) == {"saving": 40, "one_off_cost": 0, "running_cost": 0}
    assert not draft.figures.filter(organisation=police).exists()


def test_nobody_else_is_refused_while_another_organisation_has_figures(client, place, officer):
    trust = factories.OrganisationFactory(name="NHS Trust")
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust)]
    draft = factories.draft_of(place, figures=figures, has_other_bodies=None)

    refused = send(client, draft, "others", has_other_bodies="no")

    assert refused.status_code == 400
    assert "NHS Trust has figures in this claim, so somebody else pays or gains." in refused.text
    assert "Choose “Yes”, or take those figures out" in refused.text
    assert send(client, draft, "others", has_other_bodies="yes").status_code == 302


def test_nobody_else_is_refused_while_others_have_a_share_on_the_page(client, place, officer):
    trust, lead = factories.OrganisationFactory(name="NHS Trust"), factories.lead_of(place)
    factories.partner_of(place, trust)
    draft = factories.draft_of(place, has_other_bodies=None)
    shares = {f"gains-{lead.pk}": "60", f"gains-{trust.pk}": "40"}

    refused = send(client, draft, "others", has_other_bodies="no", **shares)

    assert "NHS Trust has a share below, so somebody else pays or gains." in refused.text
    assert "Choose “Yes”, or clear the boxes" in refused.text
    draft.refresh_from_db()
    assert draft.has_other_bodies is None
    assert not draft.figures.filter(organisation=trust).exists()


@pytest.mark.parametrize("amount", ["99999.99", "250000.00"])
def test_a_claim_that_says_nobody_else_and_gives_others_figures_waits_to_be_mended(
    client, place, officer, amount
):
    trust, lead = factories.OrganisationFactory(), factories.lead_of(place)
    figures = [*factories.figures_of(lead, amount), factories.figure(trust, "1.00")]
    draft = factories.draft_of(place, figures=figures, has_other_bodies=False)

    page = client.get(f"/claims/{draft.claim.reference}/edit/").text

    assert "7 of 9 pages are complete, and 1 can stay as it is." in page
    assert "Another organisation has figures. Say that somebody else pays or gains" in page
    with pytest.raises(workflow.ActionError):
        workflow.perform("ask_sign_off", draft, by=officer)


def test_harm_to_others_stays_with_who_bears_it_when_costs_are_split(client, place, officer):
    trust, lead = factories.OrganisationFactory(), factories.lead_of(place)
    factories.partner_of(place, trust)
    harm = factories.figure(trust, "500.00", line="harm_to_others")
    draft = factories.draft_of(place, figures=[*factories.figures_of(lead), harm])

    send(client, draft, "others", **{f"pays-{lead.pk}": "100"})

    kept = draft.figures.get(line="harm_to_others")
    assert (kept.organisation, kept.amount) == (trust, Decimal("500.00"))


def test_shares_that_do_not_add_to_100_are_refused(client, place, draft):
    lead = factories.lead_of(place)

    response = send(client, draft, "others", **{f"gains-{lead.pk}": "95"})

    assert "Shares of the saving add to 95; they must add to 100." in response.text


def test_somebody_else_without_a_name_is_not_complete(client, officer, place):
    draft = factories.draft_of(place, has_other_bodies=True)
    asked = "Say which organisation pays or gains"

    assert asked in client.get(f"/claims/{draft.claim.reference}/edit/check/").text
    page = client.get(address_of(draft, "others")).text
    assert "Is an organisation missing?" in page

    trust = factories.OrganisationFactory()
    named = factories.figure(trust, "0.00")
    workflow.edit(draft, by=officer, figures=[*factories.figures_of(draft.lead), named])
    assert asked not in client.get(f"/claims/{draft.claim.reference}/edit/check/").text
