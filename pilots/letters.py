"""How does a mail about people's accounts go out? Once what it tells is stored, in plain text, on lines of its own.

Who is told of what is decided by whoever writes the change: `pilots.people` and `pilots.account_changes`.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from totalplace.direction import contained
from totalplace.mail import HEADERS

from .models import User


def send(to: Iterable[str], subject: str, template: str, **told) -> None:
    """Mail each of these addresses the template `pilots/mail/<template>.txt` once the transaction is committed.

    A mail server that is away is logged, and undoes nothing.
    """
    words = written(subject, template, **told)
    for address in sorted(set(to)):
        message = EmailMessage(*words, to=[address], headers=HEADERS)
        transaction.on_commit(message.send, robust=True)


def written(subject: str, template: str, **told) -> tuple[str, str]:
    """The subject and the body of a letter, as `EmailMessage` takes them."""
    body = render_to_string(f"pilots/mail/{template}.txt", {"site": settings.SITE_URL, **told})
    return contained(f"Total Place: {subject}"), contained(body.strip())


def on_one_line(typed: str) -> str:
    """As typed, without lines of its own, with which a name could add words to a mail."""
    return " ".join(typed.split())


def named(person: User) -> str:
    """The person's name, which anybody may have, with their address, which nobody else has."""
    return on_one_line(f"{person.name} ({person.email})")
