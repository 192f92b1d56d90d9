"""Is a fault an outage of something that the site stands on, or a fault of ours?

By its cause alone: the state in which the database or the machine says it is. Whatever is not listed here is ours.
"""

import smtplib
import socket
import traceback
from contextlib import suppress
from dataclasses import dataclass

from django.db import DatabaseError, connection

from .faults import NO_STATE, chain, state

RETRY_AFTER = 120  # Seconds.


@dataclass(frozen=True)
class Outage:
    """What cannot be used, in words for whoever meets it."""

    words: str


GONE = Outage("The database that keeps everything does not answer.")
BUSY = Outage("The site has more to do than it can at the moment.")
FULL = Outage("There is no room left on the disk.")
READ_ONLY = Outage("What is stored can be read at the moment, but nothing can be added to it.")
FILES = Outage("The place where files are kept cannot be used.")
ELSEWHERE = Outage("Another service that this page needs, such as email, does not answer.")

# How the state begins. The first that fits counts.
STATES = [
    ("SQLITE_FULL", FULL),
    ("SQLITE_READONLY", READ_ONLY),
    ("SQLITE_BUSY", BUSY),
    ("SQLITE_LOCKED", BUSY),
    ("SQLITE_PROTOCOL", BUSY),
    ("SQLITE_NOMEM", BUSY),
    ("SQLITE_IOERR", GONE),
    ("SQLITE_CANTOPEN", GONE),
    ("SQLITE_NOTADB", GONE),
    ("SQLITE_CORRUPT", GONE),
    # https://www.postgresql.org/docs/current/errcodes-appendix.html
    (NO_STATE, GONE),
    ("08", GONE),  # The connection.
    ("57P", GONE),  # Being shut down, started, or dropped.
    ("58", GONE),  # Its own machine.
    ("XX001", GONE),
    ("XX002", GONE),
    ("25006", READ_ONLY),
    ("53100", FULL),
    ("53", BUSY),  # Memory, connections.
    # errno(3).
    ("ENOSPC", FULL),
    ("EDQUOT", FULL),
    ("EFBIG", FULL),
    ("EROFS", READ_ONLY),
    ("EMFILE", BUSY),
    ("ENFILE", BUSY),
    ("ENOMEM", BUSY),
    ("EIO", FILES),
    ("EACCES", FILES),
    ("EPERM", FILES),
    ("ESTALE", FILES),
    ("ENOTCONN", FILES),
    ("ENOTDIR", FILES),
    ("ENODEV", FILES),
    ("ENXIO", FILES),
    ("ECONNREFUSED", ELSEWHERE),
    ("ETIMEDOUT", ELSEWHERE),
    ("EHOSTUNREACH", ELSEWHERE),
    ("ENETUNREACH", ELSEWHERE),
]
_NO_SUCH_TABLE = {"SQLITE_ERROR", "42P01"}


def outage(fault: BaseException | None) -> Outage | None:
    """What is away, if that is what the fault comes from; None for a fault of ours."""
    for cause in chain(fault):
        if isinstance(cause, smtplib.SMTPException | socket.gaierror):
            return ELSEWHERE
        said = state(cause)
        for begins, found in STATES:
            if said.startswith(begins):
                return found
        if said in _NO_SUCH_TABLE and _database_is_empty():
            return GONE
    return None


def may_be_done(fault: BaseException) -> bool:
    """Whether what was asked for may be done all the same: all of it came before, or nobody answered its COMMIT."""
    met_in = {frame.f_code.co_name for frame, _ in traceback.walk_tb(fault.__traceback__)}
    return "process_response" in met_in or ("_commit" in met_in and outage(fault) is GONE)


def _database_is_empty() -> bool:
    """Whether there is no table at all, as where the disk is not mounted and SQLite has begun a new file."""
    with suppress(DatabaseError):
        return not connection.introspection.table_names()
    return False
