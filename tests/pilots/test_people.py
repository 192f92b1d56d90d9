"""Roles are given and taken by an administrator, never by oneself; a leaver is out at once and stays on record."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from pilots import people
from pilots.models import Membership
from savings.models import Event
from tests import factories


@pytest.fixture
def by():
    return factories.administrator()


def test_a_person_is_staff_while_they_have_a_treasury_role(by):
    person = factories.UserFactory()

    people.set_roles(person, ["reviewer", "analyst"], by=by)

    assert people.treasury_roles(person) == ["reviewer", "analyst"]
    assert person.is_staff

    people.set_roles(person, [], by=by)

    assert people.treasury_roles(person) == []
    assert not person.is_staff


def test_the_history_says_which_roles_a_person_was_given(by):
    person = factories.UserFactory()

    people.set_roles(person, ["lead"], by=by)

    assert person.history.latest().history_change_reason == "Roles: none → Review lead"


def test_a_role_of_a_place_is_not_given_as_a_treasury_role(by):
    with pytest.raises(KeyError):
        people.set_roles(factories.UserFactory(), ["finance"], by=by)


@pytest.mark.parametrize("role", [factories.reviewer, factories.lead, factories.analyst])
def test_only_an_administrator_changes_what_people_may_do(role):
    person, place = factories.UserFactory(), factories.PlaceFactory()
    membership = Membership.objects.create(user=person, place=place, role="officer")

    for change in (
        lambda by: people.set_roles(person, ["lead"], by=by),
        lambda by: people.end_membership(membership, by=by),
        lambda by: people.deactivate(person, by=by),
        lambda by: people.reactivate(person, by=by),
    ):
        with pytest.raises(PermissionDenied):
            change(role())

    person.refresh_from_db()
    membership.refresh_from_db()
    assert person.is_active
    assert membership.ended_at is None


def test_nobody_changes_their_own_rights(by):
    place = factories.PlaceFactory()
    tie = Membership.objects.create(user=by, place=place, role="interest")

    for change in (
        lambda: people.set_roles(by, ["administrator", "lead"], by=by),
        lambda: people.end_membership(tie, by=by),
        lambda: people.deactivate(by, by=by),
        lambda: people.reactivate(by, by=by),
    ):
        with pytest.raises(PermissionDenied):
            change()

    assert people.treasury_roles(by) == ["administrator"]


def test_a_leavers_sessions_end_at_once(client):
    person = factories.analyst()
    client.force_login(person)

    people.deactivate(person)

    response = client.get("/account/")
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_an_old_session_stays_dead_when_the_leaver_comes_back(client, by):
    person = factories.UserFactory()
    client.force_login(person)

    people.deactivate(person, by=by)
    people.reactivate(person, by=by)

    assert client.get("/account/").status_code == 302


def test_what_a_leaver_did_keeps_their_name_and_role(by):
    version = factories.claim_at("submitted")
    submitted = Event.objects.get(version=version, action="submit")

    people.deactivate(submitted.by, by=by)

    submitted.refresh_from_db()
    assert submitted.by.name
    assert submitted.by_role == "Finance officer"


def test_a_leavers_memberships_end_and_stay_on_record(by):
    place = factories.PlaceFactory()
    person = factories.officer_of(place)

    people.deactivate(person, by=by)

    membership = person.memberships.get()
    assert membership.ended_at is not None
    assert membership.history.count() == 2
    assert not people.may(person, "savings.edit_claim", place)


def test_somebody_who_comes_back_has_no_rights(by):
    person = factories.lead()
    people.deactivate(person, by=by)

    people.reactivate(person, by=by)

    assert person.is_active
    assert people.treasury_roles(person) == []


def test_an_address_that_a_person_has_left_opens_nothing():
    person = factories.UserFactory()
    EmailAddress.objects.create(user=person, email="old@council.example", verified=True)

    people.forget_addresses(person)

    assert not EmailAddress.objects.filter(user=person).exists()


def test_a_partner_comes_from_a_partner_of_the_place(by):
    place, elsewhere = factories.PlaceFactory(), factories.OrganisationFactory(name="Police")
    person = factories.UserFactory()
    given = Membership(user=person, place=place, role="partner", organisation=elsewhere)

    with pytest.raises(ValidationError) as refusal:
        people.check_membership(given, by=by)

    assert "Police is not a partner" in refusal.value.message_dict["organisation"][0]

    given.organisation = factories.lead_of(place)
    people.check_membership(given, by=by)


def test_a_membership_is_not_given_twice_nor_to_a_leaver_nor_to_oneself(by):
    place = factories.PlaceFactory()
    officer, leaver = factories.officer_of(place), factories.UserFactory(is_active=False)

    for user, field in ((officer, "role"), (leaver, "user"), (by, "user")):
        with pytest.raises(ValidationError) as refusal:
            people.check_membership(Membership(user=user, place=place, role="officer"), by=by)
        assert field in refusal.value.message_dict
