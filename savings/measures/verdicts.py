"""Do verdicts hold: against the place's reply, and against a second reader?

Counted from versions whose verdict is final. What is still going on is left out, so that neither the place nor a second
reader can hear of a verdict before they are told.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from savings.models import AcceptedFigure, Outcome, Reading, Reply, Version
from savings.models.choices import KindOfGain, Line, State
from savings.review.agreement import Said, accept_the_same, in_common, said_in, say_the_same
from savings.review.standing_reading import (
    blind_pairs,
    of_standing_reading,
    outcomes_beside,
    read_twice,
)
from savings.totals.keys import prices_in_words

from .shares import percent

_OF_OUTCOMES = {
    "claims": Count("reading__version", distinct=True),
    "places": Count("reading__version__claim__place", distinct=True),
}


@dataclass(frozen=True)
class Changes:
    """Of final verdicts to which the place had replied, how many differ from the verdict that it replied to."""

    claims: int
    places: int
    changed: int

    @property
    def percent(self) -> str | None:
        return percent(self.changed, self.claims)


@dataclass(frozen=True)
class AgreedValue:
    """The savings of one kind of gain that two readers read, in pounds over all years; `both` is what both accept.

    It compares readers. It is no total: the years are added, and only some claims are read twice.
    """

    label: str
    claimed: Decimal
    first: Decimal
    second: Decimal
    both: Decimal

    @property
    def percent(self) -> str | None:
        """What both accept, of what either does."""
        return percent(self.both, self.first + self.second - self.both)


@dataclass(frozen=True)
class Agreement:
    """Of the claims whose figures of one state two readers read blind, on how many they agreed.

    `agreed`: both gave the same verdict, that counts as the same. `alike`: they accept the same amounts, within the
    tolerance of `savings.review.agreement`.
    """

    state: str
    claims: int
    places: int
    agreed: int
    alike: int
    values: list[AgreedValue]

    @property
    def percent(self) -> str | None:
        return percent(self.agreed, self.claims)

    @property
    def percent_alike(self) -> str | None:
        return percent(self.alike, self.claims)


def changes_after_reply(versions: QuerySet[Version]) -> Changes:
    """One query. A change that the place had no part in, between two readers, is none of these."""
    replies = Reply.objects.filter(version=OuterRef("reading__version")).order_by("pk")
    replied_to = outcomes_beside().filter(reading__at__lte=Subquery(replies.values("at")[:1]))
    final = Outcome.objects.filter(
        of_standing_reading(),
        Exists(replies),
        reading__version__in=_settled(versions),
    ).annotate(
        before=Subquery(replied_to.values("verdict")[:1]),
        counted_before=Subquery(replied_to.values("counted_verdict")[:1]),
    )
    same = Q(verdict=F("before"), counted_verdict=F("counted_before"))
    return Changes(
        **final.aggregate(
            **_OF_OUTCOMES,
            changed=Count("reading__version", distinct=True, filter=~same),
        )
    )


def agreement_of_readers(versions: QuerySet[Version]) -> list[Agreement]:
    """One for each state that has been read twice: three queries."""
    readings = read_twice(versions.exclude(verdict=""))
    pairs = blind_pairs(readings)
    said = said_in(readings)
    found = [_agreement(state, pairs, said) for state in State]
    return [agreement for agreement in found if agreement.claims]


def _agreement(
    state: State, pairs: list[tuple[Reading, Reading]], said: Mapping[int, Said]
) -> Agreement:
    both = [
        (first.version, said[first.pk].of_state(state), said[second.pk].of_state(state))
        for first, second in pairs
    ]
    of_state = [found for found in both if found[1].outcomes and found[2].outcomes]
    return Agreement(
        state=state.label,
        claims=len(of_state),
        places=len({version.claim.place_id for version, _, _ in of_state}),
        agreed=sum(say_the_same(first, second) for _, first, second in of_state),
        alike=sum(accept_the_same(first, second) for _, first, second in of_state),
        values=_values(of_state),
    )


def _values(both: list[tuple[Version, Said, Said]]) -> list[AgreedValue]:
    """The savings of both readers, kinds as claimed and prices apart."""
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for version, first, second in both:
        prices = prices_in_words(version.price_basis, version.base_year)
        for kind in KindOfGain:
            ours, theirs = (_savings(said, kind) for said in (first, second))
            if ours:
                claimed = sum((item.figure.amount for item in ours), Decimal(0))
                found = [claimed, _pounds(ours), _pounds(theirs), in_common(ours, theirs)]
                key = kind.label, prices
                sums[key] = [a + b for a, b in zip(sums[key], found, strict=True)]
    return [AgreedValue(f"{kind}, {prices}", *pounds) for (kind, prices), pounds in sums.items()]


def _savings(said: Said, kind: str) -> list[AcceptedFigure]:
    return [
        item
        for item in said.accepted
        if item.figure.line == Line.SAVING and item.figure.kind_of_gain == kind
    ]


def _pounds(accepted: list[AcceptedFigure]) -> Decimal:
    return sum((item.amount for item in accepted), Decimal(0))


def _settled(versions: QuerySet[Version]) -> QuerySet:
    return versions.exclude(verdict="").values("pk")
