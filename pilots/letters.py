"""How does a mail about people's accounts go out? Once what it tells is stored, in plain text, on lines of its own.

Who is told of what is decided by whoever writes the change: `pilots.people` and `pilots.account_changes`.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string

from totalplace.direction import contained
from totalplace.mail import FAULTS, HEADERS

from .models import User

log = logging.getLogger(__name__)

# These have a template for many things told at once, `<name>_of_many`.
_FOR_MANY = {"rights", "own_rights"}


class Letters:
    """What a sitting tells: to each address one letter of each kind, however many changes it tells of."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str, str], list[dict]] = defaultdict(list)
        self._newcomers: set[str] = set()

    def leave_out(self, addresses: Iterable[str]) -> None:
        """Write nothing to who is added in this sitting: their first letter is the one that says how to begin."""
        self._newcomers.update(addresses)

    def add(self, to: Iterable[str], subject: str, template: str, told: dict) -> None:
        """Note what is to be told to these addresses."""
        for address in set(to) - self._newcomers:
            self._told[address, subject, template].append(told)

    def send(self) -> None:
        """Hand them to the mail server, once what they tell is stored. What it does not take is logged."""
        if not self._told:
            return
        try:
            with get_connection() as server:
                for key in sorted(self._told):
                    for told in _letters_of(key[2], self._told[key]):
                        _hand_over(_message(*key, told), server)
        except FAULTS:
            log.exception("The email server cannot be used. Letters about rights were not sent.")


_sitting: ContextVar[Letters | None] = ContextVar("sitting", default=None)


@contextmanager
def one_each() -> Iterator[Letters]:
    """Within it letters are gathered instead of sent. Whoever opens it sends them, once all is stored."""
    letters = Letters()
    token = _sitting.set(letters)
    try:
        yield letters
    finally:
        _sitting.reset(token)


def send(to: Iterable[str], subject: str, template: str, **told: Any) -> None:
    """Mail each of these addresses the template `pilots/mail/<template>.txt` once the transaction is committed.

    A mail server that is away is logged, and undoes nothing.
    """
    sitting = _sitting.get()
    if sitting is not None:
        sitting.add(to, subject, template, told)
        return
    for address in sorted(set(to)):
        message = _message(address, subject, template, [told])
        transaction.on_commit(message.send, robust=True)


def written(subject: str, template: str, **told: Any) -> tuple[str, str]:
    """The subject and the body of a letter, as `EmailMessage` takes them."""
    body = render_to_string(f"pilots/mail/{template}.txt", {"site": settings.SITE_URL, **told})
    return contained(f"Total Place: {subject}"), contained(body.strip())


def on_one_line(typed: str) -> str:
    """As typed, without lines of its own, with which a name could add words to a mail."""
    return " ".join(typed.split())


def named(person: User) -> str:
    """The person's name, which anybody may have, with their address, which nobody else has."""
    return on_one_line(f"{person.name} ({person.email})")


def _message(address: str, subject: str, template: str, told: list[dict]) -> EmailMessage:
    """One letter; of several things it tells by the template of that name for many, which gets them as `changes`."""
    context = told[0]
    if len(told) > 1:
        template, context = f"{template}_of_many", context | {"changes": told}
    words = written(subject, template, **context)
    return EmailMessage(*words, to=[address], headers=HEADERS)


def _letters_of(template: str, told: list[dict]) -> list[list[dict]]:
    """What is told in one letter each: all of it together, where there is a template for many."""
    return [told] if template in _FOR_MANY else [[one] for one in told]


def _hand_over(message: EmailMessage, server: BaseEmailBackend) -> None:
    try:
        server.send_messages([message])
    except FAULTS:
        log.exception("A letter about rights was not sent.")
        # The next letter opens it anew: a connection that was cut would fail for all that follow.
        with suppress(OSError):
            server.close()
