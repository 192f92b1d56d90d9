"""What becomes of a sheet that somebody sent, whatever it holds? Its sender opens it, and stores it once, as shown."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from pilots.models import PeopleSheet, User
from savings.access import own_versions
from savings.imports.errors import ImportRefused
from savings.imports.result import ACCEPTED, ImportResult
from savings.models import Claim, FigureSheet
from savings.workflow import mark_stored

MAX_BYTES = 5_000_000
_COUNTS = ("new", "changed", "unchanged", "missing", "set_apart")


class SheetChanged(Exception):
    """What the sheet would change is not what was shown: a conflict, not a fault of the person's."""


def sheets_of(user: User) -> QuerySet[FigureSheet]:
    """The sheets that `user` sent: nobody else opens them."""
    return FigureSheet.objects.filter(by=user)


def changed_by(sheet: FigureSheet) -> list[tuple[Claim, str]]:
    """The claims into which a sheet was stored, by reference, each with what was done: create, revise or edit."""
    touched = own_versions(sheet.by).filter(events__sheet=sheet)
    # Who opens a draft also edits it: what came first says more.
    done = dict(touched.order_by("-events__pk").values_list("claim", "events__action"))
    claims = Claim.objects.filter(pk__in=done).select_related("place").order_by("reference")
    return [(claim, done[claim.pk]) for claim in claims]


def digest_of(*said: object) -> str:
    """SHA-256 (hex) of what is shown of a sheet: the same only where all of it is."""
    return hashlib.sha256(repr(said).encode()).hexdigest()


def history_note(sheet: FigureSheet) -> str:
    """What the history says of the sheet. The event names the sheet itself too (`sheet`)."""
    sent = timezone.localtime(sheet.at)
    return f"Imported from {sheet.name}, sent on {sent:%-d %B %Y at %H:%M:%S}"


@contextmanager
def on_disk(sheet: FigureSheet | PeopleSheet) -> Iterator[str]:
    """The path of a file that holds what was sent, as the importers read it."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(sheet.content)
        file.flush()
        yield file.name


@contextmanager
def confirming(sheet: FigureSheet) -> Iterator[None]:
    """Within it a sheet is read and stored. Where it was stored meanwhile by a second click, all is well.

    Raises SheetChanged where what is stored has moved on, ImportRefused where the sheet cannot be stored any more.
    """
    try:
        yield
    except ImportRefused as refused:
        if refused.errors[0].code != "stale":
            raise
        _raise_unless_stored(sheet, refused)
    except SheetChanged as changed:
        _raise_unless_stored(sheet, changed)


def store_once(sheet: FigureSheet, result: ImportResult, store: Callable[[], None]) -> None:
    """Do `store` and mark the sheet as stored, together or not at all; nothing where somebody was faster."""
    counts = {name: getattr(result, name) for name in _COUNTS}
    stored = ImportResult(ACCEPTED, **counts)
    with transaction.atomic():
        if mark_stored(sheet, stored.summary()) and stored.has_changes:
            store()


def _raise_unless_stored(sheet: FigureSheet, error: Exception) -> None:
    sheet.refresh_from_db(fields=["stored_at"])
    if sheet.stored_at is None:
        raise SheetChanged from error
