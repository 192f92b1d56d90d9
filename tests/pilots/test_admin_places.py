"""What administrators do in the workspace to places and memberships, and what nobody can do there."""

import pytest

from pilots import people
from pilots.models import Membership, Partner, Place
from tests import factories
from tests.workspace import act, change, let_go, page, row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")

ADD_MEMBERSHIP = "/admin/pilots/membership/add/"


def test_a_membership_is_given(client, admin):
    person, place = factories.UserFactory(), factories.PlaceFactory()

    client.post(ADD_MEMBERSHIP, {"user": person.pk, "place": place.pk, "role": "finance"})

    assert people.may(person, "savings.sign_off_claim", place)
    assert person.memberships.get().history.get().history_user == admin


def test_a_membership_that_may_not_be_given_is_refused_in_words(client, admin):
    place, police = factories.PlaceFactory(), factories.OrganisationFactory(name="Police")
    officer = factories.officer_of(place)
    refused = [
        ({"user": admin.pk, "role": "finance"}, people.OWN_RIGHTS),
        ({"user": officer.pk, "role": "officer"}, "has this role in"),
        ({"user": officer.pk, "role": "partner"}, "Choose the partner"),
        (
            {"user": officer.pk, "role": "partner", "organisation": police.pk},
            "Police is not a partner of",
        ),
    ]

    for sent, words in refused:
        response = client.post(ADD_MEMBERSHIP, {"place": place.pk} | sent)
        assert response.status_code == 200
        assert words in response.text

    assert Membership.objects.get().user == officer


def test_a_membership_is_ended_and_never_edited(client, admin):
    place = factories.PlaceFactory()
    officer = factories.officer_of(place)
    membership = officer.memberships.get()

    client.post(row_page(membership), {"user": admin.pk, "place": place.pk, "role": "finance"})
    let_go(client, Membership, "end", membership, of=officer)

    membership.refresh_from_db()
    assert (membership.user, membership.role) == (officer, "officer")
    assert membership.ended_at is not None


def test_nobody_ends_their_own_tie(client, admin):
    tie = Membership.objects.create(user=admin, place=factories.PlaceFactory(), role="interest")

    response = act(client, Membership, "end", tie)

    tie.refresh_from_db()
    assert tie.ended_at is None
    assert people.OWN_RIGHTS in response.text


def test_rows_on_a_page_cannot_be_changed_by_hand(client, admin):
    place = factories.PlaceFactory()
    partner = Partner.objects.get(place=place)
    other = factories.OrganisationFactory()
    sent = {
        "name": place.name,
        "code": place.code,
        "kind": place.kind,
        "partnerships-TOTAL_FORMS": 2,
        "partnerships-INITIAL_FORMS": 1,
        "partnerships-0-id": partner.pk,
        "partnerships-0-place": place.pk,
        "partnerships-0-organisation": other.pk,
        "partnerships-0-DELETE": "on",
        "partnerships-1-place": place.pk,
        "partnerships-1-organisation": other.pk,
    }

    client.post(row_page(place), sent)

    assert Partner.objects.get(place=place).organisation == partner.organisation


def test_a_place_leads_to_its_claims(client, admin):
    version = factories.published(factories.PlaceFactory(code="KEN"))

    text = client.get(row_page(version.claim.place)).text

    assert page(type(version.claim), "changelist", q="KEN").replace("&", "&amp;") in text


def test_an_analyst_reads_places_and_changes_none(client):
    place = factories.PlaceFactory(name="Kent")
    client.force_login(factories.analyst())

    assert client.post(row_page(place), {"name": "Other"}).status_code == 403
    assert client.get("/admin/pilots/place/add/").status_code == 403
    assert Place.objects.get().name == "Kent"


def test_the_kind_of_a_place_is_settled_when_it_is_made(client, admin):
    """A practice place made real would put made-up numbers into totals."""
    place = factories.PlaceFactory(kind="practice")

    change(client, place, name="Renamed", code="NEW", kind="pilot")

    place.refresh_from_db()
    assert (place.name, place.kind) == ("Renamed", "practice")
