"""In whose pounds? R9: years are compared in the prices of one of them, by one vintage of deflators.

Cash and real amounts are of different types, so that what needs the one can refuse the other. Rules are numbered as
in docs/method/rules.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from totalplace.financial_year import FinancialYear

Pounds = Mapping[FinancialYear, Decimal]


class NominalRefused(TypeError):
    """Cash amounts where real ones are needed: inflation would be taken for a gain."""


class PricesDiffer(ValueError):
    """Real amounts of different base years or vintages were put together."""


class YearsOutside(ValueError):
    """A table does not reach some of the years; `years` are those."""

    def __init__(self, years: Iterable[FinancialYear]):
        self.years = list(years)
        super().__init__(f"Outside the table: {', '.join(map(str, self.years))}.")


@dataclass(frozen=True)
class Nominal:
    """Pounds by financial year, each in the prices of its own year: cash."""

    pounds: Pounds


@dataclass(frozen=True)
class Real:
    """Pounds by financial year, all in the prices of `base_year`.

    `vintage` is that of the deflators they were brought there by; None where they were stated so.
    """

    pounds: Pounds
    base_year: FinancialYear
    vintage: date | None = None

    def less(self, other: "Real") -> "Real":
        """Year by year, this less `other`; a year that one of them does not have is zero in it.

        Raises PricesDiffer unless both are in the same prices, from the same vintage.
        """
        if (self.base_year, self.vintage) != (other.base_year, other.vintage):
            raise PricesDiffer(f"Prices of {self.base_year} and of {other.base_year}.")
        years = sorted({*self.pounds, *other.pounds})
        zero = Decimal(0)
        left = {year: self.pounds.get(year, zero) - other.pounds.get(year, zero) for year in years}
        return Real(left, self.base_year, self.vintage)


@dataclass(frozen=True)
class Deflators:
    """The index of general prices by financial year, in one vintage; its prices are those of `base_year`."""

    vintage: date
    base_year: FinancialYear
    index: Mapping[FinancialYear, Decimal]

    def outside(self, years: Iterable[FinancialYear]) -> list[FinancialYear]:
        """Those of `years`, and of the base year, that the vintage does not have."""
        return [year for year in sorted({*years, self.base_year}) if year not in self.index]


def in_real_terms(flow: Nominal, deflators: Deflators) -> Real:
    """`flow` in the prices of the deflators' base year (R9): each amount by the base year's index over its own.

    Raises YearsOutside where the vintage does not cover all of its years.
    """
    if outside := deflators.outside(flow.pounds):
        raise YearsOutside(outside)
    base = deflators.index[deflators.base_year]
    real = {year: amount * base / deflators.index[year] for year, amount in flow.pounds.items()}
    return Real(real, deflators.base_year, deflators.vintage)
