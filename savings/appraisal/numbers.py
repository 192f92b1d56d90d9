"""What do the savings and costs of one kind of gain, in one state, come to? The rules together, in their order.

Cash is brought to real terms first and discounted then. Which tables are used is the caller's to say; a number that
they do not reach is `None`. Rules are numbered as in docs/method/rules.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from totalplace.financial_year import FinancialYear

from .prices import Deflators, Nominal, Pounds, Real, in_real_terms
from .worth import (
    Band,
    benefit_cost_ratio,
    discount_factor,
    falls_again,
    payback,
    present_value,
    switching_value,
)


@dataclass(frozen=True)
class WorkedYear:
    """One year's net in pounds: as stated, in real terms, and in its present value by the `factor`."""

    year: FinancialYear
    net: Decimal
    real: Decimal | None
    factor: Decimal | None
    present: Decimal | None


@dataclass(frozen=True)
class Numbers:
    """Pounds over all years given; the payback is in years, the ratio and the switching value are shares.

    `spent` is all costs. `falls_again` is the year at whose end what was paid back is owed again.
    """

    net: Decimal
    spent: Decimal
    real: Decimal | None
    present_value: Decimal | None
    payback: Decimal | None
    falls_again: FinancialYear | None
    ratio: Decimal | None
    switching: Decimal | None
    by_year: list[WorkedYear]


def numbers_of(
    benefits: Pounds,
    costs: Pounds,
    *,
    base_year: FinancialYear,
    deflators: Deflators | None = None,
    stated_in: FinancialYear | None = None,
    bands: Iterable[Band] = (),
) -> Numbers:
    """The numbers of `benefits` less `costs`, pounds of the same years; present values are of `base_year`.

    Amounts stated in real terms are in the prices of `stated_in`; else they are cash, and `deflators` (which cover
    their years) bring them to real terms. Without either there are no real terms, and without `bands` no present
    value. Only for cells that are whole (R25): where a year is left out, so may be its costs.
    """
    net = {year: benefits[year] - costs[year] for year in sorted(benefits)}
    gains, pays = (_real(pounds, deflators, stated_in) for pounds in (benefits, costs))
    real = gains.less(pays) if gains and pays else None
    bands = list(bands) if real else []
    flows = [flow for flow in (gains, pays) if flow and bands]
    worth = [present_value(flow, bands, base_year=base_year) for flow in flows]
    return Numbers(
        net=sum(net.values(), Decimal(0)),
        spent=sum(costs.values(), Decimal(0)),
        real=sum(real.pounds.values(), Decimal(0)) if real else None,
        present_value=worth[0] - worth[1] if worth else None,
        payback=payback(net),
        falls_again=falls_again(net),
        ratio=benefit_cost_ratio(*worth) if worth else None,
        switching=switching_value(*worth) if worth else None,
        by_year=[_year(year, net[year], real, base_year, bands) for year in net],
    )


def _real(
    pounds: Pounds, deflators: Deflators | None, stated_in: FinancialYear | None
) -> Real | None:
    if stated_in:
        return Real(pounds, stated_in)
    return in_real_terms(Nominal(pounds), deflators) if deflators else None


def _year(
    year: FinancialYear,
    net: Decimal,
    real_flow: Real | None,
    base_year: FinancialYear,
    bands: list[Band],
) -> WorkedYear:
    real = real_flow.pounds[year] if real_flow else None
    factor = discount_factor(year.start - base_year.start, bands) if bands else None
    present = None if real is None or factor is None else real * factor
    return WorkedYear(year, net, real, factor, present)
