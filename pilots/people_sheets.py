"""A spreadsheet of people or organisations between being sent and being confirmed: kept briefly, and stored once.

It holds names and addresses of people who may know nothing of it yet, so nothing of the file outlives its use.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from . import people
from .models import PeopleSheet, User

KEPT_FOR = timedelta(days=1)


def open_to(user: User) -> QuerySet[PeopleSheet]:
    """A sheet that waits is its sender's alone; what came of one that was stored is every administrator's to read."""
    return PeopleSheet.objects.filter(Q(by=user.pk) | Q(stored_at__isnull=False))


@transaction.atomic
def keep(*, key: UUID, by: User, name: str, holds: str, content: bytes) -> PeopleSheet:
    """Keep a file that was sent, under the key of the form: sent twice, it is kept once.

    A form that comes back with another file, as from a page that the browser kept, gets a key of its own.
    PermissionDenied for who may not change people.
    """
    people.check_may_change_people(by)
    forget_old()
    values = {"by": by, "name": name, "holds": holds, "content": content}
    kept, is_new = PeopleSheet.objects.get_or_create(key=key, defaults=values)
    said = {name: getattr(kept, name) for name in values} | {"content": bytes(kept.content)}
    if is_new or said == values:
        return kept
    return PeopleSheet.objects.create(key=uuid4(), **values)


def mark_stored(sheet: PeopleSheet) -> bool:
    """Say that what the sheet holds is stored; False when somebody was faster. Call `sum_up` when it is."""
    waiting = PeopleSheet.objects.filter(pk=sheet.pk, stored_at=None)
    return bool(waiting.update(stored_at=timezone.now()))


def sum_up(sheet: PeopleSheet, summary: str) -> None:
    """Keep what came of it, in a line of words, and drop the file."""
    PeopleSheet.objects.filter(pk=sheet.pk).update(summary=summary, content=b"")


def forget(sheet: PeopleSheet) -> None:
    """Drop a sheet that its sender does not want to store."""
    PeopleSheet.objects.filter(pk=sheet.pk, stored_at=None).delete()


def forget_old() -> int:
    """Drop what was sent and not confirmed within KEPT_FOR, whoever sent it; return how many."""
    waiting = PeopleSheet.objects.filter(stored_at=None, at__lt=timezone.now() - KEPT_FOR)
    return waiting.delete()[0]
