"""Who may see what, cell by cell of the table in docs/decisions/002-access.md."""

import pytest
from django.contrib.auth.models import AnonymousUser

from pilots.models import Membership, User
from savings import access, workflow
from savings.access import Purpose
from savings.models import Version
from tests import factories

STATES = ["draft", "A", "B", "C", "D", "published"]
# Which of STATES a person sees by name. The analyst reads for service redesign.
SEES = {
    "officer": {"draft", "A", "B", "C", "D", "published"},
    "finance": {"draft", "A", "B", "C", "D", "published"},
    "officer_elsewhere": {"D", "published"},
    "partner": {"D", "published"},
    "partner_named": {"A", "B", "C", "D", "published"},
    "partner_named_elsewhere": {"D", "published"},
    "reviewer": {"A", "B", "C", "D", "published"},
    "lead": {"A", "B", "C", "D", "published"},
    "reviewer_tied": {"D", "published"},
    "reviewer_once_tied": {"D", "published"},
    "reviewer_tied_elsewhere": {"A", "B", "C", "D", "published"},
    "analyst": {"C", "D", "published"},
    "administrator": {"D", "published"},
    "nobody": set(),
    "interest_only": set(),
    "leaver": set(),
}


@pytest.fixture
def place():
    return factories.PlaceFactory()


@pytest.fixture
def trust():
    return factories.OrganisationFactory()


@pytest.fixture
def claims(place, trust):
    """One claim of the place in each state, each naming the trust where it has figures."""

    def shared():
        return [*factories.figures_of(factories.lead_of(place)), factories.figure(trust)]

    drafts = {
        state: factories.claim_at("submitted", place, condition=state, figures=shared())
        for state in "ABCD"
    }
    return {
        "draft": factories.claim_at("draft", place, figures=shared()),
        **drafts,
        "published": factories.published(place),
    }


def _people(place, trust):
    elsewhere = factories.PlaceFactory()
    return {
        "officer": lambda: factories.officer_of(place),
        "finance": lambda: factories.finance_of(place),
        "officer_elsewhere": lambda: factories.officer_of(elsewhere),
        "partner": lambda: factories.partner_of(place, factories.OrganisationFactory()),
        "partner_named": lambda: factories.partner_of(place, trust),
        "partner_named_elsewhere": lambda: factories.partner_of(elsewhere, trust),
        "reviewer": factories.reviewer,
        "lead": factories.lead,
        "reviewer_tied": lambda: _tied(place),
        "reviewer_once_tied": lambda: _once_tied(place),
        "reviewer_tied_elsewhere": lambda: _tied(elsewhere),
        "analyst": factories.analyst,
        "administrator": factories.administrator,
        "nobody": factories.UserFactory,
        "interest_only": lambda: _interested(place),
        "leaver": lambda: _leaver(place),
    }


def _once_tied(place):
    person = _tied(place)
    factories.end_memberships(person)
    return person


def _tied(place):
    reviewer = factories.reviewer()
    Membership.objects.create(user=reviewer, place=place, role="interest")
    return reviewer


def _interested(place):
    person = factories.UserFactory()
    Membership.objects.create(user=person, place=place, role="interest")
    return person


def _leaver(place):
    person = factories.officer_of(place)
    person.is_active = False
    person.save()
    return person


@pytest.mark.parametrize("who", SEES)
def test_each_person_sees_what_the_table_says(who, claims, place, trust):
    person = _people(place, trust)[who]()

    seen = set(access.visible_to(person).values_list("pk", flat=True))

    assert {state for state, version in claims.items() if version.pk in seen} == SEES[who]


def test_nobody_signed_in_sees_nothing(claims):
    assert not access.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("who", ["analyst", "reviewer", "officer", "finance", "partner_named"])
def test_grant_allocation_is_refused_below_open(who, claims, place, trust):
    person = _people(place, trust)[who]()

    seen = set(access.visible_to(person, Purpose.GRANT_ALLOCATION).values_list("pk", flat=True))

    assert {state for state, version in claims.items() if version.pk in seen} == {"D", "published"}


def test_a_reviewer_reads_the_places_own_figures_for_review_only(claims):
    seen = access.visible_to(factories.reviewer(), Purpose.PROGRAMME_TOTAL)

    assert {v.claim.use_condition for v in seen} == {"D"}


def test_a_purpose_that_is_not_on_the_list_is_an_error():
    with pytest.raises(ValueError, match="curiosity is not a purpose"):
        access.visible_to(factories.analyst(), "curiosity")


def test_a_partner_sees_a_draft_that_names_it_once_sign_off_is_asked(claims, place, trust):
    partner = factories.partner_of(place, trust)
    draft = claims["draft"]
    assert not access.visible_to(partner).filter(pk=draft.pk).exists()

    workflow.perform("ask_sign_off", draft, by=factories.officer_of(place))

    assert access.visible_to(partner).filter(pk=draft.pk).exists()


def test_an_analyst_is_told_how_many_claims_are_withheld(claims):
    assert access.withheld_from(factories.analyst()).count() == 2


def test_nobody_else_is_told_that_claims_are_withheld(claims):
    assert not access.withheld_from(factories.administrator()).exists()


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


def test_figures_and_evidence_follow_their_version(claims, place):
    stranger = factories.officer_of(factories.PlaceFactory())
    open_claims = [claims["D"], claims["published"]]

    figures = access.figures_visible_to(stranger)
    evidence = access.evidence_visible_to(stranger)

    assert set(figures.values_list("version", flat=True)) == {claims["D"].pk}
    assert set(evidence.values_list("citations__version", flat=True)) == {v.pk for v in open_claims}
    assert Version.objects.count() == len(claims)


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


def test_what_a_person_may_see_is_asked_of_their_memberships_once(django_assert_num_queries, place):
    person = User.objects.get(pk=factories.officer_of(place).pk)
    person.has_perm("savings.read_for_review")  # Django reads their permissions once, too.

    with django_assert_num_queries(1):
        access.all_visible_to(person)
        access.evidence_visible_to(person)
        access.all_events_visible_to(person)
