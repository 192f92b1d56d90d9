"""A spreadsheet of figures or claims between being sent and being confirmed: kept, and marked as stored once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from pilots.models import Place, User
from savings.models import FigureSheet, Layout
from savings.models.choices import Holds

from .writers import check_writes, check_writes_for

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


def lay_out(sheet: FigureSheet, reading: Mapping[str, Any]) -> None:
    """Keep with a sheet that waits how its sender says that it is read: so it holds claims and figures.

    One that was sent to be checked only is now to be shown, and confirmed by itself.
    """
    waiting = FigureSheet.objects.filter(pk=sheet.pk, stored_at=None)
    waiting.update(layout=reading, holds=Holds.BOTH, only_check=False)
    sheet.layout, sheet.holds = dict(reading), Holds.BOTH


def keep_layout(place: Place, *, by: User, fingerprint: str, reading: Mapping[str, Any]) -> None:
    """Keep for a place how its sheets with these titles are read, in place of how they were read before."""
    check_writes_for(by, place)
    Layout.objects.update_or_create(
        place=place, fingerprint=fingerprint, defaults={"reading": reading, "by": by}
    )


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
