"""Does gunicorn serve as `production_server` and the service file say? A small site is served by both, and asked."""

import re
import socket
import subprocess
import time
from contextlib import closing
from http.client import HTTPConnection

import pytest
from gunicorn.config import Config

from tests.browser.running_site import wait_for_answer
from tests.endurance.production import server_command
from totalplace import production_server
from totalplace.bootstrap import ROOT, port

pytestmark = pytest.mark.no_database

PATIENCE = 10  # Seconds.
LATER = 1.5  # Seconds that what is done after an answer takes.
SAYS = "X-Odd: Zanzibar"  # What no log may hold.
SITE = f"""
import time

class Answer(list):
    def close(self):
        time.sleep({LATER})

def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/breaks/":
        raise ValueError(environ["QUERY_STRING"])
    said = {{name: text for name, text in environ.items() if name.startswith("HTTP_X_")}}
    body = b"" if path == "/empty/" else repr(said).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return Answer([body]) if path in ("/later/", "/empty/") else [body]
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The port of a small site that is served as production is, and where its log is."""
    folder, number = tmp_path_factory.mktemp("served"), port.free()
    (folder / "small_site.py").write_text(SITE)
    *command, application = server_command(str(number))
    assert application == "totalplace.wsgi"
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--workers=1", f"--pythonpath={folder}", "small_site"],
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )
    wait_for_answer(f"http://127.0.0.1:{number}/", process, log)
    yield number, log
    process.terminate()
    assert process.wait(PATIENCE) == 0


def ask(served, address="/", method="GET", headers=()):
    with closing(HTTPConnection("127.0.0.1", served[0], timeout=PATIENCE)) as connection:
        connection.request(method, address, headers=dict(headers))
        answer = connection.getresponse()
        return answer, answer.read().decode()


def raw(served, *lines):
    """What comes for these lines, as they are."""
    with socket.create_connection(("127.0.0.1", served[0]), PATIENCE) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return connection.makefile("rb").read().decode()


def test_what_the_proxy_says_is_passed_on_and_what_only_looks_like_it_is_not(served):
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "X_Forwarded_For": "no"}

    _, seen = ask(served, headers=said)

    assert seen == "{'HTTP_X_FORWARDED_PROTO': 'https', 'HTTP_X_FORWARDED_FOR': '192.0.2.7'}"


def test_no_connection_is_kept_whose_delay_would_tell_of_an_account(served):
    answer, _ = ask(served)

    assert answer.headers["Connection"] == "close"


@pytest.mark.parametrize("address", ["/later/", "/empty/"])
def test_nobody_waits_for_what_is_done_after_the_answer(served, address):
    began = time.monotonic()

    answer, _ = ask(served, address)

    assert answer.status == 200
    assert time.monotonic() - began < LATER


def test_what_the_proxy_lets_through_is_taken(served):
    answer, _ = ask(served, "/?q=" + "x" * 8_000, headers={"X-Long": "x" * 8_100})

    assert answer.status == 200


@pytest.mark.parametrize(
    "line",
    [
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: 1\r\nTransfer-Encoding: chunked",
        f"{SAYS}\r\n and on",
        f"{SAYS}\x00",
        "X-Odd : 1",
    ],
)
def test_what_two_servers_may_read_differently_is_refused(served, line):
    assert raw(served, "POST / HTTP/1.1", "Host: site", line).startswith("HTTP/1.1 400 ")


def test_no_log_holds_what_was_sent_or_stored(served):
    for address in ("/breaks/?q=Zanzibar", "/?q=Zanzibar"):
        ask(served, address)
    raw(served, "GET /Zanzibar HTTP/1.1", "Host: site", f"{SAYS}\x00")

    said = served[1].read_text()

    assert "Zanzibar" not in said
    assert re.search(r"ERROR gunicorn.error .* Error handling request", said)
    assert "ValueError" in said
    assert "WARNING gunicorn.error - Invalid request\n" in said


def test_each_setting_is_one_that_gunicorn_knows():
    own = {name for name in vars(production_server) if not name.startswith("_")}
    ours = own - {"Any", "Line", "OfRequests", "Path", "logging"}

    assert ours - set(Config().settings) == set()
