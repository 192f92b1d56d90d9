"""Review 22: people who mistype from one address lock nobody else out there, and what is said of a wait is true."""

from datetime import timedelta

import time_machine
from django.contrib.auth.hashers import make_password
from django.test import Client

from tests.factories import UserFactory

PASSWORD = "three random words"
COUNCIL = "192.0.2.1"


def _sign_in(email, password):
    browser = Client(REMOTE_ADDR=COUNCIL)
    return browser.post("/signin/", {"login": email, "password": password})


def test_after_eleven_made_up_addresses_a_right_password_of_another_account_signs_in():
    person = UserFactory(password=make_password(PASSWORD))

    for number in range(11):
        _sign_in(f"made.up{number}@council.example", "wrong")

    assert _sign_in(person.email, PASSWORD).status_code == 302


def test_the_wait_that_is_named_is_the_one_that_is_needed():
    person = UserFactory(password=make_password(PASSWORD))
    with time_machine.travel("2026-11-02T09:00Z", tick=False) as clock:
        for _ in range(10):
            _sign_in(person.email, "wrong")

        refused = _sign_in(person.email, PASSWORD)
        clock.shift(timedelta(minutes=4))
        too_soon = _sign_in(person.email, PASSWORD)
        clock.shift(timedelta(minutes=1, seconds=1))
        then = _sign_in(person.email, PASSWORD)

    assert (
        "Wait 5 minutes, or ask for a link to set a new password: that lets you in at once."
        in refused.text
    )
    assert (refused.status_code, too_soon.status_code, then.status_code) == (200, 200, 302)
