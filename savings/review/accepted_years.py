"""What is accepted, net and year by year? The saving, its costs and what is left, of each kind of gain in each state.

Of accepted figures, stored or not, whose figures have been read. The rule is docs/method/rules.md §R32.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from savings.appraisal import Cells, cells_of, stated_sum
from savings.appraisal.cells import ONE_OFF_COST, RUNNING_COST
from savings.delivery.outturn import SAID, said_as
from savings.models import AcceptedFigure
from savings.models.choices import KindOfGain, Line, Verdict
from totalplace.financial_year import FinancialYear


@dataclass(frozen=True)
class YearAccepted:
    """Pounds of one year; None is not stated. `claimed` is the net that the place claims as this kind of gain.

    `lacks_costs`: a cost of the saving is not stated, and so in no sum.
    """

    year: FinancialYear
    claimed: Decimal | None
    saving: Decimal | None
    costs: Decimal | None
    net: Decimal | None
    lacks_costs: bool

    @property
    def lacks_saving(self) -> bool:
        return self.saving is None


@dataclass(frozen=True)
class Accepted:
    """One kind of gain in one state (a key of `SAID`).

    `moved_to` and `moved_from` are kinds: where a cash saving is real, but no cash. `refused_costs` are the costs, as
    claimed, of savings of which nothing is accepted: they are in no accepted sum.
    """

    kind: KindOfGain
    state: str
    years: list[YearAccepted]
    moved_to: str
    moved_from: str
    refused_costs: Decimal

    @property
    def caption(self) -> str:
        return f"{self.kind.label}, {SAID[self.state].lower()}"

    @property
    def net(self) -> Decimal | None:
        """Over all years; only where every year has a net."""
        return _whole_sum(year.net for year in self.years)

    @property
    def claimed(self) -> Decimal | None:
        """The same, of what is claimed."""
        return _whole_sum(year.claimed for year in self.years)

    @property
    def saving(self) -> Decimal | None:
        return stated_sum(year.saving for year in self.years)

    @property
    def costs(self) -> Decimal | None:
        return stated_sum(year.costs for year in self.years)

    @property
    def lacks_saving(self) -> bool:
        """Whether a year states none, so that the sum is not of all years."""
        return any(year.lacks_saving for year in self.years)

    @property
    def lacks_costs(self) -> bool:
        return any(year.lacks_costs for year in self.years)


def accepted_by_year(accepted: Iterable[AcceptedFigure]) -> list[Accepted]:
    """What is accepted, kinds in their order and states within each: those claimed, and those it is accepted as."""
    items = list(accepted)
    pairs = {
        (kind, said_as(item.figure))
        for item in items
        for kind in (item.kind_of_gain, item.figure.kind_of_gain)
    }
    return [
        _of(kind, state, [item for item in items if said_as(item.figure) == state])
        for kind in KindOfGain
        for state in SAID
        if (kind, state) in pairs
    ]


def _of(kind: KindOfGain, state: str, items: list[AcceptedFigure]) -> Accepted:
    claimed = [item for item in items if item.figure.kind_of_gain == kind]
    accepted = [item for item in items if item.kind_of_gain == kind]
    years = sorted({item.figure.year for item in [*claimed, *accepted]})
    left = [item.get_kind_of_gain_display() for item in claimed if item.kind_of_gain != kind]
    came = [
        item.figure.get_kind_of_gain_display()
        for item in accepted
        if item.figure.kind_of_gain != kind
    ]
    refused = [item.figure.amount for item in accepted if _is_refused_cost(item)]
    return Accepted(
        kind,
        state,
        [_year(year, claimed, accepted) for year in years],
        moved_to=next(iter(left), ""),
        moved_from=next(iter(came), ""),
        refused_costs=sum(refused, Decimal(0)),
    )


def _is_refused_cost(item: AcceptedFigure) -> bool:
    return item.figure.line != Line.SAVING and item.counted_verdict == Verdict.NOT_SUPPORTED


def _year(
    year: FinancialYear, claimed: list[AcceptedFigure], accepted: list[AcceptedFigure]
) -> YearAccepted:
    of_claim = cells_of(
        (i.figure.line, year, i.figure.amount) for i in claimed if i.figure.year == year
    )
    of_year = [item for item in accepted if item.figure.year == year]
    # Of what was claimed as this kind, and is all accepted as another, nothing is left.
    left = _cells(of_year)
    if not of_year:
        left = cells_of((line, year, Decimal(0)) for line, _ in of_claim.pounds)
    net = _net_of(of_year, year) if of_year else left.net(year)
    are_costs_stated = all((line, year) in left.pounds for line in (ONE_OFF_COST, RUNNING_COST))
    return YearAccepted(
        year,
        claimed=of_claim.net(year),
        saving=left.saving,
        costs=left.cost,
        net=net,
        # What is taken over from another kind lends none its costs, so that a net says it too (R32).
        lacks_costs=not are_costs_stated or (net is None and left.saving is not None),
    )


def _net_of(accepted: list[AcceptedFigure], year: FinancialYear) -> Decimal | None:
    """Net of the costs of each kind as it was claimed: what joined another brings its own, and lends it none."""
    of_kinds = defaultdict(list)
    for item in accepted:
        of_kinds[item.figure.kind_of_gain].append(item)
    return _whole_sum(_cells(items).net(year) for items in of_kinds.values())


def _cells(accepted: list[AcceptedFigure]) -> Cells:
    return cells_of((item.figure.line, item.figure.year, item.amount) for item in accepted)


def _whole_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None where one of them is."""
    stated = list(amounts)
    whole = [amount for amount in stated if amount is not None]
    return sum(whole, Decimal(0)) if stated and len(whole) == len(stated) else None
