"""What does the site answer while what it stands on is away? 503 in words, never 500, and nothing is half done."""

from contextlib import closing
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from tests import factories
from tests.away import no_database, read_only_database
from tests.test_routes import GETS, PEOPLE, _claim, _url

STATIC, NO_STATIC = "/static/images/favicon.svg", "/static/nothing.css"
NEED_NOTHING = {"health_live"}
# What a person who is not signed in opens, and cannot be drawn without the database.
NEED_IT_FOR_ANYBODY = {"health_ready", "account_reset_password_from_key"}


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL", name="Plainville")


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def officer(client, place):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


def _refused(response):
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    return response.content.decode()


def test_without_the_database_every_page_of_somebody_signed_in_is_a_503(client, place, officer):
    _claim("submitted", place)
    addresses = {name: _url(name) for name in GETS} | {"admin": "/admin/", "nowhere": "/nowhere/"}

    with no_database():
        for name, address in addresses.items():
            response = client.get(address)

            if name in NEED_NOTHING:
                assert response.status_code == 200, name
            else:
                _refused(response)


def test_without_the_database_a_stranger_gets_what_needs_none(client, place):
    _claim("submitted", place)
    addresses = {name: _url(name) for name in GETS}

    with no_database():
        for name, address in addresses.items():
            response = client.get(address)

            if name in NEED_IT_FOR_ANYBODY:
                _refused(response)
            else:
                assert response.status_code == GETS[name][PEOPLE.index("anonymous")], name


@pytest.mark.parametrize("has_cookie", [True, False], ids=["signed in", "anonymous"])
def test_static_files_need_no_database(client, officer, has_cookie):
    if not has_cookie:
        client.cookies.clear()

    with no_database():
        with closing(client.get(STATIC)) as found:
            assert found.status_code == 200
        missing = client.get(NO_STATIC)

    assert missing.status_code == 404
    assert b"Page not found" in missing.content


def test_the_page_says_what_is_wrong_and_under_which_number_to_ask(client, officer):
    with no_database():
        response = client.get("/claims/")

    html = _refused(response)
    assert "The database that keeps everything does not answer." in html
    assert "Try again in a few minutes." in html
    assert "Nothing of what you sent" not in html
    assert response["X-Request-ID"] in html


def test_what_was_written_is_on_the_page_and_nothing_of_it_is_stored(place):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    officer = factories.officer_of(place)
    client.force_login(officer)
    token = client.get("/signout/").cookies[settings.CSRF_COOKIE_NAME].value
    sent = {
        "what_changes": "One library <instead> of two.",
        "person": officer.pk,
        "once": str(uuid4()),
    }

    with no_database():
        html = _refused(client.post("/claims/new/", sent | {"csrfmiddlewaretoken": token}))
        foreign = client.post("/claims/new/", sent)

    assert "Nothing of what you sent has been stored." in html
    assert "One library &lt;instead&gt; of two." in html
    assert "One library" not in foreign.content.decode()
    assert not place.claims.exists()


def test_a_password_is_never_on_the_page(client, officer):
    with no_database():
        html = _refused(
            client.post("/signin/", {"login": "a@b.example", "password": "three random words"})
        )

    assert "three random words" not in html


def test_a_session_that_cannot_be_stored_at_the_end_leaves_open_what_was_done(client):
    person = factories.UserFactory(password=make_password("three random words"))
    sent = {"login": person.email, "password": "three random words"}

    with no_database(asked='UPDATE "django_session"'):
        html = _refused(client.post("/signin/", sent))

    assert "We cannot tell whether what you sent has been stored." in html


def test_the_site_is_back_with_the_database(client, place, officer):
    with no_database():
        _refused(client.get("/claims/"))

    assert client.get("/claims/").status_code == 200


def test_a_database_that_is_only_read_from_shows_pages_and_takes_nothing(client, place, officer):
    sent = {
        "what_changes": "One library instead of two.",
        "person": officer.pk,
        "once": str(uuid4()),
    }

    with read_only_database():
        page = client.get("/claims/")
        html = _refused(client.post("/claims/new/", sent))

    assert page.status_code == 200
    assert "nothing can be added to it" in html
    assert not place.claims.exists()
