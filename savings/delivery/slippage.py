"""How far is a saving from its plan, and how late is it? Pure: no Django, no database, no clock.

Amounts are `Decimal` pounds, never rounded here; `None` is *not stated*, which is not zero. A saving that comes
later than planned is late, not false. The rules are docs/method/rules.md §R6, §R19 and §R30.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from savings.appraisal import stated_sum
from totalplace.financial_year import FinancialYear

MONTHS_A_YEAR = 12


def variance(plan: Decimal | None, said: Decimal | None) -> Decimal | None:
    """What was achieved, or is expected, less the plan (R19), in pounds; None where either is not stated."""
    return None if plan is None or said is None else said - plan


def percent_of_plan(plan: Decimal | None, difference: Decimal | None) -> Decimal | None:
    """A difference as a percentage of the plan; None where either is not stated, or the plan is zero."""
    return None if difference is None or not plan else difference * 100 / plan


def is_recurrent(first: FinancialYear, last: FinancialYear | None) -> bool:
    """Whether a saving that first accrues in `first` lasts two full years after it (R6); no end stated is recurrent."""
    return last is None or last.start >= first.start + 2


@dataclass(frozen=True, order=True)
class Year:
    """What one body states of one kind of gain in one year, in pounds."""

    year: FinancialYear
    plan: Decimal | None = None
    forecast: Decimal | None = None
    actual: Decimal | None = None
    so_far: Decimal | None = None

    @property
    def said(self) -> Decimal | None:
        """What was achieved where the outturn is stated, else what is expected: what came so far is neither."""
        return self.forecast if self.actual is None else self.actual

    @property
    def is_compared(self) -> bool:
        return self.variance is not None

    @property
    def variance(self) -> Decimal | None:
        """Achieved or expected less the plan."""
        return variance(self.plan, self.said)

    @property
    def forecast_variance(self) -> Decimal | None:
        """Expected less the plan, whatever was achieved."""
        return variance(self.plan, self.forecast)

    @property
    def percent(self) -> Decimal | None:
        return percent_of_plan(self.plan, self.variance)

    def is_short(self, tolerance: Decimal) -> bool:
        """Whether it falls short of its plan by more than `tolerance` percent of it."""
        return self.percent is not None and -self.percent > tolerance


@dataclass(frozen=True)
class Sum:
    """The plan, what was achieved or is expected, and what of the plan is at risk, in pounds.

    What is at risk is not the difference of the other two: what one body or claim brings above its plan hides nothing
    that another falls short of (R30).
    """

    plan: Decimal
    said: Decimal
    at_risk: Decimal

    @property
    def variance(self) -> Decimal:
        return self.said - self.plan

    @property
    def percent(self) -> Decimal | None:
        return percent_of_plan(self.plan, self.variance)

    @property
    def above_plan(self) -> Decimal:
        """What some bring above their plans; it makes nothing of what is at risk less."""
        return self.variance + self.at_risk

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.plan + other.plan, self.said + other.said, self.at_risk + other.at_risk)


NOTHING = Sum(Decimal(0), Decimal(0), Decimal(0))


def compared(years: Iterable[Year]) -> list[Year]:
    """The years with a plan and something beside it: no others are ever added up against each other."""
    return [year for year in years if year.is_compared]


def sum_of_body(years: Iterable[Year]) -> Sum:
    """The sum over those of one body's `years` that can be compared.

    They are netted with each other before anything is at risk (R30): what comes in a later year is late, not lost.
    """
    stated = [(year.plan, year.said) for year in years]
    both = [(plan, said) for plan, said in stated if plan is not None and said is not None]
    plan = sum((plan for plan, _ in both), Decimal(0))
    said = sum((said for _, said in both), Decimal(0))
    return Sum(plan, said, max(plan - said, Decimal(0)))


def cumulative(years: Sequence[Year]) -> list[Decimal | None]:
    """For each of `years`, in their order, the variance so far; None as long as no year could be compared."""
    variances = [year.variance for year in years]
    return [stated_sum(variances[: number + 1]) for number in range(len(variances))]


def first_planned(years: Iterable[Year]) -> FinancialYear | None:
    """The first year for which a saving above zero is planned."""
    return min((year.year for year in years if year.plan), default=None)


def first_said(years: Iterable[Year]) -> FinancialYear | None:
    """The first year in which a saving above zero was achieved, or is expected."""
    return min((year.year for year in years if year.said), default=None)


def months_late(years: Sequence[Year]) -> int | None:
    """Months from the first year planned to the first year with a saving (R19); below zero where it is early.

    None where no saving is planned, or none is expected or achieved: that is for the amounts to say.
    """
    planned, came = first_planned(years), first_said(years)
    if planned is None or came is None:
        return None
    return MONTHS_A_YEAR * (came.start - planned.start)
