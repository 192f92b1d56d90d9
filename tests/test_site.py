"""Which doors stand open, and what does the site say when it refuses?"""

import re

import pytest
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.test import Client, RequestFactory
from django.urls import get_resolver, path, reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from pilots.models import User
from tests.factories import PlaceFactory, UserFactory, analyst, end_memberships, officer_of
from totalplace import urls as site
from totalplace.navigation import navigation
from totalplace.views import ConflictError, server_error

OPEN_DOORS = {
    "signin/",
    "signin/second-factor/",
    "signin/passkey/",
    "signin/closed/",
    "signout/",
    "password/reset/",
    "password/reset/sent/",
    "password/reset/done/",
    "^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
    "account/changes/<str:token>/",
    "health/live",
    "health/ready",
    "accessibility/",
    "cookies/",
    "privacy/",
}
STATEMENTS = ["/accessibility/", "/cookies/", "/privacy/"]

handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500


def _raise(error):
    def view(request):
        raise error

    return view


def _tell(request):
    messages.success(request, "The claim was saved.")
    messages.error(request, "The file was <not> read.")
    messages.info(request, "A round is open.")
    return redirect("/practice/")


# Pages that do on purpose what real ones do by accident.
urlpatterns = [
    path("bad/", _raise(BadRequest("Choose a year between 2007 and 2030."))),
    path("attack/", _raise(SuspiciousOperation("the inner words"))),
    path("forbidden/", _raise(PermissionDenied("Only a finance officer may sign off."))),
    path("forbidden-without-words/", _raise(PermissionDenied)),
    path("conflict/", _raise(ConflictError("Ann Officer saved this claim at 10:42."))),
    path("broken/", login_not_required(_raise(RuntimeError("the inner words")))),
    path("button/", require_POST(lambda request: HttpResponse("done"))),
    path("tell/", _tell),
    path("practice/", lambda request: render(request, "base.html", {"practice": True})),
    *site.urlpatterns,
]


@pytest.fixture
def pages_that_fail(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def signed_in(client):
    client.force_login(UserFactory())
    client.raise_request_exception = False
    return client


def _doors(patterns, prefix=""):
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _doors(pattern.url_patterns, address)
        else:
            yield address, getattr(pattern.callback, "login_required", True)


def test_no_other_door_is_open_than_those_listed():
    doors = _doors(get_resolver().url_patterns)

    assert {address for address, closed in doors if not closed} == OPEN_DOORS


@pytest.mark.parametrize("address", ["/", "/admin/pilots/place/", "/admin/login/", "/account/"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"] == f"/signin/?next={address}"


@pytest.mark.parametrize(
    "address", ["/signup/", "/account/email/", "/accounts/login/", "/signin/x"]
)
def test_allauths_other_doors_do_not_exist(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [*STATEMENTS, "/signin/", "/password/reset/"])
def test_anybody_may_read_the_open_pages(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert b"Total Place" in response.content
    assert client.head(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("live", r"live\n"),
        ("ready", r"ready: (SQLite \d+\.\d+\.\d+|PostgreSQL)\n(late: \w+ has never run\n)+"),
    ],
)
def test_a_load_balancer_is_answered_in_plain_text(client, address, words):
    response = client.get(f"/health/{address}")

    assert response.status_code == 200
    assert re.fullmatch(words, response.text)
    assert response["Content-Type"] == "text/plain"


def test_the_site_is_not_ready_while_a_migration_waits(client):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert b"1 migrations to apply" in response.content


def test_the_site_is_not_ready_without_its_database_but_it_lives(client, monkeypatch):
    def _gone(*args):
        raise OperationalError("gone")

    with monkeypatch.context() as without_database:
        without_database.setattr(connection, "cursor", _gone)
        ready, live = client.get("/health/ready"), client.get("/health/live")

    assert ready.status_code == 503
    assert live.status_code == 200


@pytest.mark.usefixtures("pages_that_fail")
@pytest.mark.parametrize(
    ("address", "status", "heading", "words"),
    [
        ("/bad/", 400, "We could not read what you sent", "Choose a year between 2007 and 2030."),
        ("/attack/", 400, "We could not read what you sent", "Check the address"),
        ("/forbidden/", 403, "You may not do this", "Only a finance officer may sign off."),
        ("/forbidden-without-words/", 403, "You may not do this", "Your role does not include it"),
        ("/nowhere/", 404, "Page not found", "nothing at this address that you can see"),
        ("/button/", 405, "This address cannot be used that way", "answers a button"),
        (
            "/conflict/",
            409,
            "Somebody has changed this since you opened it",
            "Ann Officer saved this claim",
        ),
        ("/broken/", 500, "Something went wrong on our side", "Try again in a few minutes"),
    ],
)
def test_a_refusal_has_its_status_and_says_what_to_do(signed_in, address, status, heading, words):
    response = signed_in.get(address)

    html = response.content.decode()
    assert response.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in html
    assert words in html
    assert "the inner words" not in html
    assert '<main class="govuk-main-wrapper" id="main-content">' in html


def test_a_fault_is_answered_without_asking_who_the_person_is(rf):
    def _no_database():
        raise OperationalError("gone")

    request = rf.get("/")
    request.user = SimpleLazyObject(_no_database)

    response = server_error(request)

    assert response.status_code == 500
    assert b"Something went wrong on our side" in response.content


@pytest.mark.usefixtures("pages_that_fail")
def test_a_refused_method_names_those_there_are(signed_in):
    assert signed_in.get("/button/")["Allow"] == "POST"


def test_too_much_at_once_is_said_to_be_too_much(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = client.post("/signin/", {"login": "x" * 200}, "application/x-www-form-urlencoded")

    assert response.status_code == 413
    assert b"That is too much at once" in response.content


def test_a_form_that_is_too_old_says_that_nothing_typed_is_lost():
    response = Client(enforce_csrf_checks=True).post("/signin/", {"login": "a@b.example"})

    assert response.status_code == 403
    assert b"What you typed is not lost" in response.content


def test_an_unknown_host_is_refused_in_words(client):
    response = client.get("/signin/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert b"We could not read what you sent" in response.content
    assert b"evil.example" not in response.content


@pytest.mark.usefixtures("pages_that_fail")
def test_messages_and_banners_are_shown_escaped(signed_in, settings):
    settings.DEMO = True

    html = signed_in.get("/tell/", follow=True).content.decode()

    assert "govuk-notification-banner--success" in html
    assert "The file was &lt;not&gt; read." in html
    assert "A round is open." in html
    assert "Practice place" in html
    assert "Demonstration" in html


def test_there_is_no_demonstration_banner_outside_the_demonstration(client, settings):
    settings.DEMO = False

    assert b"Demonstration" not in client.get("/cookies/").content


def _menu(user, address="/"):
    request = RequestFactory().get(address)
    request.user = user
    return navigation(request)["menu"]


def test_a_stranger_is_offered_no_menu():
    assert _menu(AnonymousUser()) == []


def test_everybody_signed_in_is_offered_the_pages():
    menu = [item["text"] for item in _menu(UserFactory())]

    assert menu == ["Coverage", "Places", "Claims", "Download figures", "Guidance"]


def test_who_edits_claims_of_some_place_is_offered_to_upload():
    officer = officer_of(PlaceFactory())

    assert "Upload" in [item["text"] for item in _menu(officer)]
    end_memberships(officer)
    asking_again = User.objects.get(pk=officer.pk)
    assert "Upload" not in [item["text"] for item in _menu(asking_again)]


def test_staff_are_offered_the_admin_only_with_the_workspaces_permission():
    marked_only = UserFactory(is_staff=True)

    assert "Workspace" not in [item["text"] for item in _menu(marked_only)]
    assert "Workspace" in [item["text"] for item in _menu(analyst())]


def test_the_menu_marks_where_the_person_is():
    menu = {item["text"]: item for item in _menu(UserFactory(), reverse("savings:claim_list"))}

    assert menu["Claims"]["current"]
    assert not menu["Coverage"]["active"]
    assert _menu(UserFactory(), "/places/KEN/")[1]["active"]
