"""Can the site store what people send? It tries: a disk that is full or read-only is still read from.

A row that no session can have is committed to the database, and a file put into the evidence store and taken out.
"""

import logging
from collections.abc import Callable
from typing import Protocol, cast

from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.utils import timezone

from . import daily
from .remembered import Remembered

SECONDS = 10  # However often a load balancer asks.
KEY = "health"  # Shorter than any session's key may be, so no cookie opens it; and it has run out when it is written.

log = logging.getLogger(__name__)


def _write_row() -> None:
    Session.objects.update_or_create(
        session_key=KEY, defaults={"session_data": "", "expire_date": timezone.now()}
    )


class _Store(Protocol):
    """What is asked of the evidence store."""

    def try_to_write(self) -> None: ...


def _write_file() -> None:
    cast(_Store, storages["evidence"]).try_to_write()


TRIED = {"the database": _write_row, "the evidence store": _write_file}


def _try_all() -> list[str]:
    return [name for name, write in TRIED.items() if not _works(name, write)]


def _works(name: str, write: Callable[[], None]) -> bool:
    try:
        write()
    except (DatabaseError, InterfaceError, OSError):
        log.exception("Nothing can be written to %s.", name)
        return False
    return True


# The names of what cannot be written to.
not_writable = Remembered(_try_all, seconds=SECONDS)

# How it stands with the daily commands. One that is late is no reason to send nobody here.
daily_runs = Remembered(daily.in_lines, seconds=SECONDS)


def not_ready(words: str) -> HttpResponse:
    """Say to a load balancer why nobody should be sent here, and when to ask again."""
    return HttpResponse(
        f"not ready: {words}\n",
        content_type="text/plain",
        status=503,
        headers={"Retry-After": str(SECONDS)},
    )
