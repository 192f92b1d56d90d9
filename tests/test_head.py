"""Is HEAD answered as GET, but without a body? Asked of the site itself: Django's test client takes a body out."""

import socket
import threading
from contextlib import closing, suppress
from http.client import HTTPConnection
from io import BytesIO
from wsgiref.util import FileWrapper, setup_testing_defaults

import pytest
import waitress
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone

from tests import factories
from tests.test_routes import GETS, _claim, _url
from totalplace.wsgi import application

DIFFERENT_EACH_TIME = {"X-Request-ID", "Set-Cookie"}
# Not at an address of the table: a static file, one that is not there, an address that is refused, and a bad host.
OTHERS = ["/static/images/favicon.svg", "/static/nothing.css", "/?q=%00", "/nowhere/"]


@pytest.fixture
def site():
    """The application as a server has it. The connection to the database is the test's, and stays open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield application
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL", name="Plainville")


@pytest.fixture
def cookie(client, place):
    client.force_login(factories.officer_of(place))
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def _ask(site, method, address, cookie=""):
    """The status, the headers and the body, as a server would send them."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
        "wsgi.file_wrapper": FileWrapper,
    }
    setup_testing_defaults(environ)
    said = []
    answer = site(environ, lambda status, headers: said.extend([status, dict(headers)]))
    with closing(answer):
        body = b"".join(answer)
    status, headers = said
    return status, {n: v for n, v in headers.items() if n not in DIFFERENT_EACH_TIME}, body


@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "anonymous"])
def test_head_is_get_without_a_body_on_every_route(site, place, cookie, time_machine, is_signed_in):
    _claim("submitted", place)
    # A workbook says when it was made, and two that were made at two times need not be of one length.
    time_machine.move_to(timezone.now(), tick=False)

    for address in [*map(_url, GETS), *OTHERS]:
        status, headers, body = _ask(site, "GET", address, cookie if is_signed_in else "")
        of_head = _ask(site, "HEAD", address, cookie if is_signed_in else "")

        assert of_head[0] == status, address
        assert headers.items() <= of_head[1].items(), address
        assert int(of_head[1].get("Content-Length", len(body))) == len(body), address
        assert of_head[2] == b"", address


def test_what_is_streamed_for_nobody_is_closed(site, place, cookie):
    _claim("submitted", place)
    file = _url("savings:evidence_download")

    # A file left open is a warning, and a warning is an error here.
    _, headers, body = _ask(site, "HEAD", file, cookie)

    assert int(headers["Content-Length"]) > 0
    assert body == b""


@pytest.fixture
def served(site):
    """The port on which the server that `run` uses answers for the site."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = waitress.create_server(site, sockets=[taken], threads=1)
        thread = threading.Thread(target=_run, args=[server])
        thread.start()
        yield server.effective_port
        server.close()
        thread.join()


def _run(server):
    # It waits for its sockets, and does not like them closed meanwhile.
    with suppress(OSError):
        server.run()


@pytest.mark.parametrize("address", ["/health/live", "/static/images/favicon.svg", "/nowhere/"])
def test_on_a_kept_connection_the_next_answer_is_read_whole(served, address):
    with closing(HTTPConnection("127.0.0.1", served, timeout=10)) as connection:
        connection.request("HEAD", address)
        first = connection.getresponse()
        kept = connection.sock
        first.read()
        connection.request("GET", "/health/live")
        second = connection.getresponse()

        assert kept is connection.sock
        assert int(first.headers["Content-Length"]) > 0
        assert (second.status, second.read()) == (200, b"live\n")
