"""A spreadsheet of figures or claims between being sent and being confirmed: kept, and marked as stored once."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from pilots.models import User
from savings.models import FigureSheet
from savings.models.choices import Holds

from .writers import check_writes

KEPT_FOR = timedelta(days=7)
KEPT_AT_MOST = 20  # Of one person: each is as large as a file may be.


@transaction.atomic
def keep_sheet(
    *,
    key: UUID,
    by: User,
    name: str,
    content: bytes,
    only_check: bool,
    holds: str = Holds.FIGURES,
) -> FigureSheet:
    """Keep a file that was sent, under the key of the form: sent twice, it is kept once.

    A form that comes back with another file, as from a page that the browser kept, gets a key of its own. What the
    person sent earlier and never confirmed is forgotten after a week. PermissionDenied for who writes for no place.
    """
    check_writes(by)
    values = {
        "by": by,
        "name": name,
        "holds": holds,
        "content": content,
        "only_check": only_check,
    }
    kept, is_new = FigureSheet.objects.get_or_create(key=key, defaults=values)
    if not is_new and not _is_the_same(kept, values):
        kept = FigureSheet.objects.create(key=uuid4(), **values)
    _forget_old(by)
    return kept


def mark_stored(sheet: FigureSheet, summary: str) -> bool:
    """Say that what the sheet holds is stored, and drop the file; False when somebody was faster."""
    waiting = FigureSheet.objects.filter(pk=sheet.pk, stored_at=None)
    return bool(waiting.update(stored_at=timezone.now(), summary=summary, content=b""))


def _is_the_same(kept: FigureSheet, values: dict) -> bool:
    said = {name: getattr(kept, name) for name in values} | {"content": bytes(kept.content)}
    return said == values


def _forget_old(by: User) -> None:
    waiting = FigureSheet.objects.filter(by=by, stored_at=None)
    waiting.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    newest = waiting.order_by("-at", "-pk").values_list("pk", flat=True)[:KEPT_AT_MOST]
    waiting.exclude(pk__in=list(newest)).delete()
