"""Telling people: a notice for everybody whom an event concerns, in the transaction of the event itself.

Whom it concerns stands in `savings.notices.audiences`, and in which words in `words`. Nobody is told of what they did
themselves, nor of a version that they may not see, but what becomes of a draft which they saw and which was sent back.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from pilots.models import User
from savings.models import Event, Notice
from savings.notices.audiences import Audience, everybody_in
from savings.notices.mailing import mail_at_once
from savings.notices.words import told_of

# What may be asked again of the same people: of one version they have one unread notice of a day. The next day it is
# sent anew, for who reads mail alone never marks a notice as read.
ASKS = {"ask_sign_off"}


def tell(event: Event) -> None:
    """Write a notice of `event` for each person whom it concerns; mail goes out once all of it is stored.

    One query and one insert, however many people; one query more where some of them are told in the digest alone.
    """
    told = told_of(event)
    if not told:
        return
    at_once = _people((each for each, words in told.items() if not words.in_digest), event)
    in_digest = _people((each for each, words in told.items() if words.in_digest), event)
    Notice.objects.bulk_create(
        Notice(to_id=person, event=event) for person in sorted(at_once | in_digest)
    )
    if at_once:
        # Robust: whatever becomes of the mail, the action has been done, and the notice waits for the digest.
        # Not a `partial`: Django logs the fault of a robust hook under its name, and a partial has none.
        transaction.on_commit(lambda: mail_at_once(sorted(at_once)), robust=True)


def _people(audiences: Iterable[Audience], event: Event) -> set[int]:
    """Those of `audiences` (their keys) who are to hear of `event`; no query where there is no audience."""
    people = everybody_in(audiences, event.version).exclude(pk=event.by_id)
    if event.action in ASKS:
        people = people.exclude(pk__in=_asked_before(event).values("to"))
    return set(people.values_list("pk", flat=True))


def mark_seen(person: User, *, newest: int) -> None:
    """The person has read their notices up to the one with the key `newest`; what came meanwhile stays new."""
    new = Notice.objects.filter(to=person, seen_at=None, pk__lte=newest)
    new.update(seen_at=timezone.now())


def mark_read_of(person: User, claims: Collection[int]) -> None:
    """The person has done something with the claims (their keys): what they were told of these is read."""
    _new_of(person, claims).update(seen_at=timezone.now())


def mark_opened(person: User, claim: int) -> bool:
    """The person has opened the claim (its key): what they were told of it is read. Whether anything was new to them.

    Nothing is written where nothing is new, so that to look at a claim waits for no one who writes.
    """
    if not Notice.objects.filter(to=person, seen_at=None).exists():
        return False  # By its index: most have read all.
    if _new_of(person, [claim]).exists():
        mark_read_of(person, [claim])
    return True


def _new_of(person: User, claims: Collection[int]) -> QuerySet[Notice]:
    of_these = Q(event__version__claim__in=claims) | Q(reminder__version__claim__in=claims)
    return Notice.objects.filter(of_these, to=person, seen_at=None)


def _asked_before(event: Event) -> QuerySet[Notice]:
    """The notices of the same day, not read yet, that ask the same of the same version; but for what was sent back."""
    of_version = Event.objects.filter(version=event.version_id)
    sent_back = of_version.filter(action="send_back").order_by("-pk").values("pk")[:1]
    same = of_version.filter(
        action=event.action,
        at__date=timezone.localdate(),
        pk__gt=Coalesce(Subquery(sent_back), 0),
    )
    return Notice.objects.filter(event__in=same.values("pk"), seen_at=None)
