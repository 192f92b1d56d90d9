"""The history: who, in which role, did what, when and why. Whoever it concerns is told."""

from pilots.models import User
from pilots.people import role_words
from savings.models import Event, FigureSheet, Version

from .notification import tell

IN_HISTORY = "in_history"  # Under this name an effect returns what its event is to say.


def record(
    version: Version,
    action: str,
    before: str,
    *,
    by: User,
    note: str = "",
    sheet: FigureSheet | None = None,
) -> None:
    """One event about `version`, whose status was `before` (empty for a version just made); by `sheet`, if by any."""
    event = Event.objects.create(
        version=version,
        action=action,
        status_before=before,
        status_after=version.status,
        by=by,
        by_role=role_words(by, version.claim.place)[:100],
        note=note,
        sheet=sheet,
    )
    tell(event)
