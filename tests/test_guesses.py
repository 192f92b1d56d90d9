"""Is whoever guesses stopped, and nobody else: not their neighbours, and not the person they guess at?

Each door at which something can be guessed is tried by many people of one address, by one person many times, by a
stranger elsewhere, and by a machine.
"""

import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from allauth.account import app_settings as account_settings
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from tests.factories import UserFactory
from totalplace import guesses

PASSWORD = "three random words"
SECRET = totp.generate_totp_secret()
COUNCIL, ELSEWHERE = "192.0.2.1", "198.51.100.7"
NEW = {"password1": "four more random words", "password2": "four more random words"}


def _code():
    step = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(SECRET, step))


@dataclass(frozen=True)
class Door:
    """Where something is asked for that can be guessed. `first` is what must have happened before."""

    address: str
    field: str
    right: object
    limits: tuple
    first: str = ""
    others: tuple = ()

    def open(self, person, address=COUNCIL):
        """A browser in front of this door."""
        browser = Client(REMOTE_ADDR=address)
        if self.first == "signed in":
            browser.force_login(person)
        if self.first == "password given":
            browser.post("/signin/", {"login": person.email, "password": PASSWORD})
        return browser

    def knock(self, browser, person, right):
        given = dict(self.others)
        if self.address in {"/signin/", "/password/reset/"}:
            given |= {"login": person.email, "email": person.email}
        if self.right:
            given[self.field] = self.right() if right else "wrong!"
        return browser.post(self.address, given)


DOORS = {
    "signing in": Door("/signin/", "password", lambda: PASSWORD, guesses.PASSWORD),
    "confirming by password": Door(
        "/account/confirm/", "password", lambda: PASSWORD, guesses.PASSWORD, "signed in"
    ),
    "changing the password": Door(
        "/account/password/",
        "oldpassword",
        lambda: PASSWORD,
        guesses.PASSWORD,
        "signed in",
        tuple(NEW.items()),
    ),
    "a code on signing in": Door(
        "/signin/second-factor/", "code", _code, guesses.CODE, "password given"
    ),
    "confirming by code": Door("/account/confirm/code/", "code", _code, guesses.CODE, "signed in"),
    "asking for a link": Door("/password/reset/", "email", None, guesses.LINK),
}
GUESSING = [name for name in DOORS if name != "asking for a link"]


def _person(door):
    person = UserFactory(password=make_password(PASSWORD))
    if door.limits is guesses.CODE:
        totp.TOTP.activate(person, SECRET)
    return person


def _knock(door, person, times, address=COUNCIL, right=False):
    """Knock so often; whether the last was let in."""
    browser = door.open(person, address)
    answers = [door.knock(browser, person, right) for _ in range(times)]
    return answers[-1].status_code == 302


def _use_up(address, whom="made up {n}", times=300):
    """What a machine has done from an address."""
    request = RequestFactory(REMOTE_ADDR=address).post("/signin/")
    for n in range(times):
        guesses.count(request, guesses.PASSWORD, whom.format(n=n))


@pytest.mark.parametrize("name", DOORS)
def test_wrong_tries_of_many_people_do_not_stop_another_at_their_address(name):
    door = DOORS[name]
    for _ in range(40):
        _knock(door, _person(door), times=1)

    assert _knock(door, _person(door), times=1, right=True)


@pytest.mark.parametrize("name", DOORS)
def test_one_person_is_stopped_and_is_told_for_how_long(name):
    door = DOORS[name]
    person = _person(door)
    browser = door.open(person)
    limit = door.limits[0]
    with time_machine.travel("2026-11-02T09:00Z") as clock:
        for _ in range(limit.amount):
            door.knock(browser, person, right=False)

        refused = door.knock(browser, person, right=True)
        clock.shift(timedelta(seconds=limit.seconds + 1))
        later = door.knock(browser, person, right=True)

    assert refused.status_code == 200
    assert "5 minutes" in refused.text
    assert "There is a problem" in refused.text
    assert later.status_code == 302


@pytest.mark.parametrize("name", DOORS)
def test_a_stranger_elsewhere_locks_nobody_out(name):
    door = DOORS[name]
    person = _person(door)
    for n in range(
        2
    ):  # More tries than any limit of one person at one address allows in a day, but for codes.
        _knock(door, person, times=12, address=f"198.51.100.{n}")

    assert _knock(door, person, times=1, right=True)


@pytest.mark.parametrize("name", GUESSING)
def test_a_machine_is_stopped_and_only_at_its_own_address(name):
    door = DOORS[name]
    here, elsewhere = _person(door), _person(door)
    browser = door.open(here)
    _use_up(COUNCIL)

    refused = door.knock(browser, here, right=True)

    assert refused.status_code == 200
    assert "from your network. Wait 5 minutes" in refused.text
    assert _knock(door, elsewhere, times=1, address=ELSEWHERE, right=True)


def test_too_many_links_from_one_address_are_refused():
    request = RequestFactory(REMOTE_ADDR=COUNCIL).post("/password/reset/")
    for n in range(300):
        guesses.count(request, guesses.LINK, f"person {n}")

    assert not _knock(DOORS["asking for a link"], UserFactory(), times=1)
    assert _knock(DOORS["asking for a link"], UserFactory(), times=1, address=ELSEWHERE)


@pytest.mark.parametrize("name", GUESSING)
def test_whoever_goes_on_after_a_refusal_is_not_counted_against_their_neighbours(name):
    door = DOORS[name]
    _use_up(COUNCIL, times=285)
    stubborn = _person(door)

    _knock(
        door, stubborn, times=20
    )  # Ten are counted. With the ten that are refused it would be over 300.

    assert _knock(door, _person(door), times=1, right=True)


def test_right_passwords_are_counted_against_nobody():
    door = DOORS["signing in"]

    answers = [_knock(door, _person(door), times=1, right=True) for _ in range(45)]
    person = _person(door)
    again = [_knock(door, person, times=1, right=True) for _ in range(15)]

    assert all(answers + again)


def test_a_right_password_forgets_the_wrong_ones_before_but_not_those_of_the_address():
    door = DOORS["signing in"]
    person = _person(door)
    _use_up(COUNCIL, times=290)
    _knock(door, person, times=9)

    let_in = _knock(door, person, times=1, right=True)

    assert let_in
    assert not _knock(door, person, times=1)
    assert not _knock(door, _person(door), times=1, right=True)


def test_setting_a_new_password_by_link_lets_one_in_at_once_as_the_words_say(mailoutbox):
    door = DOORS["signing in"]
    person = _person(door)
    browser = door.open(person)
    for _ in range(10):
        door.knock(browser, person, right=False)
    told = door.knock(browser, person, right=True).text

    browser.post("/password/reset/", {"email": person.email})
    link = mailoutbox[0].body.partition("/password/reset/")[2].split()[0]
    form = browser.get(f"/password/reset/{link}")["Location"]
    browser.post(form, NEW)

    assert "set a new password: that lets you in at once" in told
    signed_in = browser.post("/signin/", {"login": person.email, "password": NEW["password1"]})
    assert signed_in.status_code == 302


def test_a_hundred_wrong_passwords_in_a_day_are_enough():
    door = DOORS["signing in"]
    person = _person(door)
    with time_machine.travel("2026-11-02T09:00Z") as clock:
        for _ in range(10):
            _knock(door, person, times=10)
            clock.shift(timedelta(minutes=6))

        refused = door.knock(door.open(person), person, right=True)
        elsewhere = _knock(door, person, times=1, address=ELSEWHERE, right=True)
        clock.shift(timedelta(hours=24))
        later = _knock(door, person, times=1, right=True)

    assert "Wait 24 hours" in refused.text
    assert elsewhere
    assert later


def test_a_hundred_wrong_codes_in_a_day_are_enough_from_however_many_addresses():
    """Whoever guesses codes has the password: no stranger can do this to anybody."""
    door = DOORS["a code on signing in"]
    person = _person(door)
    for n in range(10):
        _knock(door, person, times=10, address=f"198.51.100.{n}")

    refused = door.knock(door.open(person), person, right=True)

    assert refused.status_code == 200
    assert "codes work again in 24 hours" in refused.text


@pytest.mark.parametrize(
    ("door", "spellings"),
    [
        ("signing in", ["sss@kent.example", "SSS@Kent.example"] * 6),
        # PostgreSQL finds the person by the long s, too: each spelling would be five more mails to them.
        (
            "asking for a link",
            ["sss@kent.example", "\u017fss@kent.example", "\u017f\u017fs@kent.example"] * 2,
        ),
    ],
)
def test_other_spellings_of_an_address_are_not_other_accounts(door, spellings):
    browser = DOORS[door].open(UserFactory(email="sss@kent.example"))
    for email in spellings:
        told = browser.post(DOORS[door].address, {"login": email, "email": email, "password": "x"})

    assert told.status_code == 200
    assert "ait 5 minutes" in told.text


def test_one_subscriber_of_ipv6_is_one_address_and_another_is_another():
    door = DOORS["signing in"]
    person = _person(door)
    for n in range(12):
        _knock(door, person, times=1, address=f"2001:db8:1:1::{n:x}")

    assert not _knock(door, person, times=1, address="2001:db8:1:1:ffff::1", right=True)
    assert _knock(door, person, times=1, address="2001:db8:1:2::1", right=True)


def test_a_flood_of_made_up_addresses_does_not_make_the_counters_forget():
    door = DOORS["signing in"]
    person = _person(door)
    _knock(door, person, times=10)
    for n in range(4):
        _use_up(f"198.51.100.{n}", whom=f"{n} {{n}}")

    assert not _knock(door, person, times=1, right=True)


def test_a_try_that_is_refused_is_not_counted():
    request = RequestFactory(REMOTE_ADDR=COUNCIL).post("/signin/")
    with time_machine.travel("2026-11-02T09:00Z", tick=False) as clock:
        _use_up(COUNCIL)
        for _ in range(120):
            with pytest.raises(ValidationError, match="network"):
                guesses.count(request, guesses.PASSWORD, "one")
        clock.shift(timedelta(minutes=6))

        assert guesses.count(request, guesses.PASSWORD, "one")


# Each of allauth's limits: off, because ours are counted at that door; or there is no such door.
OFF = {
    "change_password": "account_change_password",
    "login": "account_login",
    "login_failed": "account_login",
    "reauthenticate": "account_reauthenticate",
    "reset_password": "account_reset_password",
    "reset_password_from_key": "account_reset_password_from_key_done",
    "webauthn_login": "mfa_login_webauthn",
}
NO_DOOR = {
    "change_phone": "account_change_phone",
    "confirm_email": "account_confirm_email",
    "manage_email": "account_email",
    "request_login_code": "account_request_login_code",
    "signup": "account_signup",
    "verify_phone": "account_verify_phone",
}


def test_every_limit_of_allauths_is_off_or_has_no_door():
    limits = account_settings.RATE_LIMITS | mfa_settings.RATE_LIMITS

    assert limits.keys() == OFF.keys() | NO_DOOR.keys()
    for action, door in OFF.items():
        assert parse_rates(limits[action]) == []
        assert reverse(door)
    for door in NO_DOOR.values():
        with pytest.raises(NoReverseMatch):
            reverse(door)


def test_passkeys_hold_nothing_to_guess_and_are_not_limited():
    browser = Client(REMOTE_ADDR=COUNCIL)

    answers = {
        browser.post("/signin/passkey/", {"credential": "{}"}).status_code for _ in range(40)
    }

    assert 429 not in answers
