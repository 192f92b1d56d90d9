"""What does the server itself say to requests that no browser sends, should one come past the proxy?"""

import socket
from collections.abc import Iterator
from contextlib import suppress

from tests.endurance.production import NAME, SiteBehindProxy

PATIENCE = 5  # Seconds.
HEAD = b"%s HTTP/1.1\r\nHost: " + NAME.encode() + b"\r\nX-Forwarded-Proto: https\r\n"
GET, POST = HEAD % b"GET /signin/", HEAD % b"POST /signin/"
FINE, REFUSED = {200}, {400, 417, 431, 501}

# What is sent, and which statuses are right. A form without its token is 403: it was read as one.
ASKED = {
    "GET": (GET + b"\r\n", FINE),
    "HEAD": (HEAD % b"HEAD /signin/" + b"\r\n", FINE),
    "HTTP/1.0": (b"GET /health/live HTTP/1.0\r\nHost: " + NAME.encode() + b"\r\n\r\n", FINE),
    "a line of 7,900 bytes": (HEAD % (b"GET /signin/?next=" + b"x" * 7_880) + b"\r\n", FINE),
    "a header of 8,000 bytes": (GET + b"X-Long: " + b"x" * 8_000 + b"\r\n\r\n", FINE),
    "a body that is asked for": (
        POST + b"Content-Length: 1\r\nExpect: 100-continue\r\n\r\nx",
        {100, 403},
    ),
    "a body in pieces": (POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", {403}),
    "another expectation": (GET + b"Expect: tea\r\n\r\n", FINE | REFUSED),
    "two lengths": (POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", REFUSED),
    "a length and pieces": (
        POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        REFUSED | {403},
    ),
    "a length of -1": (POST + b"Content-Length: -1\r\n\r\n", REFUSED),
    "a blank before the colon": (GET + b"X-Odd : 1\r\n\r\n", REFUSED),
    "a folded header": (GET + b"X-Odd: 1\r\n 2\r\n\r\n", FINE | REFUSED),
    "NUL in a header": (GET + b"X-Odd: a\x00b\r\n\r\n", REFUSED),
    "a bare CR in a header": (GET + b"X-Odd: a\rb\r\n\r\n", REFUSED),
    "a host with a blank": (GET.replace(NAME.encode(), b"a b") + b"\r\n", REFUSED),
    "no such method": (HEAD % b"B\x00D /signin/" + b"\r\n", REFUSED),
    "a name in underscores": (
        (GET + b"X_Forwarded_Proto: http\r\n\r\n"),
        FINE,
    ),  # 301 if it were taken for the proxy's.
    "no HTTP": (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40 + b"\r\n\r\n",
        REFUSED,
    ),
}
HUNG_UP = 0


def faults(site: SiteBehindProxy) -> Iterator[str]:
    """What it says wrongly."""
    said = []
    for what, (sent, wanted) in ASKED.items():
        status, body = _ask(site, sent)
        said.append(f"{what}: {status or 'hung up'}")
        if status not in wanted | (set() if wanted == FINE else {HUNG_UP}):
            yield f"{what} is answered with {status}, not {sorted(wanted)}."
        if what == "HEAD" and body:
            yield "HEAD has a body."
    print("  " + ", ".join(said))


def _ask(site: SiteBehindProxy, sent: bytes) -> tuple[int, bytes]:
    """The status of the first answer, and what comes after its headers."""
    came = b""
    with socket.create_connection(("127.0.0.1", site.site_port), PATIENCE) as to_site:
        with suppress(OSError):
            to_site.sendall(sent)
        with suppress(OSError):
            while piece := to_site.recv(1 << 16):
                came += piece
    words, _, body = came.partition(b"\r\n\r\n")
    first = words.split()
    return (int(first[1]) if len(first) > 1 and first[1].isdigit() else HUNG_UP), body
