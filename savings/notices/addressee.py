"""What is one person told of an event or a reminder, and which of them concern that person?"""

from collections.abc import Sequence
from itertools import chain

from django.db.models import Q

from pilots.models import User
from savings.models import Event, Reminder, Version
from savings.models.choices import Status

from .audiences import Audience, concerns
from .words import REMINDED, TOLD, Words, told_of

# What `told_of` tells nobody of, as a condition on notices.
_OF_THE_DRAFT_ALONE = Q(event__action="set_condition", event__status_after=Status.DRAFT) | Q(
    event__action="discard", event__version__sign_off_asked_at=None
)


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
            actions = [action for action, told in TOLD.items() if audience in told]
            kinds = [kind for kind, told in REMINDED.items() if audience in told]
            of_event = concerns(self.person, audience, "event__version__")
            of_reminder = concerns(self.person, audience, "reminder__version__")
            concerned |= Q(event__action__in=actions) & of_event
            concerned |= Q(reminder__kind__in=kinds) & of_reminder
        return concerned & ~_OF_THE_DRAFT_ALONE
