"""What does a mail say, and when does it go out? At once to whoever has had none for a day; else with the digest.

A mail says what happened in which place, and links: never a figure, nor the name of a claim. A notice counts as mailed
only once the mail server has taken the mail; until then it waits, whatever becomes of the server or of us.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from pilots.models import User
from savings.models import Notice
from totalplace.direction import contained
from totalplace.mail import HEADERS, Posted, let_others_write, post

from .addressee import Addressee
from .inbox import Told, concerning, in_words

BETWEEN_MAILS = timedelta(hours=24)


@dataclass(frozen=True)
class Item(Told):
    """One notice, as a mail tells it: never its reason."""

    @property
    def place(self) -> str:
        # On one line, whatever was typed: a name cannot add lines of its own to a mail.
        return " ".join(self.place_name.split())

    @property
    def link(self) -> str:
        return settings.SITE_URL + (self.href or reverse("savings:notice_list"))

    @property
    def leads_to(self) -> str:
        """What is behind the link, in a word."""
        if self.round:
            return "Round"
        return "Claim" if self.is_open else "Notices"

    @property
    def made_at(self) -> datetime:
        return self.notice.made_at


def people_waiting(*, for_a_reminder: bool = False) -> QuerySet[User]:
    """The people for whom a notice, or a notice that reminds, waits to be mailed."""
    waiting = Notice.objects.filter(to=OuterRef("pk"), mailed_at=None)
    if for_a_reminder:
        waiting = waiting.filter(reminder__isnull=False)
    return User.objects.filter(Exists(waiting)).order_by("pk")


def waiting_for(person: User) -> list[Item]:
    """What waits to be mailed to one person and still concerns them, oldest first.

    That is asked when the mail goes out: by then their role may have ended, or somebody else may have the claim.
    """
    addressee = Addressee(person)
    waiting = concerning(addressee).filter(mailed_at=None).order_by("pk")
    return [Item(told.notice, told.words, told.is_open) for told in in_words(addressee, waiting)]


def mail_at_once(people: list[int]) -> None:
    """Mail what waits for `people` (their keys), except to those who have had a mail in the last 24 hours."""
    lately = Notice.objects.filter(to=OuterRef("pk"), mailed_at__gt=timezone.now() - BETWEEN_MAILS)
    mail_waiting(people_waiting().filter(~Exists(lately), pk__in=people))


def mail_waiting(people: Iterable[User]) -> Posted:
    """Mail each person what waits for them, in one mail."""
    return post(people, _mail)


def _mail(person: User, mail_server: BaseEmailBackend) -> bool:
    """Whether there was anything to mail."""
    items = waiting_for(person)
    begun = time.monotonic()
    with transaction.atomic():
        taken = _take(items)
        if taken:
            mail_server.send_messages([_message(person, taken)])
    let_others_write(time.monotonic() - begun)
    return bool(taken)


def _take(items: list[Item]) -> list[Item]:
    """Those that are still to be mailed, marked as mailed: the mark stands once the mail has been taken, else it falls.

    Of two runs at the same time the second waits here for the first, and finds nothing left: PostgreSQL locks the
    rows, SQLite the database. Should the machine stop between mail and commit, the mail goes out once more: twice is
    better than never.
    """
    keys = [item.notice.pk for item in items]
    left = Notice.objects.select_for_update().filter(pk__in=keys, mailed_at=None).order_by("pk")
    taken = set(left.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=taken).update(mailed_at=timezone.now())
    return [item for item in items if item.notice.pk in taken]


def _message(person: User, items: list[Item]) -> EmailMessage:
    if len(items) == 1:
        subject = items[0].words.subject
        body = render_to_string("savings/mail/notice.txt", {"item": items[0]})
    else:
        subject = "what has happened to claims that concern you"
        body = render_to_string("savings/mail/digest.txt", {"places": _by_place(items)})
    return EmailMessage(
        contained(f"Total Place: {subject}"),
        contained(body.strip()),
        to=[person.email],
        headers=HEADERS,
    )


def _by_place(items: list[Item]) -> list[tuple[str, list[Item]]]:
    places: dict[str, list[Item]] = {}
    for item in items:
        places.setdefault(item.place, []).append(item)
    return sorted(places.items())
