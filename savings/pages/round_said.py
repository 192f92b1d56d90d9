"""What did a place say in a round of each claim: one line each, in the words and numbers of its summary?

Which answer counts, `round_returns` says; a partner, who is told of submissions alone, sees the last of each claim.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from pilots.models import User
from savings.access import concerning, own_places
from savings.claims.round_returns import Answer, answered_in
from savings.models import Claim, Confirmation, Event, Round, Version
from savings.models.choices import Status

_WORDS = {
    Answer.CONFIRMED: "Unchanged",
    Answer.REVISED: "Revised",
    Answer.ENDED: "Withdrawn or given up",
    Answer.NEW: "New",
}
Saying = tuple[Version, datetime, User | None]  # What was said of, when, and by whom.


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
        words = _words(of_claim[0], answer, is_ended=claim in ended)
        may_revise = answer == Answer.CONFIRMED and claim not in ended
        lines.append((of_claim, words, claim in drafts, may_revise))
    found: dict[int, list[Said]] = defaultdict(list)
    for (version, at, by), words, has_draft, may_revise in sorted(
        lines, key=lambda line: (line[0][1], line[0][0].pk), reverse=True
    ):
        said = Said(version, words, timezone.localdate(at), by, has_draft, may_revise)
        found[version.claim.place_id].append(said)
    return found


def _words(version: Version, answer: str | None, *, is_ended: bool) -> str:
    """`New`, `Revised, as version 2`, `New, withdrawn or given up since`."""
    if answer is None:
        answer = Answer.REVISED if version.has_earlier else Answer.NEW  # type: ignore[attr-defined]  # Of `_submissions`.
    words = _WORDS[Answer(answer)]
    if answer == Answer.REVISED:
        words = f"{words}, as version {version.number}"
    if is_ended and answer != Answer.ENDED:
        words = f"{words}, {_WORDS[Answer.ENDED].lower()} since"
    return words


def _submitted(user: User, current: Round, answered: Collection[int]) -> dict[int, Saying]:
    """By claim its newest version of the round; of one in `answered` that has none the first that came after it."""
    within: dict[int, Saying] = {}
    after: dict[int, Saying] = {}
    for one in _submissions(user, current):
        if (at := one.frozen_at) is None:  # None is: `_submissions` asks for a day.
            continue
        saying = one, at, one.frozen_by
        if timezone.localdate(at) <= current.closes_on:
            within[one.claim_id] = saying
        elif one.claim_id in answered:
            after.setdefault(one.claim_id, saying)
    return after | within


def _submissions(user: User, current: Round) -> QuerySet[Version]:
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


def _confirmations(user: User, current: Round) -> dict[int, Saying]:
    own = Confirmation.objects.filter(
        round=current, version__claim__place__in=own_places(user)
    ).select_related("version__claim", "by")
    return {one.version.claim_id: (one.version, one.at, one.by) for one in own.order_by("pk")}


def _ends(user: User, current: Round) -> dict[int, Saying]:
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
    return {one.version.claim_id: (one.version, one.at, one.by) for one in rows}


def _drafts(user: User) -> Iterable[int]:
    drafts = Claim.objects.filter(
        place__in=own_places(user), versions__status=Status.DRAFT, versions__is_published=False
    )
    return drafts.order_by().values_list("pk", flat=True)
