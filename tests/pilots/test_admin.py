"""What administrators do in the workspace to people, and what they cannot do however they send it."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from pilots import people
from pilots.models import AccountChange, Membership, User
from tests import factories
from tests.workspace import act, change, let_go, list_page, row_page, take_roles
from totalplace.plain_errors import EMAIL

pytestmark = pytest.mark.usefixtures("no_second_factor")

ADD_PERSON = "/admin/pilots/user/add/"
NO_ROWS = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
ADD_MEMBERSHIP = "/admin/pilots/membership/add/"


def _add(client, capture, **sent):
    with capture(execute=True):
        return client.post(ADD_PERSON, sent | NO_ROWS)


def test_a_new_person_gets_a_link_and_no_password(
    client, admin, django_capture_on_commit_callbacks
):
    _add(
        client,
        django_capture_on_commit_callbacks,
        email="New.Person@Treasury.Example",
        name="New",
        roles=["analyst"],
    )

    person = User.objects.get(email="new.person@treasury.example")
    assert not person.has_usable_password()
    assert people.treasury_roles(person) == ["analyst"]
    assert person.history.latest().history_user == admin
    assert mail.outbox[0].to == [person.email]
    assert "/password/reset/" in mail.outbox[0].body


def test_the_link_lets_the_new_person_set_a_password_and_sign_in(
    client, admin, django_capture_on_commit_callbacks
):
    _add(
        client,
        django_capture_on_commit_callbacks,
        email="new@treasury.example",
        name="New",
        roles=["analyst"],
    )
    client.logout()
    address = re.search(r"https?://[^/]+(/password/reset/\S+)", mail.outbox[0].body)[1]
    password = "a long enough sentence"

    form = client.get(address, follow=True)
    set_at = form.redirect_chain[-1][0]
    client.post(set_at, {"password1": password, "password2": password})

    sent = {"login": "New@Treasury.example", "password": password}
    client.post(reverse("account_login"), sent)
    person = User.objects.get(email="new@treasury.example")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_address_that_somebody_has_in_other_capitals_is_refused(
    client, admin, django_capture_on_commit_callbacks
):
    factories.UserFactory(email="taken@council.example", name="Ann", is_active=False)

    response = _add(
        client, django_capture_on_commit_callbacks, email="Taken@Council.example", name="B"
    )

    assert "Ann has this email address. They have left: reactivate them" in response.text
    assert not mail.outbox


def test_an_administrator_gives_and_takes_roles(client, admin):
    person = factories.analyst()

    change(client, person, roles=["lead", "analyst"])

    person.refresh_from_db()
    assert people.treasury_roles(person) == ["lead", "analyst"]
    assert person.history.latest().history_user == admin

    take_roles(client, person, "lead", "analyst")

    person.refresh_from_db()
    assert not person.is_staff


# What an administrator may try by hand against their own page, another's, and a new one.
ESCALATIONS = [
    {"roles": ["administrator", "lead"]},
    {"groups": ["1", "2", "3", "4"]},
    {"is_superuser": "on"},
    {"is_staff": "on", "is_superuser": "1"},
    {"user_permissions": ["1", "2", "3"]},
    {"password": "known", "usable_password": "true"},
    {"password1": "known sentence here", "password2": "known sentence here"},
    {"is_active": ""},
    {"last_login": "2010-01-01", "date_joined": "2000-01-01"},
]
RIGHTS = ["is_staff", "is_active", "password"]


def _rights(person):
    person = User.objects.get(pk=person.pk)
    groups = sorted(person.groups.values_list("name", flat=True))
    permissions = person.user_permissions.count()
    return [getattr(person, name) for name in RIGHTS], groups, permissions


@pytest.mark.parametrize("sent", ESCALATIONS, ids=str)
def test_nobody_raises_themselves(client, admin, sent):
    before = _rights(admin)

    change(client, admin, **sent)

    assert _rights(admin) == before


def test_the_own_page_tells_the_roles_and_offers_none(client, admin):
    text = client.get(row_page(admin)).text

    assert "Administrator" in text
    assert 'name="roles"' not in text


@pytest.mark.parametrize("sent", ESCALATIONS[1:], ids=str)
def test_nothing_but_the_table_of_roles_is_given_to_another(client, admin, sent):
    person = factories.reviewer()
    before = _rights(person)

    change(client, person, roles=["reviewer"], **sent)

    assert _rights(person) == before


@pytest.mark.parametrize("role", ["finance", "officer", "superuser", "1", "Review lead"])
def test_only_treasury_roles_are_offered(client, admin, role):
    person = factories.reviewer()
    before = _rights(person)

    response = change(client, person, roles=[role])

    assert response.status_code == 200
    assert "Choose one of the answers in the list." in response.text
    assert _rights(person) == before


@pytest.mark.parametrize(
    "role", [factories.reviewer, factories.lead, factories.analyst, factories.UserFactory]
)
def test_only_administrators_have_pages_of_people(client, role):
    client.force_login(role())
    other, place = factories.analyst(), factories.PlaceFactory()
    before = _rights(other)

    client.post(row_page(other), {"email": other.email, "name": "X", "roles": ["lead"]} | NO_ROWS)
    act(client, User, "deactivate", other, confirmed="yes")
    client.post(ADD_PERSON, {"email": "x@y.example", "name": "X"} | NO_ROWS)
    client.post(ADD_MEMBERSHIP, {"user": other.pk, "place": place.pk, "role": "finance"})

    assert _rights(other) == before
    assert not User.objects.filter(email="x@y.example").exists()
    assert not Membership.objects.exists()


def test_there_is_no_page_that_sets_a_password(client, admin):
    person = factories.reviewer()

    assert "password" not in client.get(row_page(person)).text.lower().replace("set a password", "")
    assert client.get(f"/admin/pilots/user/{person.pk}/password/", follow=True).status_code == 404


def test_letting_people_go_is_asked_first(client, admin):
    person = factories.reviewer()

    response = act(client, User, "deactivate", person)

    person.refresh_from_db()
    assert "will not be able to sign in" in response.text
    assert person.is_active


def test_a_leaver_is_out_at_once(client, admin):
    leaver, their_browser = factories.reviewer(), type(client)()
    their_browser.force_login(leaver)

    let_go(client, User, "deactivate", leaver)

    leaver.refresh_from_db()
    assert not leaver.is_active
    answer = their_browser.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_nobody_lets_themselves_go(client, admin):
    response = act(client, User, "deactivate", admin, confirmed=admin.pk)

    admin.refresh_from_db()
    assert admin.is_active
    assert people.OWN_RIGHTS in response.text


def test_a_person_comes_back_without_rights(client, admin):
    person = factories.lead()
    people.deactivate(person)

    response = act(client, User, "reactivate", person)

    person.refresh_from_db()
    assert person.is_active
    assert not person.is_staff
    assert "without roles or memberships" in response.text


def test_a_link_is_sent_again_but_not_to_a_leaver(
    client, admin, django_capture_on_commit_callbacks
):
    person, leaver = factories.reviewer(), factories.reviewer()
    people.deactivate(leaver)

    with django_capture_on_commit_callbacks(execute=True):
        act(client, User, "send_link", person, leaver)

    assert [message.to for message in mail.outbox] == [[person.email]]


def test_people_are_found_by_role_and_by_having_left(client, admin):
    reader = factories.reviewer()
    leaver = factories.UserFactory(is_active=False)

    assert reader.email in client.get(list_page(User, role="reviewer")).text
    assert leaver.email not in client.get(list_page(User, role="reviewer")).text
    assert leaver.email in client.get(list_page(User, role="none")).text
    assert leaver.email in client.get(list_page(User, role="nonsense")).text


LOOK_ALIKES = [
    "finance@practice.\u200eexample", "finance@practice.\u200bexample", "finance@practice.example\u200b",
    "finance@practice.ex\u0430mple", "f\u0131nance@practice.example", "\uff46inance@practice.example",
]  # fmt: skip


@pytest.mark.parametrize("address", LOOK_ALIKES)
def test_no_address_looks_like_somebody_elses(client, admin, address):
    person = factories.UserFactory(email="ann@practice.example")

    added = client.post(ADD_PERSON, {"email": address, "name": "Frank"} | NO_ROWS)
    changed = change(client, person, email=address)

    assert added.status_code == changed.status_code == 200
    assert "English letters" in added.text or EMAIL in added.text
    assert not User.objects.filter(name="Frank").exists()
    assert not AccountChange.objects.exists()
