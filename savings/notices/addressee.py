"""What is one person told of an event or a reminder, and which of them concern that person?"""

from collections.abc import Sequence
from itertools import chain

from django.db.models import Q

from pilots.models import User
from savings.models import Event, Reminder, Version

from .audiences import Audience, concerns
from .round_audiences import concerns_of_round
from .rows import When, Words
from .words import REMINDED, TOLD, told_of

_Key = tuple[type[Version] | type[Reminder], int]


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
        versions, reminders = _asked_about(several)
        theirs = {
            audience: self._of_versions(audience, versions) | self._of_rounds(audience, reminders)
            for audience in set(chain(*told))
        }
        return [
            next(
                (said for audience, said in words.items() if _key(about) in theirs[audience]), None
            )
            for about, words in zip(several, told, strict=True)
        ]

    def _of_versions(self, audience: Audience, versions: set[int]) -> set[_Key]:
        of_these = Version.objects.filter(concerns(self.person, audience), pk__in=versions)
        return {(Version, key) for key in of_these.values_list("pk", flat=True)}

    def _of_rounds(self, audience: Audience, reminders: set[int]) -> set[_Key]:
        if not reminders:
            return set()
        of_these = Reminder.objects.filter(
            concerns_of_round(self.person, audience), pk__in=reminders
        )
        return {(Reminder, key) for key in of_these.values_list("pk", flat=True)}

    def concerned(self) -> Q:
        """Which notices `words` has any for, as a condition."""
        concerned = Q(pk__in=[])
        for audience in Audience:
            kinds = [kind for kind, row in REMINDED.items() if audience in row.told]
            told = _of_events(audience) & concerns(self.person, audience, "event__version__")
            of_version = concerns(self.person, audience, "reminder__version__")
            of_round = concerns_of_round(self.person, audience, "reminder__")
            concerned |= told | (Q(reminder__kind__in=kinds) & (of_version | of_round))
        return concerned


def _key(about: Event | Reminder) -> _Key:
    """The version that it is about; a reminder about a round stands for itself."""
    return (Version, about.version_id) if about.version_id else (Reminder, about.pk)


def _asked_about(several: Sequence[Event | Reminder]) -> tuple[set[int], set[int]]:
    """The keys of the versions, and of the reminders about rounds."""
    keys = set(map(_key, several))
    versions, reminders = ({key for of, key in keys if of is kind} for kind in (Version, Reminder))
    return versions, reminders


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
