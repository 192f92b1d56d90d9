"""What is a flow of savings and costs worth? R10 present value, R14 payback, R15 ratio, R24 switching value.

The numbers are of docs/method/rules.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from totalplace.financial_year import FinancialYear

from .prices import NominalRefused, Pounds, Real


class Gap(ValueError):
    """A year between two others is not stated, so that what comes after it cannot be added up in order."""


@dataclass(frozen=True)
class Band:
    """The discount rate, 0.035 for 3.5% a year, of the years `first` to `last` from the base year."""

    first: int
    last: int
    rate: Decimal


def discount_factor(years_on: int, bands: Iterable[Band]) -> Decimal:
    """What a pound is worth `years_on` years from the base year (R10): 1 in the base year itself.

    The rates accumulate: a year of the second band is discounted by the whole first band too. Raises ValueError for a
    year before the base year, LookupError where a year has no rate.
    """
    if years_on < 0:
        raise ValueError("A year before the base year is not discounted.")
    bands, divisor = list(bands), Decimal(1)
    for year in range(1, years_on + 1):
        divisor *= 1 + _rate(year, bands)
    return 1 / divisor


def present_value(flow: Real, bands: Iterable[Band], *, base_year: FinancialYear) -> Decimal:
    """What `flow` is worth in `base_year`, in pounds (R10), whose own year is not discounted.

    Raises NominalRefused for cash, and as `discount_factor` does.
    """
    if not isinstance(flow, Real):
        raise NominalRefused("Bring cash amounts to real terms before they are discounted.")
    bands = list(bands)
    return sum(
        (
            amount * discount_factor(year.start - base_year.start, bands)
            for year, amount in flow.pounds.items()
        ),
        Decimal(0),
    )


def payback(net: Pounds) -> Decimal | None:
    """Years from the first year of `net` until its running sum is back at zero (R14), linear within the year.

    `None` where it never is. A sum that is never below zero is paid back at once: 0 years. Raises Gap where a
    year between the first and the last is left out.
    """
    sums = _running(net)
    for number, (year, so_far) in enumerate(sums):
        before = sums[number - 1][1] if number else Decimal(0)
        if before < 0 <= so_far:
            return number - 1 + -before / net[year]
    return None if not sums or sums[-1][1] < 0 else Decimal(0)


def falls_again(net: Pounds) -> FinancialYear | None:
    """The year at whose end the running sum of `net` is below zero again, after it was paid back (R14)."""
    was_below = is_paid_back = False
    for year, so_far in _running(net):
        if so_far < 0 and is_paid_back:
            return year
        is_paid_back = is_paid_back or (was_below and so_far >= 0)
        was_below = was_below or so_far < 0
    return None


def _running(net: Pounds) -> list[tuple[FinancialYear, Decimal]]:
    """The sum of `net` so far, at the end of each year."""
    years = sorted(net)
    for year, after in pairwise(years):
        if after != year.next():
            raise Gap(f"{year.next()} is not stated.")
    return list(zip(years, accumulate(net[year] for year in years), strict=True))


def benefit_cost_ratio(benefits: Decimal, costs: Decimal) -> Decimal | None:
    """Present value of the benefits over that of the costs (R15), of one base year; `None` where nothing is paid."""
    return benefits / costs if costs else None


def switching_value(benefits: Decimal, costs: Decimal) -> Decimal | None:
    """By what share the benefits may fall until the net is zero (R24), from the present values of both.

    Below zero by what share they would have to rise. `None` where there are no benefits.
    """
    return 1 - costs / benefits if benefits else None


def _rate(year: int, bands: list[Band]) -> Decimal:
    for band in bands:
        if band.first <= year <= band.last:
            return band.rate
    raise LookupError(f"The table has no discount rate for year {year}.")
