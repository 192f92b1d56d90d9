"""What waits for this person's place? Drafts, sign-off, questions, verdicts to reply to, shares to agree.

The same for every officer of a place: who may do each is the workflow's to say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch

from pilots.models import User
from pilots.people import places_with

from .access import all_visible_to, shares_of
from .models import PartnerResponse, Question, Version
from .models.choices import STANDING, Status


@dataclass(frozen=True)
class Due:
    """One thing to do about a version, and by when where there is a date."""

    version: Version
    words: str
    by: date | None = None


def due_from(user: User) -> list[Due]:
    """What waits for the places of `user`, what has a date first; empty for people of no place."""
    own = places_with(user, "savings.read_own_place").values("place")
    waiting = (
        all_visible_to(user)
        .filter(claim__place__in=own, status__in=_WORDS)
        .select_related("claim__place", "review")
        .prefetch_related(
            Prefetch(
                "questions", Question.objects.filter(answered_at=None), to_attr="open_questions"
            )
        )
        .order_by("claim__reference", "pk")
    )
    found = [_due(version) for version in waiting] + [_share(v) for v in _unanswered_shares(user)]
    return sorted(found, key=lambda due: (due.by is None, due.by or date.max))


_WORDS = {
    Status.DRAFT: "Finish the draft",
    Status.QUESTION: "Answer the question",
    Status.PROVISIONAL: "Reply to the provisional verdict",
}


def _due(version: Version) -> Due:
    if version.sign_off_asked_at:
        return Due(version, "Sign off and submit")
    if version.status == Status.QUESTION:
        return Due(version, _WORDS[version.status], version.open_questions[0].due_on)
    if version.status == Status.PROVISIONAL:
        return Due(version, _WORDS[version.status], version.review.reply_due_on)
    return Due(version, _WORDS[version.status])


def _unanswered_shares(user: User) -> Iterable[Version]:
    organisations = places_with(user, "savings.respond_to_share").values("organisation")
    said = PartnerResponse.objects.filter(version=OuterRef("pk"), organisation__in=organisations)
    return (
        shares_of(user)
        .filter(~Exists(said), status__in=[Status.DRAFT, *STANDING], is_published=False)
        .select_related("claim__place")
        .order_by("claim__reference", "pk")
    )


def _share(version: Version) -> Due:
    return Due(version, "Agree or dispute your share")
