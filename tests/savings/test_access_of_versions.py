"""Who sees which version of a claim, and its draft, until when: beside the table of docs/decisions/002-access.md."""

import pytest

from pilots.models import Membership
from savings import access, workflow
from tests import factories


@pytest.fixture
def place():
    return factories.PlaceFactory()


def test_the_place_is_shown_its_draft_and_others_the_version_that_stands(place):
    standing = factories.claim_at("submitted", place)
    officer = factories.officer_of(place)
    draft = workflow.perform("revise", standing, by=officer, note="New figures")

    assert list(access.visible_to(officer)) == [draft]
    assert list(access.visible_to(factories.reviewer())) == [standing]


def test_published_words_stay_open_when_the_place_adopts_them(place):
    words = factories.published(place)
    officer = factories.officer_of(place)
    draft = workflow.perform("adopt", words, by=officer)
    content = factories.complete_content(place)
    figures = factories.figures_of(factories.lead_of(place))
    evidence = [(factories.link(), "")]
    workflow.perform("edit", draft, by=officer, content=content, figures=figures, evidence=evidence)
    workflow.perform("submit", draft, by=factories.finance_of(place))

    stranger = factories.officer_of(factories.PlaceFactory())

    assert draft.claim.use_condition == "A"
    assert list(access.visible_to(stranger)) == [words]
    assert list(access.visible_to(factories.reviewer())) == [draft]


def test_a_draft_that_is_withdrawn_stays_the_places_own(place):
    draft = factories.claim_at("draft", place)
    finance = factories.finance_of(place)
    workflow.perform("withdraw", draft, by=finance, note="Entered twice")

    assert list(access.visible_to(finance)) == [draft]
    assert not access.visible_to(factories.reviewer()).exists()


@pytest.mark.parametrize("role", ["officer", "finance"])
def test_a_revision_thrown_away_leaves_what_stands(place, role):
    standing = factories.claim_at("submitted", place)
    person = getattr(factories, f"{role}_of")(place)
    draft = workflow.perform("revise", standing, by=person, note="New figures")

    workflow.perform("discard", draft, by=person)

    standing.refresh_from_db()
    assert list(access.visible_to(person)) == [standing]
    assert standing.status == "submitted"
    assert list(access.visible_to(factories.reviewer())) == [standing]


def test_a_draft_thrown_away_stays_its_places_own_record(place):
    draft = factories.claim_at("draft", place)
    officer = factories.officer_of(place)

    workflow.perform("discard", draft, by=officer)

    assert list(access.visible_to(officer)) == [draft]
    assert not access.all_visible_to(factories.reviewer()).exists()
    assert not access.all_visible_to(factories.officer_of(factories.PlaceFactory())).exists()


def test_a_partner_who_was_asked_reads_that_a_draft_was_thrown_away(place):
    trust = factories.OrganisationFactory()
    partner = factories.partner_of(place, trust)
    figures = [*factories.figures_of(factories.lead_of(place)), factories.figure(trust)]
    draft = factories.claim_at("draft", place, figures=figures)
    officer = factories.officer_of(place)
    workflow.perform("ask_sign_off", draft, by=officer)

    workflow.perform("discard", draft, by=officer)

    seen = access.sight_of(partner, draft).events()
    assert [event.action for event in seen] == ["discard"]


def test_of_drafts_withdrawn_unsent_the_last_is_shown(place):
    finance = factories.finance_of(place)
    first = factories.claim_at("draft", place)
    workflow.perform("withdraw", first, by=finance, note="Entered twice")
    second = workflow.perform("revise", first, by=finance, note="Needed after all")
    workflow.perform("withdraw", second, by=finance, note="Entered twice")

    assert list(access.visible_to(finance)) == [second]


def test_a_membership_that_has_ended_or_begun_counts_from_the_next_page_on(client, place):
    version = factories.draft_of(place)
    officer = factories.officer_of(place)
    client.force_login(officer)
    address = version.claim.get_absolute_url()
    before = client.get(address).status_code

    factories.end_memberships(officer)
    ended = client.get(address).status_code
    Membership.objects.create(user=officer, place=place, role="finance")

    assert (before, ended, client.get(address).status_code) == (200, 404, 200)


def test_a_tie_that_has_begun_counts_from_the_next_page_on(client, place):
    version = factories.claim_at("submitted", place)
    reviewer = factories.reviewer()
    client.force_login(reviewer)
    address = f"/review/{version.claim.reference}/"
    before = client.get(address).status_code

    Membership.objects.create(user=reviewer, place=place, role="interest")

    assert (before, client.get(address).status_code) == (200, 404)
