"""Who may see what, cell by cell of the table in docs/decisions/002-access.md."""

import pytest
from django.contrib.auth.models import AnonymousUser

from pilots.models import Membership, User
from savings import access, workflow
from savings.access import Purpose
from savings.models import Figure, Version
from tests import factories
from tests.standing import standing

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


def _claims():
    """One claim of a place in each state, each naming a trust where it has figures."""
    place, trust = factories.PlaceFactory(), factories.OrganisationFactory()

    def shared():
        return [*factories.figures_of(factories.lead_of(place)), factories.figure(trust)]

    drafts = {
        state: factories.claim_at("submitted", place, condition=state, figures=shared())
        for state in "ABCD"
    }
    claims = {
        "draft": factories.claim_at("draft", place, figures=shared()),
        **drafts,
        "published": factories.published(place),
    }
    return claims, place, trust


standing_claims = standing(_claims)


@pytest.fixture
def made(standing_claims):
    return standing_claims()


@pytest.fixture
def claims(made):
    return made[0]


@pytest.fixture
def place(made):
    return made[1]


@pytest.fixture
def trust(made):
    return made[2]


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


def test_figures_and_evidence_follow_their_version(claims, place):
    stranger = factories.officer_of(factories.PlaceFactory())
    open_claims = [claims["D"], claims["published"]]

    figures = Figure.objects.filter(version__in=access.submitted_visible_to(stranger))
    evidence = access.evidence_visible_to(stranger)

    assert set(figures.values_list("version", flat=True)) == {claims["D"].pk}
    assert set(evidence.values_list("citations__version", flat=True)) == {v.pk for v in open_claims}
    assert Version.objects.count() == len(claims)


def test_what_a_person_may_see_is_asked_of_their_memberships_once(django_assert_num_queries, place):
    person = User.objects.get(pk=factories.officer_of(place).pk)
    person.has_perm("savings.read_for_review")  # Django reads their permissions once, too.

    with django_assert_num_queries(1):
        access.all_visible_to(person)
        access.evidence_visible_to(person)
        access.all_events_visible_to(person)
