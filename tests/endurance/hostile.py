"""Which connections take from a site what they can, and come to nothing? Linux only: it tells whether one stands.

Each sends or takes a byte at a time, or nothing at all, and holds on for as long as it is let.
"""

import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Thread

from tests.endurance.site import RunningSite

SOURCE = "127.0.0.2"  # Not where people come from: a proxy counts by address.
PATIENCE = 10  # Seconds to connect in.
EVERY = 1  # Seconds from one byte to the next.
SMALL = 4096  # Bytes that the machine takes for a reader who does not ask for them.
ESTABLISHED = 1  # What Linux calls a connection that neither side has ended.
LAST_CHUNK, TOO_MANY = b"\r\n0\r\n\r\n", b" 429 "
KEPT = 20  # Bytes: enough to tell them by.


class HalfOpen:
    """Connects, and sends nothing."""

    name = "half-open"
    sends = ""
    speaks_tls = False

    def __init__(self, site: RunningSite, address: str = "", cookie: str = ""):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        self.socket.settimeout(PATIENCE)
        self.socket.bind((SOURCE, 0))
        with suppress(OSError):  # Turned away at once: then it does not stand.
            self.socket.connect(("127.0.0.1", site.port))
            if site.tls and self.speaks_tls:
                self.socket = site.tls.wrap_socket(self.socket, server_hostname=site.host)
            asked = self.sends.format(host=site.host, address=address, cookie=cookie)
            self.socket.sendall(asked.replace("\n", "\r\n").encode())

    @property
    def stands(self) -> bool:
        state = self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
        return state == ESTABLISHED

    def drip(self) -> None:
        """Do the least that keeps it going."""

    def read_on(self) -> bytes:
        """The first and the last bytes of all that comes, now that it is read as fast as it comes."""
        begins = ends = b""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        with suppress(OSError):
            while not ends.endswith(LAST_CHUNK) and (piece := self.socket.recv(1 << 16)):
                begins, ends = begins or piece[:KEPT], (ends + piece)[-KEPT:]
        return begins + ends


class SlowHeader(HalfOpen):
    """Sends a header that never ends."""

    name = "slow header"
    sends = "GET / HTTP/1.1\nHost: {host}\nX-Slow: "
    speaks_tls = True

    def drip(self):
        self.socket.send(b"x")


class SlowBody(SlowHeader):
    """Sends a form that never ends."""

    name = "slow body"
    sends = (
        "POST /signin/ HTTP/1.1\nHost: {host}\nContent-Length: 100000\n"
        "Content-Type: application/x-www-form-urlencoded\n\n"
    )


class SlowReader(HalfOpen):
    """Asks for a long file and takes it byte by byte."""

    name = "slow reader"
    sends = "GET {address} HTTP/1.1\nHost: {host}\nCookie: {cookie}\n\n"
    speaks_tls = True

    def drip(self):
        self.socket.recv(1)


class Siege:
    """Many such connections, held for as long as this is entered and after that as long as the site holds them."""

    def __init__(self, site: RunningSite, kinds: dict[type[HalfOpen], int], **asked: str):
        wanted = [kind for kind, count in kinds.items() for _ in range(count)]
        with ThreadPoolExecutor(8) as hands:
            self.connections = list(hands.map(lambda kind: kind(site, **asked), wanted))
        self.is_over = Event()
        self.dripping = Thread(target=self._drip)

    def __enter__(self) -> "Siege":
        self.dripping.start()
        return self

    def __exit__(self, *failure) -> None:
        self.is_over.set()
        self.dripping.join()

    def standing(self) -> Counter:
        """How many of each kind stand at this moment."""
        return Counter(type(each) for each in self.connections if each.stands)

    def end(self) -> Counter:
        """Read on and close; how many answers came `whole` after all, and how many said `refused` for their number."""
        ends = Counter()
        for each in self.connections:
            if isinstance(each, SlowReader | SlowBody):
                came = each.read_on()
                ends["whole"] += came.endswith(LAST_CHUNK)
                ends["refused"] += TOO_MANY in came[:KEPT]
            each.socket.close()
        return ends

    def _drip(self) -> None:
        while not self.is_over.is_set():
            began = time.monotonic()
            for each in self.connections:
                with suppress(OSError):
                    if each.stands:
                        each.drip()
            self.is_over.wait(max(0, began + EVERY - time.monotonic()))
