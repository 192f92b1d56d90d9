"""What is a year's saving held against? What would have been spent: the baseline in the prices of the year.

The rule is docs/method/rules.md §R4. There is no answer that holds an approved plan, which would be better. Where no
price index can be used it is the baseline itself, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from savings.appraisal import counterfactual
from savings.appraisal.words import day_in_words, years_in_words
from savings.models import Figure, Version
from savings.models.choices import Line, PriceBasis
from savings.parameters.in_force import Vintage, newest_with_all, vintages
from totalplace.financial_year import FinancialYear
from totalplace.money import format_pounds

from .baselines import in_words

_PENNY, _POUND = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True)
class HeldAgainst:
    """What a claim's saving of one of `years` is held against; by `vintage`, or without an index because `why_not`."""

    version: Version
    baseline: Decimal
    years: list[FinancialYear]
    vintage: Vintage | None
    why_not: str

    def in_year(self, year: FinancialYear) -> Decimal:
        """Pounds of one of `years`, to the penny, as a saving is compared with it."""
        if self.vintage is None or self.version.baseline_year is None:
            return self.baseline
        index = self.vintage.deflators.index
        spent = counterfactual(
            self.baseline, index_from=index[self.version.baseline_year], index_to=index[year]
        )
        return spent.quantize(_PENNY, ROUND_HALF_UP)

    @property
    def words(self) -> str:
        """The pounds of each year, and how they were come by; without pence where the baseline was given without."""
        if self.vintage is None:
            return (
                f"{format_pounds(self.baseline)} in each year: the baseline itself. {self.why_not}"
            )
        by_year = [f"{year}: {format_pounds(self._shown(year))}" for year in self.years]
        day = day_in_words(self.vintage.published_on)
        how = f"The baseline, {in_words(self.version)}, in the prices of each year by the GDP deflators of {day}."
        rounded = " Rounded to whole pounds." if self._is_in_whole_pounds else ""
        return "\n".join([*by_year, how + rounded + self._forecasts()])

    @property
    def _is_in_whole_pounds(self) -> bool:
        return self.baseline == self.baseline.to_integral_value()

    def _shown(self, year: FinancialYear) -> Decimal:
        pounds = self.in_year(year)
        return pounds.quantize(_POUND, ROUND_HALF_UP) if self._is_in_whole_pounds else pounds

    def _forecasts(self) -> str:
        expected = self.vintage.forecasts.intersection(self.years) if self.vintage else ()
        return f" Forecast there: {years_in_words(expected)}." if expected else ""


def vintages_for(version: Version, figures: Iterable[Figure]) -> list[Vintage]:
    """The deflators of all years of a claim, its baseline's among them: read once for all that a page works out."""
    starts = {figure.year.start for figure in figures}
    if not starts:
        return []
    span = [FinancialYear(start) for start in range(min(starts), max(starts) + 1)]
    return vintages(_with_baseline(version, span))


def held_against(
    version: Version, years: Iterable[FinancialYear], found: Iterable[Vintage]
) -> HeldAgainst | None:
    """What the savings of `years` are held against, by the first of the vintages `found` that has them all.

    None without a baseline or a year.
    """
    in_order = sorted(set(years))
    if version.baseline_amount is None or not in_order:
        return None
    why_not = _why_not(version)
    vintage = None if why_not else newest_with_all(found, _with_baseline(version, in_order))
    if vintage is None:
        why_not = why_not or "No table of deflators in force has all of these years."
    return HeldAgainst(version, version.baseline_amount, in_order, vintage, why_not)


def saving_years(figures: Iterable[Figure]) -> set[FinancialYear]:
    """The years in which something is saved."""
    return {figure.year for figure in figures if figure.line == Line.SAVING}


def _with_baseline(version: Version, years: Iterable[FinancialYear]) -> set[FinancialYear]:
    return {*years} | ({version.baseline_year} if version.baseline_year else set())


def _why_not(version: Version) -> str:
    """Why no price index is used, whatever tables there are."""
    if version.baseline_year is None:
        return "Its year is not stated."
    if version.price_basis == PriceBasis.REAL:
        return "All amounts are in real terms, so no price index is used."
    if version.price_basis == PriceBasis.NOT_STATED:
        return "The claim does not say whether its amounts are in cash or in real terms."
    return ""
