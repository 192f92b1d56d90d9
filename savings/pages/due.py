"""What waits for this person, and what of their place for somebody else?

Sign-off waits, questions, verdicts, shares to agree, the open round, outturns, and drafts. All but drafts, and what
only a finance officer does, waits for every officer of a place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, cast

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.urls import reverse
from django.utils import timezone

from pilots.models import User
from pilots.people import held_with
from savings.access import all_visible_to, kept, own_places, own_versions, shares_of
from savings.claims.asked import is_sent_back
from savings.claims.partners_words import answered_as_draft, silent, unanswered_of
from savings.claims.rounds import not_confirmed_in, open_round
from savings.claims.statements import status_words
from savings.models import Event, Version
from savings.models.choices import CURRENT, Status
from savings.review.owing import (
    NOT_WITH_TREASURY,
    OPEN_QUESTIONS,
    Act,
    Owed,
    OwesOutturn,
    what_is_owed,
    with_outturn_owed,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Read(OwesOutturn):
        is_mine: bool
        is_sent_back: bool


class Turn(IntEnum):
    """Whose turn it is, in the order of the list: the first four are the reader's."""

    ACT = 0
    ROUND = 1
    OUTTURN = 2
    OWN_DRAFT = 3
    DRAFT_OF_OTHERS = 4
    SIGN_OFF_BY_OTHERS = 5


_WRITING = ("create", "revise", "adopt", "edit", "ask_sign_off")


@dataclass(frozen=True)
class Due:
    """One thing to do about a version, where it is done, and by when where there is a date.

    `action`, by the name in its address; without one it is the draft that is gone on with. `is_one_click`: where
    nothing has changed, a button says so. `late` says what has become of a day that is past.
    """

    version: Version
    words: str
    turn: Turn = Turn.ACT
    by: date | None = None
    action: str = ""
    is_one_click: bool = False
    late: str = ""

    @property
    def is_mine(self) -> bool:
        return self.turn <= Turn.OWN_DRAFT

    @property
    def href(self) -> str:
        code = self.version.claim.reference
        if not self.action:
            return reverse("savings:claim_edit", args=[code])
        return reverse("savings:claim_action", args=[code, self.action])


def due_from(user: User) -> list[Due]:
    """What waits for `user`, what has a date first; then what waits for others. Empty for people of no place."""
    waiting = _waiting(user, timezone.localdate())
    prefetch_related_objects(waiting, OPEN_QUESTIONS)
    signs = {held.place_id for held in held_with(user, "savings.sign_off_claim")}
    found = [_due(version, signs) for version in waiting if _waits_itself(version)]
    found += _outturns(waiting)
    found += [_share(version) for version in _unanswered_shares(user)]
    found += _of_the_round(user)
    return sorted(found, key=lambda due: (due.turn, due.by is None, due.by or date.max))


@kept
def _waiting(user: User, today: date) -> QuerySet[Version]:
    waits = Q(status__in=NOT_WITH_TREASURY) | Q(outturn_of__isnull=False)
    told = with_outturn_owed(all_visible_to(user), today)
    own = told.filter(waits, claim__place__in=own_places(user))
    # A draft is theirs who began it or wrote in it.
    written = Event.objects.filter(version=OuterRef("pk"), by=user.pk, action__in=_WRITING)
    own = own.annotate(
        is_mine=Exists(written), is_sent_back=ExpressionWrapper(is_sent_back(), BooleanField())
    )
    return own.select_related("claim__place", "review").order_by("claim__reference", "pk")


def _waits_itself(version: Version) -> bool:
    """Whether a version waits for its place for another reason than an outturn."""
    if version.status == Status.PROVISIONAL:
        return not version.review.is_reply_waived
    return version.status in NOT_WITH_TREASURY


def _outturns(waiting: "Iterable[WithAnnotations[Version, _Read]]") -> Iterable[Due]:
    """The outturns that are owed; where a draft is open already, it is gone on with."""
    drafts = {version.claim_id for version in waiting if version.status == Status.DRAFT}
    for version in waiting:
        if version.outturn_of and version.claim_id not in drafts:
            words = f"{version.outturn_of} has ended: state its actual figures"
            yield Due(version, words, Turn.OUTTURN, action="revise")


def _draft(version: "WithAnnotations[Version, _Read]") -> Due:
    if version.is_sent_back:
        turn = Turn.ACT if version.is_mine else Turn.DRAFT_OF_OTHERS
        return Due(version, "Sent back: change it, then ask for sign-off again", turn)
    turn = Turn.OWN_DRAFT if version.is_mine else Turn.DRAFT_OF_OTHERS
    return Due(version, "Finish the draft", turn)


def _due(version: "WithAnnotations[Version, _Read]", signs: set[int]) -> Due:
    if version.sign_off_asked_at and version.claim.place_id in signs:
        return Due(version, "Sign off and submit", action="submit")
    if version.sign_off_asked_at:
        words = f"{status_words(version)} by your finance officer"
        return Due(version, words, Turn.SIGN_OFF_BY_OTHERS)
    if version.status == Status.DRAFT:
        return _draft(version)
    owed = cast(Owed, what_is_owed(version, timezone.localdate()))  # It is under review.
    if version.status == Status.QUESTION:
        late = "The answer is overdue. Until it comes the claim is not yet reviewed."
        late = late if owed.is_late else ""
        return Due(version, "Answer the question", by=owed.by, action=Act.ANSWER, late=late)
    late = "That day has passed. You can still reply until the verdict is final."
    late = late if owed.act == Act.FINALISE else ""
    by = version.review.reply_due_on
    return Due(version, "Reply to the provisional verdict", by=by, action=Act.REPLY, late=late)


def _of_the_round(user: User) -> list[Due]:
    """What stood before the open round, and of which the place has still to say whether it stands."""
    current = open_round(timezone.localdate())
    if current is None:
        return []
    drafts = Version.objects.filter(claim=OuterRef("claim"), status=Status.DRAFT)
    versions = not_confirmed_in(current, own_versions(user))
    words = f"{current}: revise it, or say that nothing has changed"
    return [
        Due(version, words, Turn.ROUND, current.closes_on, "revise", is_one_click=True)
        for version in versions.filter(~Exists(drafts))
        .select_related("claim__place")
        .order_by("claim__reference")
    ]


def _unanswered_shares(user: User) -> Iterable[Version]:
    bodies = _bodies(user)
    return unanswered_of(_silent(user), _answered(user), bodies) if bodies else []


@kept
def _silent(user: User) -> QuerySet[Version]:
    return silent(_shares(user), _bodies(user))


@kept
def _answered(user: User) -> QuerySet[Version]:
    return answered_as_draft(_shares(user), _bodies(user))


def _shares(user: User) -> QuerySet[Version]:
    shares = shares_of(user).filter(status__in=CURRENT, is_published=False)
    return shares.select_related("claim__place")


def _bodies(user: User) -> list[int | None]:
    return [held.organisation_id for held in held_with(user, "savings.respond_to_share")]


def _share(version: Version) -> Due:
    return Due(version, "Agree or dispute your share", action="agree")
