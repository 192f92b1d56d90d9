"""Which notices does a person have: those that still concern them, of claims that they may see, or might until then?
And those of rounds, while something is owed.

Asked anew each time: by now their role may have ended, or somebody else may have the claim.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from pilots.models import User
from savings.access import all_visible_to
from savings.claims.round_returns import owing
from savings.models import Event, Notice, Round, SignOffRequest, Version
from savings.models.choices import Reminded
from savings.review.owing import Act, is_asked_for_outturn, statuses_of

from .addressee import Addressee
from .rows import Words
from .words import TOLD_UNSEEN

COUNTED_TO = 99  # Counting on would cost more than the page on which the number stands.

# A reminder is of something that has not been done: with the status its reason goes.
_ACT_OF = {
    Reminded.ANSWER_DUE: Act.ANSWER,
    Reminded.ANSWER_OVERDUE: Act.ANSWER,
    Reminded.REPLY_DUE: Act.REPLY,
    Reminded.ANSWERED: Act.DECIDE,
    Reminded.READY: Act.FINALISE,
}

# That there is one, and not all that the draft said.
_REQUESTS = SignOffRequest.objects.only("version")


@dataclass(frozen=True)
class Told:
    """One notice, in words for whom it is for: about a `version`, or about a `round`."""

    notice: Notice
    words: Words
    is_open: bool = True  # Whether the person may see the version: else neither what it says nor a link to it is shown.

    @property
    def version(self) -> Version | None:
        return self.notice.about.version

    @property
    def round(self) -> Round | None:
        return self.notice.reminder.round if self.notice.reminder else None

    @property
    def place_name(self) -> str:
        """Of the version's place, or of the one that owes something to the round."""
        if self.version:
            return self.version.claim.place.name
        place = self.notice.reminder.place if self.notice.reminder else None
        return place.name if place else "All places"

    @property
    def href(self) -> str:
        """Where it leads; empty for what may not be seen."""
        if self.version:
            return self.version.claim.get_absolute_url() if self.is_open else ""
        return self.round.get_absolute_url() if self.round else ""

    @property
    def reason(self) -> str:
        """Why it was done, where the words say so: for the page alone, never for a mail."""
        event = self.notice.event
        return event.note if event and self.words.gives_reason else ""

    @property
    def is_new(self) -> bool:
        return self.notice.seen_at is None


def concerning(addressee: Addressee) -> QuerySet[Notice]:
    """The notices that still concern a person, newest first."""
    seen = all_visible_to(addressee.person)
    return (
        Notice.objects.filter(to=addressee.person)
        .filter(
            Q(event__version__in=seen)
            | Q(event__action__in=TOLD_UNSEEN)
            | (Q(reminder__version__in=seen) & _still_to_be_done())
            | _still_owed(timezone.localdate())
        )
        .filter(addressee.concerned())
        .select_related(
            "event__version__claim__place",
            "reminder__version__claim__place",
            "reminder__round",
            "reminder__place",
        )
        .prefetch_related(Prefetch("event__version__sign_off_request", _REQUESTS))
        .order_by("-pk")
    )


def in_words(addressee: Addressee, notices: Iterable[Notice]) -> list[Told]:
    """The notices as they are told to a person, in the order given."""
    told = list(notices)
    words = addressee.words_of([notice.about for notice in told])
    kept = _kept_from(addressee.person, told)
    return [
        Told(notice, said, is_open=notice.about.version_id not in kept)
        for notice, said in zip(told, words, strict=True)
        if said
    ]


def _kept_from(person: User, told: Iterable[Notice]) -> set[int]:
    """The versions (their keys) of which the person is told, though they may not see them. Mostly none is asked for."""
    unseen = {
        notice.event.version_id
        for notice in told
        if notice.event and notice.event.action in TOLD_UNSEEN
    }
    if not unseen:
        return unseen
    seen = all_visible_to(person).filter(pk__in=unseen)
    return unseen - set(seen.values_list("pk", flat=True))


def unseen(person: User) -> int:
    """How many notices are new to `person`, counted to one more than COUNTED_TO."""
    if not Notice.objects.filter(to=person, seen_at=None).exists():
        return 0  # By its index: most pages are drawn for somebody who has read all.
    new = concerning(Addressee(person)).filter(seen_at=None).order_by()
    return new.values("pk")[: COUNTED_TO + 1].count()


def _still_to_be_done() -> Q:
    """Of reminders: the claim stands where it stood, and nobody has taken it further since."""
    stands = Q(pk__in=[])
    for kind, act in _ACT_OF.items():
        stands |= Q(reminder__kind=kind, reminder__version__status__in=statuses_of(act))
    later = Event.objects.filter(
        version=OuterRef("reminder__version"), at__gt=OuterRef("reminder__at")
    )
    is_later = later.filter(~Q(status_before=F("status_after")) | Q(action="waive_reply"))
    # However far its review has come meanwhile, an outturn is owed until another version stands.
    outturn = Q(is_asked_for_outturn("reminder__version__"), reminder__kind=Reminded.OUTTURN)
    return cast(Q, outturn | (stands & ~Exists(is_later)))


def _still_owed(today: date) -> Q:
    """Of reminders about rounds: the place still owes something; and the round is open, or has closed, as it says."""
    is_late = Q(reminder__kind=Reminded.ROUND_LATE)
    of_place = Q(owing("reminder__"), reminder__place__isnull=False)
    opened_since = Round.objects.filter(
        opens_on__gt=OuterRef("reminder__round__closes_on"), opens_on__lte=today
    )
    of_all = Q(~Exists(opened_since), reminder__place=None, reminder__round__isnull=False)
    still = (~is_late & Q(reminder__round__closes_on__gte=today)) | (
        is_late & Q(reminder__round__closes_on__lt=today)
    )
    return still & (of_place | of_all)
