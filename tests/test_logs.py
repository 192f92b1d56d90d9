"""What is written down of a refusal and of a fault? Enough to find it, and no figure, name or question of anybody."""

import logging
import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from pilots.models import User
from tests import factories
from tests.away import no_database
from totalplace import logs
from totalplace import urls as site
from totalplace.views import ConflictError

# What people type and store: none of it may be in a log.
NAME, FIGURE = "Zenobia Quill", "4812345"

UNIQUE = {
    "sqlite": "SQLITE_CONSTRAINT(_UNIQUE)? user_email_unique_in_any_capitals",
    "postgresql": "23505 pilots_user_email_key",
}

handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500


def _raise(error):
    @login_not_required
    def view(request, **captured):
        raise error

    return view


@login_not_required
def _no_number(request):
    return HttpResponse(int(f"{NAME} {FIGURE}"))


@login_not_required
def _broken_constraint(request):
    with transaction.atomic():
        User.objects.create(email=f"{NAME}@council.example", name=NAME)
        User.objects.create(email=f"{NAME}@council.example", name=NAME)
    return HttpResponse()


@login_not_required
def _chain(request):
    try:
        raise ValueError(NAME)
    except ValueError as error:
        raise LookupError(FIGURE) from error


urlpatterns = [
    path("bad/", _raise(BadRequest(f"{NAME} is no year."))),
    path("attack/", _raise(SuspiciousOperation(f"{NAME} {FIGURE}"))),
    path("forbidden/", _raise(PermissionDenied(f"{NAME} may not."))),
    path("conflict/<str:word>/", _raise(ConflictError(f"{NAME} was faster."))),
    path("button/", login_not_required(require_POST(_chain))),
    path("no-number/", _no_number),
    path("broken-constraint/", _broken_constraint),
    path("chain/", _chain),
    *site.urlpatterns,
]


class _Kept(logging.Handler):
    """Keeps what the site's own handler would write, formatted at once as that would."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.setFormatter(logs.Line())
        self.written = []

    def emit(self, record):
        self.written.append(self.format(record))


@pytest.fixture
def written(settings):
    settings.ROOT_URLCONF = __name__
    kept = _Kept()
    # Where the site's settings put its own, and the root.
    speakers = [logging.getLogger("django"), logging.getLogger()]
    for speaker in speakers:
        speaker.addHandler(kept)
    yield kept.written
    for speaker in speakers:
        speaker.removeHandler(kept)


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def _line(written):
    [text] = written
    assert NAME not in text
    assert FIGURE not in text
    assert "q=" not in text
    return text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/bad/", "400 GET /bad/ BadRequest"),
        ("/attack/", "400 GET /attack/ SuspiciousOperation"),
        ("/forbidden/", "403 GET /forbidden/ PermissionDenied"),
        (f"/conflict/{NAME}/", "409 GET /conflict/…/"),
        ("/conflict/KEN-0007/", "409 GET /conflict/KEN-0007/"),
        ("/button/", "405 GET /button/"),
        (f"/nowhere/{NAME}/", "404 GET /…/…/"),
        ("/static/nothing.css", "404 GET /…/…"),
    ],
)
def test_a_refusal_is_one_line_without_a_trace(client, written, address, words):
    answer = client.get(f"{address}?q={NAME}")

    line = _line(written)
    assert line.endswith(words)
    assert f" {answer['X-Request-ID']} " in line
    assert "\n" not in line


def test_a_key_for_a_new_password_is_not_written_down(client, written):
    with no_database():
        client.get("/password/reset/1-a-secret-key/")

    assert "503 GET /…/reset/…/ OperationalError" in _line(written)
    assert "secret" not in written[0]


def test_a_form_without_its_token_is_one_line(written):
    client = Client(enforce_csrf_checks=True)

    client.post("/signin/", {"login": NAME}, headers={"referer": f"http://evil.example/{NAME}"})

    line = _line(written)
    assert "WARNING django.security.csrf " in line
    assert line.endswith("403 POST /signin/")


def test_an_unknown_host_is_one_line_and_not_named(client, written):
    client.get("/signin/", headers={"host": "zenobia-quill.example"})

    assert "zenobia" not in _line(written)
    assert "\n" not in written[0]


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/no-number/", ["builtins.ValueError"]),
        ("/chain/", ["builtins.ValueError", "builtins.LookupError"]),
    ],
)
def test_a_fault_has_its_trace_without_its_words(client, written, address, kinds):
    answer = client.get(f"{address}?q={NAME}")

    text = _line(written)
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    assert f"ERROR django.request {answer['X-Request-ID']} 500 GET {address}" in text
    assert re.findall(r"^[\w.]+Error$", text, re.MULTILINE) == kinds
    assert text.count("Traceback (most recent call last):") == len(kinds)
    assert "tests/test_logs.py" in text


def test_a_broken_constraint_is_named_with_its_state(client, written):
    client.get("/broken-constraint/")

    text = _line(written)
    assert re.search(rf"\[{UNIQUE[connection.vendor]}\]", text)
    assert "django.db.utils.IntegrityError" in text


def test_an_outage_has_its_trace_and_its_state(client, written):
    client.force_login(factories.UserFactory())

    with no_database():
        client.get("/claims/KEN-0007/")

    text = _line(written)
    assert "503 GET /claims/KEN-0007/ OperationalError" in text
    assert {"sqlite": "[SQLITE_CANTOPEN]", "postgresql": "[no SQLSTATE]"}[connection.vendor] in text


def test_a_fault_in_the_page_of_a_refusal_has_its_trace_too(client, written):
    client.force_login(factories.UserFactory())

    with no_database():
        client.get("/nowhere/")

    assert "Traceback" in _line(written)


@pytest.mark.parametrize(
    ("speaker", "words", "filled", "expected"),
    [
        ("waitress", "Exception while serving %s", (f"/claims/{NAME}",), "Exception while serving …"),
        ("waitress.queue", "Task queue depth is %d", (3,), "Task queue depth is 3"),
        ("other", "%(who)s: %(often)d", ({"who": NAME, "often": 2},), "…: 2"),
        ("savings.notices.mailing", "Person %s could not be mailed.", (7,), "Person 7 could not be mailed."),
        ("savings.x", "One\nline\x1b[31m", (), "One line [31m"),
    ],
)  # fmt: skip
def test_only_our_own_words_are_filled_with_more_than_numbers(
    written, speaker, words, filled, expected
):
    try:
        raise ConnectionError(NAME)
    except ConnectionError:
        logging.getLogger(speaker).exception(words, *filled)

    first, _, trace = _line(written).partition("\n")
    assert first.endswith(expected)
    assert trace.endswith("builtins.ConnectionError")


def test_each_request_has_an_id_of_its_own(client):
    ids = {client.get("/health/live")["X-Request-ID"] for _ in range(3)}

    assert len(ids) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in ids)


def test_an_id_that_is_sent_is_not_taken(client):
    assert client.get("/health/live", headers={"x-request-id": NAME})["X-Request-ID"] != NAME


def test_the_sites_own_handler_writes_these_lines():
    for speaker in (logging.getLogger("django"), logging.getLogger()):
        assert any(isinstance(handler.formatter, logs.Line) for handler in speaker.handlers)
