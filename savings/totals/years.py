"""One year of a total: its three measures, and the same year without what is, or may be, counted elsewhere or twice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from totalplace.financial_year import FinancialYear

from .counted_once import StatedTwice, Twice, less
from .keys import difference


@dataclass(frozen=True)
class Amount:
    """A sum in pounds, and the claims and places in it. `pounds` is None where there is nothing to add."""

    pounds: Decimal | None
    claims: int
    places: int


@dataclass(frozen=True)
class LeftOut:
    """The claims that are not in a year's net, and what they state of it: their saving, their costs, None or a sum."""

    claims: int
    saving: Decimal | None
    costs: Decimal | None


@dataclass(frozen=True)
class Year:
    """The three measures of one year. Gross and costs have all that is stated; less `left_out` they come to the net.

    `without`: the same without what is counted elsewhere too, where anything is. `once`: with money that a person says
    is, or may be, in two claims counted once, where there is any. `doubted`: pounds of the gross that may be counted
    twice, of which nobody has said anything yet.
    """

    year: FinancialYear
    gross: Amount
    costs: Amount
    net: Amount
    left_out: LeftOut
    without: "Year | None" = None
    once: "Year | None" = None
    doubted: Decimal = Decimal(0)

    @property
    def amounts(self) -> tuple[Amount, Amount, Amount]:
        return self.gross, self.costs, self.net

    @property
    def without_label(self) -> str:
        return f"{self.year}, without what is counted elsewhere too"

    @property
    def once_label(self) -> str:
        return f"{self.year}, with the same money counted once"


def year_of(row: Mapping[str, Any]) -> Year:
    """A row of sums as a year."""
    net = difference(row["net_gross"], row["net_costs"])
    return Year(
        year=row["year"],
        gross=Amount(row["gross"], row["gross_claims"], row["gross_places"]),
        costs=Amount(row["costs"], row["costs_claims"], row["costs_places"]),
        net=Amount(net, row["net_claims"], row["net_places"]),
        left_out=LeftOut(row["left_claims"], row["left_saving"], row["left_costs"]),
    )


def empty_year(year: FinancialYear) -> Year:
    """A year in which nothing is left."""
    nothing = Amount(None, 0, 0)
    return Year(year, nothing, nothing, nothing, LeftOut(0, None, None))


def with_stated_twice(year: Year, stated: StatedTwice) -> Year:
    """The year with what of it is stated in more than one claim."""
    once = _once(year, stated.agreed) if stated.agreed else None
    return replace(year, once=once, doubted=stated.doubted)


def _once(year: Year, twice: Twice) -> Year:
    """The year with that counted once: still, less what is left out of it, gross and costs come to the net."""
    left = year.left_out
    off_saving = twice.saving - twice.saving_in_net
    off_costs = twice.costs - twice.costs_in_net
    return replace(
        year,
        gross=replace(year.gross, pounds=less(year.gross.pounds, twice.saving)),
        costs=replace(year.costs, pounds=less(year.costs.pounds, twice.costs)),
        net=replace(year.net, pounds=less(year.net.pounds, twice.net)),
        left_out=replace(
            left, saving=less(left.saving, off_saving), costs=less(left.costs, off_costs)
        ),
    )
