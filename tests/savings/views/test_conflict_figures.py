"""Whose figures changed meanwhile is told which amounts are stored of whom, so that nothing is written over unseen."""

from savings import workflow
from tests import factories

from .drafts import address_of, seen_on, send


def test_stored_figures_are_shown_by_organisation_with_their_notes(client, draft, place):
    seen = seen_on(client, address_of(draft, "figures"))
    trust = factories.OrganisationFactory(name="Beds NHS Trust")
    figures = [
        factories.figure(draft.lead, amount="80000.00", note="As the ledger says"),
        factories.figure(trust, amount="40000.00"),
    ]
    workflow.perform("edit", draft, by=factories.officer_of(place), figures=figures)
    row = f"{draft.lead.pk}-cashable-0"
    typed = {f"{row}-year": "2010-11", f"{row}-saving": "888"}

    refused = send(client, draft, "figures", seen=seen, **typed)

    assert refused.status_code == 409
    warning = refused.text.partition("What is stored now")[2].partition("To keep yours")[0]
    assert "£80,000" in warning
    assert "£40,000" in warning
    assert "£120,000" not in warning
    assert "Beds NHS Trust, " in warning
    assert "As the ledger says" in warning
    # Nobody answered it, but the figures beside it do.
    assert "Somebody else pays or gains" not in warning
