"""What did a place say in a round of each claim: one line each, in the words and numbers of its summary?

Which answer counts, `round_returns` says; a partner, who is told of submissions alone, sees the last of each claim.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from pilots.models import User
from savings.access import concerning, own_places
from savings.claims.round_returns import Answer, answered_in
from savings.models import Claim, Confirmation, Event, Round, Version
from savings.models.choices import Status

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

_WORDS = {
    Answer.CONFIRMED: "Unchanged",
    Answer.REVISED: "Revised",
    Answer.ENDED: "Withdrawn or given up",
    Answer.NEW: "New",
}


class _Submitted(TypedDict):
    """What `_submissions` adds to a version."""

    has_earlier: bool


class _Saying(NamedTuple):
    """What was said of which version, when, and by whom; `is_first`: submitted, with no version before it."""

    version: Version
    at: datetime
    by: User | None
    is_first: bool = False


@dataclass(frozen=True)
class Said:
    """What counts of one claim in the round, on which day, and by whom.

    `has_draft`: a revision is being written. `may_revise`: it was unchanged, and something may have changed after all.
    """

    version: Version
    words: str
    on: date
    by: User | None
    has_draft: bool = False
    may_revise: bool = False


def said_in(user: User, current: Round) -> dict[int, list[Said]]:
    """By the keys of the places of `user`, the latest first; as many queries, however many claims."""
    answers = dict(answered_in(current, own_places(user)))
    submitted = _submitted(user, current, answers)
    confirmed, ended = _confirmations(user, current), _ends(user, current)
    sayings = {Answer.CONFIRMED: confirmed, Answer.ENDED: ended}
    drafts = set(_drafts(user))
    lines = []
    for claim in answers.keys() | submitted.keys():
        answer = answers.get(claim)
        source = sayings.get(Answer(answer), submitted) if answer else submitted
        of_claim = source.get(claim)
        if of_claim is None:
            continue
        words = _words(of_claim, answer, is_ended=claim in ended)
        may_revise = answer == Answer.CONFIRMED and claim not in ended
        lines.append((of_claim, words, claim in drafts, may_revise))
    found: dict[int, list[Said]] = defaultdict(list)
    for saying, words, has_draft, may_revise in sorted(
        lines, key=lambda line: (line[0].at, line[0].version.pk), reverse=True
    ):
        on = timezone.localdate(saying.at)
        said = Said(saying.version, words, on, saying.by, has_draft, may_revise)
        found[said.version.claim.place_id].append(said)
    return found


def _words(saying: _Saying, answer: str | None, *, is_ended: bool) -> str:
    """`New`, `Revised, as version 2`, `New, withdrawn or given up since`."""
    if answer is None:
        answer = Answer.NEW if saying.is_first else Answer.REVISED
    words = _WORDS[Answer(answer)]
    if answer == Answer.REVISED:
        words = f"{words}, as version {saying.version.number}"
    if is_ended and answer != Answer.ENDED:
        words = f"{words}, {_WORDS[Answer.ENDED].lower()} since"
    return words


def _submitted(user: User, current: Round, answered: Collection[int]) -> dict[int, _Saying]:
    """By claim its newest version of the round; of one in `answered` that has none the first that came after it."""
    within: dict[int, _Saying] = {}
    after: dict[int, _Saying] = {}
    for one in _submissions(user, current):
        if (at := one.frozen_at) is None:  # None is: `_submissions` asks for a day.
            continue
        saying = _Saying(one, at, one.frozen_by, not one.has_earlier)
        if timezone.localdate(at) <= current.closes_on:
            within[one.claim_id] = saying
        elif one.claim_id in answered:
            after.setdefault(one.claim_id, saying)
    return after | within


def _submissions(user: User, current: Round) -> "QuerySet[WithAnnotations[Version, _Submitted]]":
    """What was submitted since the round opened, of the places of `user` or with a share of theirs; newest last."""
    earlier = Version.objects.filter(
        claim=OuterRef("claim"),
        number__lt=OuterRef("number"),
        frozen_at__isnull=False,
        is_published=False,
    )
    since = concerning(user).filter(is_published=False, frozen_at__date__gte=current.opens_on)
    found = since.annotate(has_earlier=Exists(earlier))
    return found.select_related("claim", "frozen_by").order_by("number")


def _confirmations(user: User, current: Round) -> dict[int, _Saying]:
    own = Confirmation.objects.filter(
        round=current, version__claim__place__in=own_places(user)
    ).select_related("version__claim", "by")
    return {
        one.version.claim_id: _Saying(one.version, one.at, one.by) for one in own.order_by("pk")
    }


def _ends(user: User, current: Round) -> dict[int, _Saying]:
    """The claims whose last submitted version was withdrawn, or given up, since the round opened."""
    later = Version.objects.filter(
        claim=OuterRef("version__claim"),
        number__gt=OuterRef("version__number"),
        frozen_at__isnull=False,
    )
    events = Event.objects.filter(
        ~Exists(later),
        action__in=("withdraw", "abandon"),
        at__date__gte=current.opens_on,
        version__claim__place__in=own_places(user),
    ).exclude(version__frozen_at=None)
    rows = events.select_related("version__claim", "by").order_by("pk")
    return {one.version.claim_id: _Saying(one.version, one.at, one.by) for one in rows}


def _drafts(user: User) -> Iterable[int]:
    drafts = Claim.objects.filter(
        place__in=own_places(user), versions__status=Status.DRAFT, versions__is_published=False
    )
    return drafts.order_by().values_list("pk", flat=True)
