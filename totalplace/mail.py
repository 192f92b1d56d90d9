"""How is mail handed to the mail server, and what if the server is away?

What is to be mailed is on record before, and stays there until the server has taken it; so a fault is logged and loses
nothing.
"""

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

log = logging.getLogger(__name__)

# Nobody's absence is to be answered to us: the standard's header (RFC 3834), and the one that Exchange heeds.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
# A server that is away or says no (OSError), or an address that cannot be written to (ValueError).
FAULTS = (OSError, ValueError)


@dataclass(frozen=True)
class Posted:
    """How many mails the server took, and how many people could not be mailed."""

    sent: int
    failed: int

    def __add__(self, other: "Posted") -> "Posted":
        return Posted(self.sent + other.sent, self.failed + other.failed)


def post(people: Iterable, mail_one: Callable[[Any, BaseEmailBackend], bool]) -> Posted:
    """Have `mail_one` mail each person what waits for them; it says whether there was anything.

    Where it fails, that goes on waiting, and the fault is logged.
    """
    people = list(people)
    sent = failed = 0
    mail_server = get_connection()
    for number, person in enumerate(people):
        try:
            # Before any transaction: a server that is slow to greet us must not keep others from writing.
            mail_server.open()
        except FAULTS:
            log.exception(
                "The email server cannot be used. What is to be emailed waits for the next digest."
            )
            failed += len(people) - number
            break
        try:
            sent += mail_one(person, mail_server)
        except FAULTS:
            log.exception(
                "Person %s could not be emailed. It waits for the next digest.", person.pk
            )
            failed += 1
            _close(mail_server)
    _close(mail_server)
    return Posted(sent, failed)


def let_others_write(seconds: float) -> None:
    """Call it after a transaction of so many seconds in which a mail was handed over.

    SQLite is locked as a whole meanwhile; whoever waits to write asks again within 0.1 seconds.
    """
    if not connection.features.has_select_for_update:
        time.sleep(min(seconds, 0.1))


def _close(mail_server: BaseEmailBackend) -> None:
    # A server that does not say goodbye has taken the mail all the same.
    with suppress(OSError):
        mail_server.close()
