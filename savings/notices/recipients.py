"""Who was told of an event: by the notices that were really written, and whether a mail has gone out."""

from dataclasses import dataclass

from pilots.models import User
from savings.models import Event, Notice

from .audiences import Audience, everybody_in
from .words import told_of

_OTHERS = "others, whom it does not concern any more"
_WITHIN_THE_TREASURY = (Audience.REVIEWER, Audience.SECOND_READERS, Audience.LEADS)


@dataclass(frozen=True)
class Recipients:
    """Those of one audience who have a notice.

    `audience` is None for whom it does not concern any more: of them nobody knows here on which side they were.
    """

    audience: Audience | None
    people: list[User]
    is_mailed: bool

    @property
    def label(self) -> str:
        label = str(self.audience) if self.audience else _OTHERS
        return label[:1].upper() + label[1:]

    @property
    def names(self) -> str:
        """Of places and partners by name; of the Treasury, and of who may have been of it, by number."""
        if self.audience is None:
            return str(len(self.people))
        if self.audience in _WITHIN_THE_TREASURY:
            return "" if len(self.people) == 1 else str(len(self.people))
        return ", ".join(str(person) for person in self.people)


def recipients_of(event: Event) -> list[Recipients]:
    """Who was told, audience by audience: each person once, as they were addressed."""
    notices = Notice.objects.filter(event=event).select_related("to").order_by("to__name", "to")
    left = {notice.to_id: notice for notice in notices}
    found = []
    for audience in told_of(event):
        keys = set(everybody_in([audience], event.version).values_list("pk", flat=True))
        of_these = [left.pop(key) for key in list(left) if key in keys]
        found.append(_recipients(audience, of_these))
    found.append(_recipients(None, list(left.values())))
    return [recipients for recipients in found if recipients.people]


def _recipients(audience: Audience | None, notices: list[Notice]) -> Recipients:
    is_mailed = all(notice.mailed_at for notice in notices)
    return Recipients(audience, [notice.to for notice in notices], is_mailed)
