"""What do a version's figures come to by year, for one kind of gain in one state? Never added across either."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from savings.appraisal import net_by_body, net_saving, stated_sum
from savings.models import Figure
from savings.models.choices import KindOfGain, Line, State
from totalplace.financial_year import FinancialYear

COSTS = (Line.ONE_OFF_COST, Line.RUNNING_COST, Line.HARM_TO_OTHERS)
Amounts = dict[FinancialYear, Decimal]


@dataclass(frozen=True)
class BodyNet:
    """What one organisation gains, pays and is left with, in pounds over the years that have a net."""

    name: str
    gains: Decimal
    pays: Decimal
    net: Decimal


class Flows:
    """The figures of one kind of gain in one state; pounds by year, `None` where not stated."""

    def __init__(self, kind: KindOfGain, state: State, figures: list[Figure]):
        self.kind, self.state, self._figures = kind, state, figures
        present = {figure.year for figure in figures}
        first, last = min(present), max(present)
        self.years = [FinancialYear(start) for start in range(first.start, last.start + 1)]
        self._amounts = {
            (line, year): self._sum(line, year) for line in Line for year in self.years
        }
        self.nets = {year: self._net(year) for year in self.years}
        self.whole_years = [year for year in self.years if self.nets[year] is not None]

    @property
    def caption(self) -> str:
        return f"{self.kind.label}, {self.state.label.lower()}"

    @property
    def benefits(self) -> Amounts:
        """The saving of each year that has a net."""
        return self._in_whole_years([Line.SAVING])

    @property
    def costs(self) -> Amounts:
        """One-off cost, running cost and harm to others of each year that has a net."""
        return self._in_whole_years(COSTS)

    @property
    def first_saving(self) -> FinancialYear | None:
        """The year in which the saving first accrues."""
        return next((year for year in self.years if self._amounts[Line.SAVING, year]), None)

    def left_out(self) -> dict[str, list[FinancialYear]]:
        """The years without a net, by what is not stated."""
        years = defaultdict(list)
        for year in self.years:
            if self.nets[year] is None:
                years[self._what_is_missing(year)].append(year)
        return dict(years)

    def bodies(self) -> list[BodyNet]:
        """Who gains and who pays, where it is more than one organisation; together the net of the whole years.

        A body without a figure for a line has no part in it.
        """
        gains: dict[str, Decimal] = defaultdict(Decimal)
        pays: dict[str, Decimal] = defaultdict(Decimal)
        for figure in self._figures:
            if figure.year in self.whole_years:
                of_line = gains if figure.line == Line.SAVING else pays
                of_line[figure.organisation.name] += figure.amount
        left = net_by_body(gains, pays)
        if len(left) < 2:
            return []
        return [BodyNet(name, gains[name], pays[name], left[name]) for name in sorted(left)]

    def _sum(self, line: str, year: FinancialYear) -> Decimal | None:
        return stated_sum(
            figure.amount for figure in self._figures if (figure.line, figure.year) == (line, year)
        )

    def _in_whole_years(self, lines: Iterable[Line]) -> Amounts:
        sums = {
            year: stated_sum(self._amounts[line, year] for line in lines)
            for year in self.whole_years
        }
        # None is left out: a year with a net has a saving and costs.
        return {year: amount for year, amount in sums.items() if amount is not None}

    def _net(self, year: FinancialYear) -> Decimal | None:
        return net_saving(
            self._amounts[Line.SAVING, year],
            one_off_cost=self._amounts[Line.ONE_OFF_COST, year],
            running_cost=self._amounts[Line.RUNNING_COST, year],
            harm_to_others=self._amounts[Line.HARM_TO_OTHERS, year],
        )

    def _what_is_missing(self, year: FinancialYear) -> str:
        if all(self._amounts[line, year] is None for line in Line):
            return "nothing is stated"
        asked = {
            Line.SAVING: "the saving",
            Line.ONE_OFF_COST: "the one-off cost",
            Line.RUNNING_COST: "the running cost",
        }
        missing = [words for line, words in asked.items() if self._amounts[line, year] is None]
        return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not stated"


def flows_of(figures: Iterable[Figure]) -> list[Flows]:
    """The flows of a version's figures (their organisations read): kinds in their order, states within each."""
    by_key = defaultdict(list)
    for figure in figures:
        by_key[figure.kind_of_gain, figure.state].append(figure)
    return [
        Flows(kind, state, by_key[kind, state])
        for kind in KindOfGain
        for state in State
        if (kind, state) in by_key
    ]
