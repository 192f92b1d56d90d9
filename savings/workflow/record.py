"""The history: who, in which role, did what, when and why. Whoever it concerns is told."""

from collections.abc import Sequence
from typing import Any

from pilots.models import User
from pilots.people import role_words_by_place
from savings.models import Event, FigureSheet, Version

from .notification import mark_read_of, tell

IN_HISTORY = "in_history"  # Under this name an effect returns what its event is to say.
# What an effect returns: fields of the version, and what is under IN_HISTORY.
Changes = dict[str, Any]


def record(
    version: Version,
    action: str,
    before: str | None = None,
    *,
    by: User,
    note: str = "",
    sheet: FigureSheet | None = None,
) -> None:
    """One event about `version`; see `record_many`."""
    record_many([version], action, before, by=by, note=note, sheet=sheet)


def record_many(
    versions: Sequence[Version],
    action: str,
    before: str | None = None,
    *,
    by: User,
    note: str = "",
    sheet: FigureSheet | None = None,
) -> None:
    """One event about each of `versions`, which come with their claims; by `sheet`, if by any.

    Their status was `before`, where it has changed: empty for versions just made.
    """
    roles = role_words_by_place(by, {version.claim.place_id for version in versions})
    events = [
        Event(
            version=version,
            action=action,
            status_before=version.status if before is None else before,
            status_after=version.status,
            by=by,
            by_role=roles[version.claim.place_id][:100],
            note=note,
            sheet=sheet,
        )
        for version in versions
    ]
    Event.objects.bulk_create(events, batch_size=1_000)
    mark_read_of(by, {version.claim_id for version in versions})
    for event in events:
        tell(event)
