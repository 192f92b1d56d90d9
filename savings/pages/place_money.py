"""How is the money of a place drawn, year by year: what is stated, and what is accepted of it, in one table of bars?

A row for each, so that like stands under like: nothing is accepted before there is a final verdict, which is no zero.
All bars of a place are drawn to one scale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from savings.models.choices import State
from savings.totals.accepted_sums import AcceptedSum
from savings.totals.bars import Segment, segments
from savings.totals.by_place import PlaceSums, YearSums
from totalplace.money import format_pounds

LEFT_OUT = "{} left out of the net: a saving or a cost is not stated"


@dataclass(frozen=True)
class MoneyRow:
    """One year, as it is stated or as it is accepted. An amount that is None is not stated: it is no zero."""

    year: str
    is_accepted: bool
    claims: int
    saving: Decimal | None
    costs: Decimal | None
    net: Decimal | None
    bar: list[Segment]
    notes: list[str]

    @property
    def fill(self) -> int:
        """The number of the bar's filling: dark where it is accepted."""
        return 5 if self.is_accepted else 2


@dataclass(frozen=True)
class MoneySet:
    """The years of one kind of gain, state and prices. A share has no net: who bears a cost is the claim's matter."""

    label: str
    has_net: bool
    rows: list[MoneyRow]


def money_sets(found: Sequence[PlaceSums], *, has_net: bool) -> list[MoneySet]:
    """The sums of one place as they are drawn."""
    longest = max((year.largest for sums in found for year in sums.years), default=Decimal(0))
    return [
        MoneySet(
            sums.key.words,
            has_net,
            [
                row
                for year in sums.years
                for row in _rows(year, sums.key.said, longest or Decimal(1), has_net)
            ],
        )
        for sums in found
    ]


def _rows(sums: YearSums, said: str, longest: Decimal, has_net: bool) -> Iterable[MoneyRow]:
    stated, accepted = sums.stated, sums.accepted
    # A plan is what the others are held against: no verdict is on it.
    waits = [] if accepted.claims or said == State.PLAN else ["No final verdict yet"]
    yield MoneyRow(
        year=str(sums.year),
        is_accepted=False,
        claims=sums.claims,
        saving=stated.gross.pounds,
        costs=stated.costs.pounds,
        net=stated.net.pounds if has_net else None,
        bar=segments([stated.gross.pounds or Decimal(0)], longest),
        notes=waits + (_left_out(stated.left_out.claims) if has_net else []),
    )
    if not accepted.claims:
        return
    yield MoneyRow(
        year=str(sums.year),
        is_accepted=True,
        claims=accepted.claims,
        saving=accepted.saving,
        costs=accepted.costs,
        net=accepted.net if has_net else None,
        bar=segments([accepted.saving or Decimal(0)], longest),
        notes=_of_accepted(accepted, has_net),
    )


def _of_accepted(accepted: AcceptedSum, has_net: bool) -> list[str]:
    moved = (
        [f"{format_pounds(accepted.moved_here)} of it claimed as cashable"]
        if accepted.moved_here
        else []
    )
    return moved + (_left_out(accepted.without_net) if has_net else [])


def _left_out(claims: int) -> list[str]:
    return [LEFT_OUT.format(claims)] if claims else []
