"""What do a version's figures come to by year, for one kind of gain in one state? Never added across either.

What is whole is docs/method/rules.md §R25.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from savings.appraisal import cells_of, net_by_body
from savings.delivery.outturn import SAID, said_as
from savings.models import Figure
from savings.models.choices import KindOfGain, Line
from totalplace.financial_year import FinancialYear


@dataclass(frozen=True)
class BodyNet:
    """What one organisation gains, pays and is left with, in pounds over the span; None is not stated."""

    name: str
    gains: Decimal | None
    pays: Decimal | None
    net: Decimal


class Flows:
    """The figures of one kind of gain in one state (a key of `SAID`), and their cells."""

    def __init__(self, kind: KindOfGain, state: str, figures: list[Figure]):
        self.kind, self.state, self._figures = kind, state, figures
        self.cells = cells_of((figure.line, figure.year, figure.amount) for figure in figures)

    @property
    def caption(self) -> str:
        return f"{self.kind.label}, {SAID[self.state].lower()}"

    @property
    def first_saving(self) -> FinancialYear | None:
        """The year in which the saving first accrues."""
        return next((year for year, saved in self.cells.benefits.items() if saved), None)

    def bodies(self) -> list[BodyNet]:
        """Who gains and who pays, where it is more than one organisation; together the net.

        A body without a figure for a line has no part in it. None has a net of its own unless the claim has one (R25).
        """
        gains: dict[str, Decimal] = defaultdict(Decimal)
        pays: dict[str, Decimal] = defaultdict(Decimal)
        for figure in self._figures:
            of_line = gains if figure.line == Line.SAVING else pays
            of_line[figure.organisation.name] += figure.amount
        left = net_by_body(gains, pays)
        if len(left) < 2 or not self.cells.is_whole:
            return []
        return [BodyNet(name, gains.get(name), pays.get(name), left[name]) for name in sorted(left)]


def flows_of(figures: Iterable[Figure]) -> list[Flows]:
    """The flows of a version's figures (their organisations read): kinds in their order, states within each."""
    by_key = defaultdict(list)
    for figure in figures:
        by_key[figure.kind_of_gain, said_as(figure)].append(figure)
    return [
        Flows(kind, state, by_key[kind, state])
        for kind in KindOfGain
        for state in SAID
        if (kind, state) in by_key
    ]
