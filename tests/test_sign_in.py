"""Can the right people sign in, and nobody else?"""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from pilots.people import deactivate
from tests.factories import UserFactory, analyst

PASSWORD = "three random words"
WRONG = "The email address or the password is not right."


def _person(**fields):
    return UserFactory(password=make_password(PASSWORD), **fields)


def _sign_in(client, person, password=PASSWORD, address="/signin/"):
    return client.post(address, {"login": person.email, "password": password})


def _treasury_person():
    person = analyst()
    person.set_password(PASSWORD)
    person.save()
    return person


def _code(secret):
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def _confirm(client, address):
    """Give the password again, as is asked before anything that signs people in is changed."""
    client.post(f"/account/confirm/?next={address}", {"password": PASSWORD})
    return client.get(address)


def _is_signed_in(client):
    return client.get("/account/").status_code == 200


def test_a_person_signs_in_and_comes_to_the_page_they_asked_for(client):
    person = _person()

    response = _sign_in(client, person, address="/signin/?next=/claims/%3Fq%3Da")

    assert response["Location"] == "/claims/?q=a"
    assert _is_signed_in(client)


def test_capitals_in_the_email_address_do_not_matter(client):
    person = _person(email="officer@kent.example")

    client.post("/signin/", {"login": "Officer@KENT.example", "password": PASSWORD})

    assert person.email == "officer@kent.example"
    assert _is_signed_in(client)


def test_nobody_is_sent_to_another_site(client):
    response = _sign_in(client, _person(), address="/signin/?next=https://evil.example/")

    assert response["Location"] == "/"


@pytest.mark.parametrize("email", ["known@kent.example", "unknown@kent.example"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client, email):
    _person(email="known@kent.example")

    response = client.post("/signin/", {"login": email, "password": "wrong words here"})

    assert WRONG in response.content.decode()
    assert 'href="#id_login"' in response.content.decode()
    assert not _is_signed_in(client)


def test_what_is_missing_is_asked_for(client):
    html = client.post("/signin/", {"login": "", "password": ""}).content.decode()

    assert "<title>Error: Sign in" in html
    assert "Enter your email address" in html
    assert "Enter your password" in html


def test_signing_out_asks_first_and_ends_the_session(client):
    client.force_login(_person())

    assert b"Do you want to sign out?" in client.get("/signout/").content
    assert client.post("/signout/")["Location"] == "/signin/"
    assert not _is_signed_in(client)


def test_a_leaver_cannot_sign_in_and_their_session_ends(client):
    person = _person()
    client.force_login(person)

    deactivate(person)

    assert not _is_signed_in(client)
    assert WRONG in _sign_in(client, person).content.decode()


def test_an_account_that_is_closed_says_so_to_nobody_else(client):
    person = _person(is_active=False)

    response = _sign_in(client, person)

    assert not _is_signed_in(client)
    assert response.status_code in {200, 302}
    assert b"This account is closed" in client.get("/signin/closed/").content


def test_a_forgotten_password_is_set_by_a_link_that_works_once(client, mailoutbox, settings):
    settings.SITE_URL = "https://totalplace.example"
    person = _person()

    client.post("/password/reset/", {"email": person.email})
    link = re.search(r"https://totalplace.example(\S+)", mailoutbox[0].body)[1]
    form = client.get(link, follow=True).request["PATH_INFO"]
    short = client.post(form, {"password1": "short", "password2": "short"})
    weak = client.post(form, {"password1": "a" * 12, "password2": "a" * 12})
    client.post(
        form, {"password1": "four more random words", "password2": "four more random words"}
    )

    assert "This password is too short" in short.content.decode()
    assert "This password is easy to guess. Use three random words." in weak.text
    assert b"This link no longer works" in client.get(link, follow=True).content
    _sign_in(client, person, "four more random words")
    assert _is_signed_in(client)


def test_nobody_learns_from_a_reset_which_addresses_exist(client, mailoutbox):
    response = client.post("/password/reset/", {"email": "nobody@kent.example"})

    assert response["Location"] == "/password/reset/sent/"
    assert mailoutbox == []


def test_a_person_changes_their_password_and_is_told_by_email(client, mailoutbox):
    person = _person()
    client.force_login(person)
    new = {"password1": "four more random words", "password2": "four more random words"}

    wrong = client.post("/account/password/", {"oldpassword": "x"} | new)
    weak = {"oldpassword": PASSWORD, "password1": "a" * 12, "password2": "a" * 12}
    refused = client.post("/account/password/", weak)
    client.post("/account/password/", {"oldpassword": PASSWORD} | new)

    assert b"This is not your current password" in wrong.content
    assert "This password is easy to guess. Use three random words." in refused.text
    person.refresh_from_db()
    assert person.check_password("four more random words")
    assert "tell your administrator" in mailoutbox[0].body


@pytest.mark.parametrize("address", ["/", "/claims/", "/admin/", "/nowhere/"])
def test_treasury_staff_set_up_a_second_factor_before_anything_else(client, settings, address):
    settings.MFA_REQUIRED = True
    client.force_login(_treasury_person())

    response = client.get(address)

    assert response.status_code == (404 if address == "/nowhere/" else 302)
    if response.status_code == 302:
        assert response["Location"] == "/account/"
        assert b"Set up a second way to prove who you are" in client.get("/account/").content


@pytest.mark.parametrize(
    "address", ["/account/", "/account/confirm/", "/signout/", "/cookies/", "/health/live"]
)
def test_who_must_set_one_up_can_do_that_and_can_leave(client, settings, address):
    settings.MFA_REQUIRED = True
    client.force_login(_treasury_person())

    assert client.get(address).status_code == 200


def test_a_council_officer_needs_no_second_factor(client, settings):
    settings.MFA_REQUIRED = True
    client.force_login(_person())

    assert client.get("/places/").status_code == 200


def test_the_demonstration_offers_a_second_factor_and_asks_for_none(client, settings):
    settings.MFA_REQUIRED = False
    client.force_login(_treasury_person())

    assert client.get("/places/").status_code == 200


def test_an_authenticator_app_is_set_up_and_then_asked_for(client, settings):
    settings.MFA_REQUIRED = True
    person = _treasury_person()
    client.force_login(person)

    page = _confirm(client, "/account/app/").content.decode()
    secret = re.search(r'app-codes">(\w+)<', page)[1]
    assert "<svg" in page
    assert "data:" not in page
    done = client.post("/account/app/", {"code": _code(secret)})

    assert done["Location"] == "/account/codes/"
    assert client.get("/places/").status_code == 200
    client.post("/signout/")
    assert _sign_in(client, person)["Location"].startswith("/signin/second-factor/")
    assert not _is_signed_in(client)


def test_a_recovery_code_works_once_and_a_wrong_code_not_at_all(client):
    person = _person()
    totp.TOTP.activate(person, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(person).get_unused_codes()

    _sign_in(client, person)
    wrong = client.post("/signin/second-factor/", {"code": "000000"})
    client.post("/signin/second-factor/", {"code": codes[0]})

    assert b"This code is not right" in wrong.content
    assert _is_signed_in(client)
    client.post("/signout/")
    _sign_in(client, person)
    client.post("/signin/second-factor/", {"code": codes[0]})
    assert not _is_signed_in(client)


OWN_PAGES = {
    "mfa_index": "Your account",
    "account_change_password": "Change your password",
    "account_reauthenticate": "Confirm that it is you",
    "mfa_reauthenticate": "Confirm that it is you",
    "mfa_deactivate_totp": "Remove the authenticator app",
    "mfa_view_recovery_codes": "Recovery codes",
    "mfa_generate_recovery_codes": "Make new recovery codes",
    "mfa_list_webauthn": "Passkeys and security keys",
    "mfa_add_webauthn": "Add a passkey or security key",
}


@pytest.mark.parametrize("name", OWN_PAGES)
def test_each_page_of_ones_own_account_is_in_our_layout_and_words(client, name):
    person = _person()
    client.force_login(person)
    totp.TOTP.activate(person, totp.generate_totp_secret())
    RecoveryCodes.activate(person)
    _confirm(client, "/account/")

    html = client.get(reverse(name)).content.decode()

    assert f"<title>{OWN_PAGES[name]} – Total Place</title>" in html
    assert f'<h1 class="govuk-heading-l">{OWN_PAGES[name]}</h1>' in html


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_a_key_is_renamed_and_removed_in_our_layout_and_words(client, name):
    person = _person()
    client.force_login(person)
    key = Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "My key", "credential": {}}
    )

    page = _confirm(client, reverse(name, args=[key.pk]))
    done = client.post(reverse(name, args=[key.pk]), {"name": "Office key"})

    assert b"My key" in page.content
    assert done["Location"] == reverse("mfa_list_webauthn")


def test_another_persons_key_is_not_found(client):
    key = Authenticator.objects.create(
        user=_person(), type=Authenticator.Type.WEBAUTHN, data={"name": "Theirs", "credential": {}}
    )
    client.force_login(_person())

    assert _confirm(client, f"/account/passkeys/{key.pk}/remove/").status_code == 404
