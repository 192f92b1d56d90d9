"""What is one person told of an event or a reminder, and which of them concern that person?"""

from collections.abc import Sequence
from itertools import chain

from django.db.models import Q

from pilots.models import User
from savings.models import Event, Reminder, Version

from .audiences import Audience, concerns
from .rows import When, Words
from .words import REMINDED, TOLD, told_of


class Addressee:
    """A person whom notices are for, and what they are told."""

    def __init__(self, person: User):
        self.person = person

    def words(self, about: Event | Reminder) -> Words | None:
        """What this person is told; None where it does not concern them, or not any more."""
        return self.words_of([about])[0]

    def words_of(self, several: Sequence[Event | Reminder]) -> list[Words | None]:
        """The same of several at once, in their order: a query for each audience that they have."""
        told = [told_of(about) for about in several]
        versions = Version.objects.filter(pk__in={about.version_id for about in several})
        theirs = {
            audience: set(
                versions.filter(concerns(self.person, audience)).values_list("pk", flat=True)
            )
            for audience in set(chain(*told))
        }
        return [
            next((w for audience, w in words.items() if about.version_id in theirs[audience]), None)
            for about, words in zip(several, told, strict=True)
        ]

    def concerned(self) -> Q:
        """Which notices `words` has any for, as a condition."""
        concerned = Q(pk__in=[])
        for audience in Audience:
            kinds = [kind for kind, row in REMINDED.items() if audience in row.told]
            told = _of_events(audience) & concerns(self.person, audience, "event__version__")
            reminded = Q(reminder__kind__in=kinds)
            reminded &= concerns(self.person, audience, "reminder__version__")
            concerned |= told | reminded
        return concerned


def _of_events(audience: Audience) -> Q:
    """The notices of an event of which the table tells `audience`."""
    told: dict[When | None, list[str]] = {}
    for action, row in TOLD.items():
        if audience in row.told:
            told.setdefault(row.told[audience].when, []).append(action)
    found = Q(pk__in=[])
    for when, actions in told.items():
        found |= Q(event__action__in=actions) & (when.condition if when else Q())
    return found
