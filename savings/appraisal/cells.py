"""Is all stated that a net rests on? R25: a blank is not zero, in any sum. R26: what a saving comes to over its life.

A *cell* is what is stated of one line in one year, over all bodies: of one kind of gain in one state. It is stated if
any body states it; 0 counts. The *span* runs from the first to the last year with a figure. A net, and all that is
worked out from one, exists where the saving and both costs of each year of the span are stated; harm to others counts
where it is stated. The numbers are of docs/method/rules.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from totalplace.financial_year import FinancialYear

from .saving import net_saving, stated_sum

SAVING, ONE_OFF_COST, RUNNING_COST = "saving", "one_off_cost", "running_cost"
HARM_TO_OTHERS = "harm_to_others"
NEEDED = (SAVING, ONE_OFF_COST, RUNNING_COST)
COSTS = (ONE_OFF_COST, RUNNING_COST, HARM_TO_OTHERS)

Cell = tuple[str, FinancialYear]


@dataclass(frozen=True)
class Cells:
    """The stated pounds of each line and year; what is not there is not stated. `years` is the whole span, in order."""

    pounds: Mapping[Cell, Decimal]
    years: list[FinancialYear]

    def amount(self, line: str, year: FinancialYear) -> Decimal | None:
        return self.pounds.get((line, year))

    def net(self, year: FinancialYear) -> Decimal | None:
        """The net saving of a year; None where one of its cells is not stated."""
        return net_saving(
            self.amount(SAVING, year),
            one_off_cost=self.amount(ONE_OFF_COST, year),
            running_cost=self.amount(RUNNING_COST, year),
            harm_to_others=self.amount(HARM_TO_OTHERS, year),
        )

    @property
    def missing(self) -> list[Cell]:
        """The cells that a net needs and that nobody states, line by line."""
        needed = [(line, year) for line in NEEDED for year in self.years]
        return [cell for cell in needed if cell not in self.pounds]

    @property
    def is_whole(self) -> bool:
        """Whether there is a net of the whole span, and all that is worked out from it."""
        return bool(self.years) and not self.missing

    @property
    def benefits(self) -> dict[FinancialYear, Decimal]:
        """The saving of each year in which one is stated."""
        return self._by_year([SAVING])

    @property
    def costs(self) -> dict[FinancialYear, Decimal]:
        """One-off cost, extra running cost and extra cost to others of each year in which any is stated."""
        return self._by_year(COSTS)

    @property
    def saving(self) -> Decimal | None:
        """All savings that are stated; None where none is."""
        return stated_sum(self.benefits.values())

    @property
    def cost(self) -> Decimal | None:
        """All costs that are stated; None where none is."""
        return stated_sum(self.costs.values())

    def of(self, is_in: Callable[[FinancialYear], bool]) -> "Cells":
        """What is stated of some of its years; the span is of those that have a figure."""
        return cells_of(
            (line, year, pounds) for (line, year), pounds in self.pounds.items() if is_in(year)
        )

    def _by_year(self, lines: Iterable[str]) -> dict[FinancialYear, Decimal]:
        lines = list(lines)
        sums = {year: stated_sum(self.amount(line, year) for line in lines) for year in self.years}
        return {year: pounds for year, pounds in sums.items() if pounds is not None}


@dataclass(frozen=True)
class WholeLife:
    """Actuals to date and forecasts to go as one flow, and what of both is not in it.

    `outturns`: the years whose actuals stand. `replaced`: the forecasts of those years. `not_counted`: the actuals of
    all others, whose year had not ended or whose saving is not stated.
    """

    cells: Cells
    outturns: list[FinancialYear]
    replaced: Cells
    not_counted: Cells


def cells_of(amounts: Iterable[tuple[str, FinancialYear, Decimal]]) -> Cells:
    """The cells of amounts by line and year, whoever states them: of one kind of gain in one state."""
    pounds: dict[Cell, Decimal] = defaultdict(Decimal)
    for line, year, amount in amounts:
        pounds[line, year] += amount
    return Cells(dict(pounds), _span(year for _, year in pounds))


def whole_life(
    actual: Cells, forecast: Cells, has_ended: Callable[[FinancialYear], bool]
) -> WholeLife:
    """What one kind of gain comes to over its life (R26).

    Each year is its actuals where a saving is stated among them and the year `has_ended`, else its forecasts. A cell
    that its actuals leave blank is not filled from the forecasts.
    """
    outturns = [year for year in actual.benefits if has_ended(year)]
    done, to_go = actual.of(outturns.__contains__), forecast.of(lambda year: year not in outturns)
    span = _span([*actual.years, *forecast.years])
    return WholeLife(
        cells=Cells({**done.pounds, **to_go.pounds}, span),
        outturns=outturns,
        replaced=forecast.of(outturns.__contains__),
        not_counted=actual.of(lambda year: year not in outturns),
    )


def _span(years: Iterable[FinancialYear]) -> list[FinancialYear]:
    starts = [year.start for year in years]
    return [FinancialYear(start) for start in range(min(starts), max(starts) + 1)] if starts else []
