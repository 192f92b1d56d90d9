"""Was a verdict sent back to its reader, why, and what did they give?"""

from dataclasses import dataclass

from pilots.models import User
from savings.models import Event, Reading, Version
from savings.models.choices import Status

from .standing_reading import as_they_stand


@dataclass(frozen=True)
class SentBack:
    """The event by which the review lead sent it back, with the reason; the `reading` is of whoever gives it again."""

    event: Event
    reading: Reading | None


def sent_back_to(user: User, version: Version) -> SentBack | None:
    """For whoever gives a verdict now: what was sent back to them. The reading is none where another reader gave it."""
    standing = as_they_stand(version.readings.all()).standing
    if standing is None or version.status != Status.IN_REVIEW:
        return None
    event = version.events.filter(action="reconsider").select_related("by").order_by("-pk").first()
    if event is None:
        return None
    return SentBack(event, standing if standing.reader_id == user.pk else None)
