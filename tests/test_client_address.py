"""Where does a request come from, behind proxies and without, and what if that cannot be known?"""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, RequestFactory

from tests.factories import UserFactory
from totalplace.client_address import UNKNOWN, client_address

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "seen", "sent", "address"),
    [
        (0, "192.0.2.1", None, "192.0.2.1"),
        # Without proxies of ours anybody may have written the header.
        (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (1, PROXY, "192.0.2.1", "192.0.2.1"),
        (1, PROXY, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (2, PROXY, "203.0.113.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (1, PROXY, "192.0.2.1:51234", "192.0.2.1"),
        (1, PROXY, "[2001:db8::1]:51234", "2001:db8::1"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        # A server that listens for both kinds of address writes the old kind so.
        (0, "::ffff:192.0.2.1", None, "192.0.2.1"),
        (1, PROXY, "::ffff:192.0.2.1", "192.0.2.1"),
        (0, "fe80::1%eth0", None, "fe80::1"),
    ],
)
def test_the_address_that_our_outermost_proxy_saw_is_taken(
    settings, caplog, proxies, seen, sent, address
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert client_address(_request(seen, sent)) == address
    assert caplog.records == []


@pytest.mark.parametrize(
    ("proxies", "seen", "sent", "address", "logged"),
    [
        (2, PROXY, "192.0.2.1", PROXY, "TRUSTED_PROXY_COUNT is 2, and X-Forwarded-For holds 1"),
        (1, PROXY, None, PROXY, "TRUSTED_PROXY_COUNT is 1, and X-Forwarded-For holds 0"),
        (1, PROXY, " ", PROXY, "X-Forwarded-For holds 0"),
        (0, "", None, UNKNOWN, "as behind a Unix socket"),
        (0, "unix:", None, UNKNOWN, "as behind a Unix socket"),
        (1, "", None, UNKNOWN, "as behind a Unix socket"),
        (1, PROXY, "hidden", UNKNOWN, "no address that can be read"),
    ],
)
def test_an_address_that_cannot_be_known_is_logged_and_stops_nobody(
    settings, caplog, proxies, seen, sent, address, logged
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    person = UserFactory(password=make_password("three random words"))
    headers = {"HTTP_X_FORWARDED_FOR": sent} if sent is not None else {}

    answer = Client(REMOTE_ADDR=seen, **headers).post(
        "/signin/", {"login": person.email, "password": "three random words"}
    )

    assert answer.status_code == 302
    assert client_address(_request(seen, sent)) == address
    assert logged in caplog.text
    assert "docs/running.md" in caplog.text


def test_people_of_the_old_kind_of_address_are_not_counted_as_one():
    """The first half of each ::ffff:… is the same."""
    person = UserFactory(password=make_password("three random words"))
    for _ in range(12):
        _sign_in("::ffff:192.0.2.1", person, "wrong words here")

    assert _sign_in("::ffff:192.0.2.2", person, "three random words").status_code == 302


def _request(seen, sent):
    headers = {"HTTP_X_FORWARDED_FOR": sent} if sent is not None else {}
    return RequestFactory(REMOTE_ADDR=seen, **headers).post("/signin/")


def _sign_in(address, person, password):
    given = {"login": person.email, "password": password}
    return Client(REMOTE_ADDR=address).post("/signin/", given)
