"""*Your place*: what waits for the person, where their claims stand, and what these come to; of each place apart.

An officer and a finance officer see all of their place; a partner the claims that give its organisation a share, and of
the money that share alone. Who is both in one place sees all of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from pilots.models import Membership, Organisation, Place, User
from pilots.people import current_memberships, is_offered_editing
from savings.access import kept, latest_concerning
from savings.claims.rounds import open_round
from savings.models import Round
from savings.models.choices import Status
from savings.totals.bars import Segment, segments
from savings.totals.by_place import PlaceSums, sums_of_places, sums_of_shares

from .due import Due, Turn, due_from
from .first_steps import FirstStep, in_place
from .place_money import MoneySet, money_sets
from .round_block import RoundBlock, round_blocks

SHOWN, ACTS_SHOWN, MOST = 8, 25, 100


@dataclass(frozen=True)
class Waiting:
    """What waits for the person: what is `first` seen, the `rest` on request, and how many more there are.

    What only waits to be done at some time gives way to what is asked of them.
    """

    first: list[Due]
    rest: list[Due]
    more: int


@dataclass(frozen=True)
class OfOthers:
    """So many drafts that wait for somebody else, and the list of them."""

    words: str
    href: str


@dataclass(frozen=True)
class Standing:
    """How many claims have come to one status, and of how many sign-off is `asked`. `href`: a list of just these."""

    label: str
    number: int
    asked: int
    bar: list[Segment]
    href: str


@dataclass(frozen=True)
class Part:
    """One place of the person. `body` is the organisation for which they speak, where they are no officer of it."""

    place: Place
    body: Organisation | None
    waiting: Waiting
    of_others: list[OfOthers]
    in_round: RoundBlock | None
    claims: int
    standings: list[Standing]
    money: list[MoneySet]
    first_steps: list[FirstStep]

    @property
    def claims_href(self) -> str:
        return _list_of(self.place)

    @property
    def owes_round(self) -> bool:
        """Whether the open round waits for an answer of the place."""
        return self.in_round is not None and self.in_round.answer.owes


@dataclass(frozen=True)
class YourPlace:
    """The whole page. `states`: the person states claims, and so owes something to a `round`."""

    parts: list[Part]
    states: bool
    round: Round | None
    today: date
    contact: str

    @property
    def has_answered_round(self) -> bool:
        """Whether the open round waits for no answer of any place that the person answers for."""
        return not any(part.owes_round for part in self.parts)

    @property
    def is_made_up(self) -> bool:
        return all(part.place.is_practice for part in self.parts)

    @property
    def is_mail(self) -> bool:
        """Whether the contact is an address that mail can be sent to, and no other words."""
        return re.fullmatch(r"[^\s@]+@[^\s@]+", self.contact) is not None


def your_place_page(user: User, today: date) -> YourPlace:
    """The page of somebody of a place; what it asks the database grows with neither places nor claims."""
    current = open_round(today)
    return YourPlace(
        parts=_parts(user, _held(user), current, today),
        states=is_offered_editing(user),
        round=current,
        today=today,
        contact=settings.HELP_CONTACT.strip(),
    )


def _held(user: User) -> dict[int, list[Membership]]:
    """By place, by what the person is of it."""
    held: dict[int, list[Membership]] = defaultdict(list)
    for one in current_memberships(user):
        if one.permissions:
            held[one.place_id].append(one)
    return held


def _parts(
    user: User, held: Mapping[int, list[Membership]], current: Round | None, today: date
) -> list[Part]:
    due: dict[int, list[Due]] = defaultdict(list)
    for each in due_from(user):
        due[each.version.claim.place_id].append(each)
    counts: dict[int, list[dict]] = defaultdict(list)
    for row in _counted(user):
        counts[row["claim__place"]].append(row)
    money = sums_of_shares(user) | sums_of_places(user)
    bodies = _bodies(held)
    blocks = round_blocks(user, current, today)
    return [
        _part(
            place,
            bodies.get(place.pk),
            due[place.pk],
            counts[place.pk],
            money.get(place.pk, []),
            held[place.pk],
            blocks.get(place.pk),
        )
        for place in Place.objects.filter(pk__in=held).order_by("name", "pk")
    ]


def _bodies(held: Mapping[int, list[Membership]]) -> dict[int, Organisation]:
    """By place, of those in which the person is a partner and nothing else."""
    alone = {
        place: ones[0].organisation_id
        for place, ones in held.items()
        if not any("savings.read_own_place" in one.permissions for one in ones)
    }
    found = Organisation.objects.in_bulk(alone.values()) if alone else {}
    return {place: found[body] for place, body in alone.items() if body}


@kept
def _counted(user: User) -> QuerySet:
    """How many claims there are, by place and status."""
    by_status = latest_concerning(user).order_by().values("claim__place", "status")
    asked = Q(status=Status.DRAFT, sign_off_asked_at__isnull=False)
    return by_status.annotate(number=Count("pk"), asked=Count("pk", filter=asked))


def _part(
    place: Place,
    body: Organisation | None,
    due: Sequence[Due],
    counts: Sequence[dict],
    money: Sequence[PlaceSums],
    held: Iterable[Membership],
    in_round: RoundBlock | None,
) -> Part:
    stated = sum(row["number"] for row in counts if row["status"] != Status.PUBLISHED)
    return Part(
        place=place,
        body=body,
        waiting=_waiting([each for each in due if each.is_mine]),
        of_others=_of_others(place, due),
        in_round=in_round,
        claims=sum(row["number"] for row in counts),
        standings=_standings(place, counts, has_list=body is None),
        money=money_sets(money, has_net=body is None),
        first_steps=[] if stated else in_place(held),
    )


def _waiting(due: list[Due]) -> Waiting:
    acts = sum(each.turn == Turn.ACT for each in due)
    cut = max(SHOWN, min(acts, ACTS_SHOWN))
    return Waiting(due[:cut], due[cut:MOST], len(due[MOST:]))


def _of_others(place: Place, due: Sequence[Due]) -> list[OfOthers]:
    found = [(turn, sum(each.turn == turn for each in due)) for turn in _OF_OTHERS]
    drafts = _list_of(place, status=Status.DRAFT)
    return [
        OfOthers(f"{number} {_OF_OTHERS[turn][number != 1]}", drafts)
        for turn, number in found
        if number
    ]


_OF_OTHERS = {
    Turn.DRAFT_OF_OTHERS: (
        "draft is being written by somebody else",
        "drafts are being written by others",
    ),
    Turn.SIGN_OFF_BY_OTHERS: (
        "draft waits for your finance officer to sign it off",
        "drafts wait for your finance officer to sign them off",
    ),
}


def _standings(place: Place, counts: Sequence[dict], *, has_list: bool) -> list[Standing]:
    """`has_list`: the list of the place's claims has those, and no others."""
    rows = {row["status"]: row for row in counts}
    longest = max((row["number"] for row in counts), default=1)
    return [
        Standing(
            label=status.label,
            number=rows[status]["number"],
            asked=rows[status]["asked"],
            bar=segments([rows[status]["number"]], longest),
            href=_list_of(place, status=status) if has_list else "",
        )
        for status in Status
        if status in rows
    ]


def _list_of(place: Place, **filters: str) -> str:
    return f"{reverse('savings:claim_list')}?{urlencode({'place': place.code, **filters})}"
