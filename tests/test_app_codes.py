"""Which codes of an authenticator app are taken, and how often?"""

import re
from threading import Barrier, Thread

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client

from pilots.models import User
from tests.factories import UserFactory
from totalplace import app_codes

PASSWORD = "three random words"
SECRET = totp.generate_totp_secret()
TURN = 1_800_000_000  # Seconds: a moment at which apps turn to the next code.
assert TURN % 30 == 0


def _code(step, secret=SECRET):
    """The code of so many steps after the turn; of -1, the one before."""
    return totp.format_hotp_value(totp.hotp_value(secret, TURN // 30 + step))


@pytest.fixture
def person():
    person = UserFactory(password=make_password(PASSWORD))
    totp.TOTP.activate(person, SECRET)
    return person


@pytest.fixture
def clock():
    """Two seconds after apps have turned."""
    with time_machine.travel(TURN + 2, tick=False) as clock:
        yield clock


def _signs_in(person, code, address="/signin/second-factor/"):
    browser = Client()
    browser.post("/signin/", {"login": person.email, "password": PASSWORD})
    return browser.post(address, {"code": code}).status_code == 302


@pytest.mark.parametrize(
    ("step", "taken"), [(-2, False), (-1, True), (0, True), (1, False), (2, False)]
)
def test_the_code_of_this_step_and_of_the_one_before_are_taken(clock, person, step, taken):
    assert _signs_in(person, _code(step)) is taken


def test_a_code_shown_five_seconds_ago_is_taken_two_seconds_after_it_turned(clock, person):
    """Review 24: taken, and once only."""
    clock.move_to(TURN - 3)
    shown = _code(-1)
    clock.move_to(TURN + 2)

    assert _signs_in(person, shown)
    assert not _signs_in(person, shown)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (-1, -1), (0, -1)])
def test_a_code_is_taken_once_and_not_after_a_later_one(clock, person, first, second):
    assert _signs_in(person, _code(first))

    assert not _signs_in(person, _code(second))
    clock.move_to(TURN + 29)
    assert not _signs_in(person, _code(second))
    clock.move_to(TURN + 31)
    assert not _signs_in(person, _code(second))
    assert _signs_in(person, _code(1))


def test_the_code_before_and_then_this_one_are_both_taken(clock, person):
    assert _signs_in(person, _code(-1))
    assert _signs_in(person, _code(0))


def test_codes_may_be_typed_with_a_space(clock, person):
    assert _signs_in(person, f" {_code(0)[:3]} {_code(0)[3:]} ")


def test_a_code_used_to_confirm_does_not_sign_in_as_well(clock, person):
    browser = Client()
    browser.force_login(person)

    confirmed = browser.post("/account/confirm/code/", {"code": _code(0)})

    assert confirmed.status_code == 302
    assert not _signs_in(person, _code(0))


@pytest.mark.parametrize(("step", "taken"), [(-2, False), (-1, True), (0, True), (1, False)])
def test_an_app_is_set_up_with_a_code_that_does_not_sign_in_as_well(clock, step, taken):
    person = UserFactory(password=make_password(PASSWORD))
    browser = Client()
    browser.force_login(person)
    browser.post("/account/confirm/?next=/account/app/", {"password": PASSWORD})
    secret = re.search(r'app-codes">(\w+)<', browser.get("/account/app/").text)[1]

    done = browser.post("/account/app/", {"code": _code(step, secret)})

    assert (done.status_code == 302) is taken
    assert Authenticator.objects.filter(user=person, type="totp").exists() is taken
    if taken:
        assert not _signs_in(person, _code(step, secret))


def test_what_is_said_of_a_wrong_code_also_helps_whoever_used_it_already(clock, person):
    _signs_in(person, _code(0))
    browser = Client()
    browser.post("/signin/", {"login": person.email, "password": PASSWORD})

    told = browser.post("/signin/second-factor/", {"code": _code(0)}).text

    assert "if you have used it, wait for the next" in told


def test_a_person_without_an_app_has_no_codes(clock):
    assert app_codes.take(UserFactory(), _code(0)) is None


def test_the_secret_outlives_each_code(clock, person):
    for step in range(3):
        clock.move_to(TURN + step * 30)
        assert app_codes.take(person, _code(step))

    assert Authenticator.objects.get(user=person).data == {
        "secret": SECRET,
        "last_step": TURN // 30 + 2,
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.two_writers
def test_of_many_at_once_only_one_gets_in_with_a_code(clock):
    person = UserFactory()
    totp.TOTP.activate(person, SECRET)
    start, taken = Barrier(8), []

    def take():
        start.wait()
        taken.append(app_codes.take(User.objects.get(pk=person.pk), _code(0)))
        connection.close()

    threads = [Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == 8
    assert len([app for app in taken if app]) == 1
