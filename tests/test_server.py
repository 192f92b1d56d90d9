"""Does the server that `run` starts go on answering while connections stand on which nothing comes?"""

import socket
import subprocess
import sys
from contextlib import ExitStack
from urllib.request import ProxyHandler, build_opener

import pytest

from totalplace import server
from totalplace.bootstrap import ROOT, port

pytestmark = pytest.mark.no_database

HALF_OPEN = 150  # Waitress, left to itself, takes no more than a hundred.
PATIENCE = 2  # Seconds.
# Answers with a word, or with more than a connection holds by itself on any machine.
SITE = """
import socket, sys
from totalplace import server

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"answered"] if environ["PATH_INFO"] == "/" else [b"x" * 100_000] * 100

server.serving(application, socket.socket(fileno=int(sys.argv[1]))).run()
"""
HALVES = {
    "nothing": b"",
    "half a header": b"GET / HTTP/1.1\r\nX-Half: ",
    "half a form": b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n1",
}


@pytest.fixture(scope="module")
def address():
    """Where a small site answers that is served as `run` serves the real one."""
    with server.claim(port.free()) as taken:
        number = taken.fileno()
        site = [sys.executable, "-c", SITE, str(number)]
        with subprocess.Popen(site, cwd=ROOT, pass_fds=[number]) as process:
            yield taken.getsockname()
            process.terminate()


def ask(address):
    host, number = address
    opened = build_opener(ProxyHandler({})).open(f"http://{host}:{number}/", timeout=PATIENCE)
    with opened as answer:
        return answer.read()


@pytest.mark.parametrize("sent", HALVES.values(), ids=HALVES)
def test_a_page_is_answered_while_150_connections_have_sent_less_than_a_request(address, sent):
    with ExitStack() as standing:
        for _ in range(HALF_OPEN):
            standing.enter_context(socket.create_connection(address)).sendall(sent)

        assert ask(address) == b"answered"


def test_a_page_is_answered_while_more_readers_than_threads_read_nothing_of_a_long_answer(address):
    with ExitStack() as standing:
        for _ in range(2 * server.LIMITS["threads"]):
            reader = standing.enter_context(socket.create_connection(address, PATIENCE))
            reader.sendall(b"GET /long HTTP/1.1\r\n\r\n")
            assert reader.recv(1) == b"H"  # It is being answered.

        assert ask(address) == b"answered"


@pytest.mark.parametrize(("files", "room"), [(10_000, server.CONNECTIONS), (1_024, 412)])
def test_there_are_never_more_connections_than_the_machine_has_files_for(files, room):
    limited = f"import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (256, {files}))"
    asked = f"{limited}; from totalplace import server; print(server.room())"

    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout == f"{room}\n"
