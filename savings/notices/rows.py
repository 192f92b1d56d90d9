"""What does a row of the table of notices hold? Of each party what it is told and when, or why it is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from savings.models import Event, Reminder, Version
from savings.models.choices import Status

from .audiences import PARTIES, Audience


@dataclass(frozen=True)
class When:
    """Of which events something is told, if not of all: in words, of one event, and as a condition on notices."""

    words: str
    holds: Callable[[Event], bool]
    condition: Q


# Until it is, a draft is its writers' alone.
SIGN_OFF_ASKED = When(
    "while its sign-off was asked for",
    lambda event: event.version.sign_off_asked_at is not None,
    Q(event__version__sign_off_asked_at__isnull=False),
)
# Though a draft has been sent back since: then they wait for what becomes of it.
PARTNERS_ASKED = When(
    "where they had been asked about it",
    lambda event: _has_been_shown(event.version),
    Q(event__version__sign_off_asked_at__isnull=False)
    | Q(event__version__sign_off_request__isnull=False)
    | Q(event__version__frozen_at__isnull=False),
)
# In a draft a use condition is only proposed, which is part of writing it.
SUBMITTED = When(
    "of what is submitted",
    lambda event: event.status_after != Status.DRAFT,
    ~Q(event__status_after=Status.DRAFT),
)
OWN_WORDS = When(
    "of a place’s own version",
    lambda event: not event.version.is_published,
    Q(event__version__is_published=False),
)
WAS_FINAL = When(
    "where its verdict was final",
    lambda event: event.version.verdict != "",
    ~Q(event__version__verdict=""),
)


@dataclass(frozen=True)
class Words:
    """What happened, for the subject of a mail and as a sentence; and what its reader can do now.

    `in_digest`: it is mailed with whatever else has happened, once a day; all else at once. `gives_reason`: on the page
    of notices the reason stands beside it, which no mail ever holds.
    """

    subject: str
    happened: str
    can_do: str
    in_digest: bool = False
    when: When | None = None
    gives_reason: bool = False


@dataclass(frozen=True)
class Row:
    """Who is told of one thing, and why the others are not. Each party stands in one of the two, and once.

    Where a person belongs to several audiences, the first one's words are theirs.
    """

    told: Mapping[Audience, Words] = field(default_factory=dict)
    not_told: Mapping[Audience, str] = field(default_factory=dict)

    def told_of(self, about: Event | Reminder) -> dict[Audience, Words]:
        """Whom this event or reminder concerns, and what to tell each."""
        return {
            audience: words
            for audience, words in self.told.items()
            if words.when is None or (isinstance(about, Event) and words.when.holds(about))
        }

    def cells(self) -> dict[Audience, list[Words | str]]:
        """What the row says to each party, in their order: words to tell it, or the reason why it is told nothing."""
        said: list[tuple[Audience, Words | str]] = [*self.told.items(), *self.not_told.items()]
        return {
            party: [cell for audience, cell in said if party in audience.parties]
            for party in PARTIES
        }


def _has_been_shown(version: Version) -> bool:
    """Whether its partners were ever asked about it; read before, where many are asked."""
    is_shown = version.sign_off_asked_at or version.frozen_at
    return bool(is_shown) or hasattr(version, "sign_off_request")


def nobody(reason: str) -> Row:
    """A row of which nobody is told, for one reason."""
    return Row(not_told=dict.fromkeys(PARTIES, reason))
