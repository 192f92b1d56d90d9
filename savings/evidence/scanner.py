"""Does the virus scanner find anything in a file?

A client of clamd, the daemon of ClamAV, for its command INSTREAM. Where no scanner is configured, does not
answer in time, or says it cannot read so much, the file counts as not scanned; `rescan_evidence` asks again.
"""

import logging
import socket
import struct
import time
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files import File

from savings.models.choices import Scan
from totalplace.remembered import Remembered

SECONDS = 8  # A page must answer within ten.
SECONDS_TO_GREET = 1  # It has nothing to read, and somebody waits for a page.
REMEMBERED_FOR = 15

_PIECE = 64 << 10
_LONGEST_ANSWER = 4096
_FOUND = " FOUND"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """What came of a scan. `signature` is the name of the virus; `why`, the reason for not having scanned."""

    scan: Scan
    signature: str = ""
    why: str = ""


def is_configured() -> bool:
    """Whether there is a scanner to ask."""
    return bool(settings.CLAMAV_SOCKET)


def _greet() -> bool:
    if not is_configured():
        return False
    until = time.monotonic() + SECONDS_TO_GREET
    try:
        with _connected(until) as clamd:
            clamd.sendall(b"zPING\0")
            return _answer(clamd, until) == "PONG"
    except (OSError, ValueError):
        return False


# Whether the scanner is there now: a page may only say that files are scanned where one would be.
answers = Remembered(_greet, seconds=REMEMBERED_FOR)


def scan(file: IO[bytes] | File, seconds: float = SECONDS) -> Finding:
    """Have the scanner read `file` from its start. Never raises: a scanner that fails has not scanned."""
    if not is_configured():
        return Finding(Scan.NOT_SCANNED, why="no scanner is configured")
    file.seek(0)
    try:
        answer = _ask(file, time.monotonic() + seconds)
    except (OSError, ValueError) as error:
        answer = str(error) or type(error).__name__
    if answer == "stream: OK":
        return Finding(Scan.CLEAN)
    if answer.endswith(_FOUND):
        signature = answer.removeprefix("stream: ").removesuffix(_FOUND)
        return Finding(Scan.INFECTED, signature=signature)
    logger.error("The virus scanner at %s did not scan a file: %s", settings.CLAMAV_SOCKET, answer)
    return Finding(Scan.NOT_SCANNED, why=answer)


def _ask(file: IO[bytes] | File, until: float) -> str:
    with _connected(until) as clamd:
        try:
            clamd.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                clamd.settimeout(_seconds_left(until))
                clamd.sendall(struct.pack(">I", len(piece)) + piece)
            clamd.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            # It stops listening at its own limit (StreamMaxLength), and its answer says so.
            pass
        return _answer(clamd, until)


def _connected(until: float) -> socket.socket:
    address, left = settings.CLAMAV_SOCKET, _seconds_left(until)
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), left)
    clamd = socket.socket(socket.AF_UNIX)
    try:
        clamd.settimeout(left)
        clamd.connect(address)
    except OSError:
        clamd.close()
        raise
    return clamd


def _answer(clamd: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        clamd.settimeout(_seconds_left(until))
        piece = clamd.recv(_LONGEST_ANSWER)
        if not piece:
            raise ConnectionError("it closed the connection without an answer")
        said += piece
    return said.rstrip(b"\0\n").decode(errors="replace")


def _seconds_left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("it did not answer in time")
    return left
