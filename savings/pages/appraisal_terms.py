"""By which dated tables are the numbers of a version worked out, and how is that said beside each of them?

How forecasts are corrected for optimism: `optimism`.
"""

from copy import copy
from decimal import Decimal

from savings.access import Sight
from savings.appraisal import expected_value, words
from savings.claims.flows import Flows
from savings.models import StageWeight
from savings.models.choices import PriceBasis, Stage
from savings.parameters import in_force as parameters
from totalplace.financial_year import FinancialYear

from .optimism import optimism_of

WHO_ADDS = "The Treasury’s administrators can add what is missing."
NO_WEIGHT = "No weight is in force for this stage."


class InForce:
    """The tables in force, read once for all numbers of a version."""

    def __init__(self, sight: Sight, flows: list[Flows], found: list[parameters.Vintage] | None):
        self.version = version = sight.version
        self.years = sorted({year for each in flows for year in each.cells.years})
        self.base_year = self.years[0]
        self.vintages = parameters.vintages(self.years) if found is None else found
        self.vintage = self._vintage()
        self.rates = parameters.discount_rates()
        self.optimism = optimism_of(version)
        self.shows_weight = sight.sees_stage_weight
        self.weight = parameters.stage_weight(version.stage) if self.shows_weight else None

    @property
    def stated_in(self) -> FinancialYear | None:
        """The year in whose prices the place states its amounts, where they are in real terms."""
        return self.version.base_year if self.version.price_basis == PriceBasis.REAL else None

    def _vintage(self) -> parameters.Vintage | None:
        """The newest that has every year of the claim, so that all its tables are in the prices of one year.

        For amounts in cash (docs/method/rules.md §R9).
        """
        if self.version.price_basis != PriceBasis.NOMINAL:
            return None
        return parameters.newest_with_all(self.vintages, self.years)

    def from_year(self, base_year: FinancialYear) -> "InForce":
        """The same, discounted to another year."""
        other = copy(self)
        other.base_year = base_year
        return other

    def reaching_rates(self, years: list[FinancialYear]) -> parameters.Rates | None:
        """The rates, where they reach all of `years`."""
        reach = self.rates and self.rates.reach(max(years).start - self.base_year.start)
        return self.rates if reach else None


def terms_of(
    years: list[FinancialYear], read: InForce, rates: parameters.Rates | None
) -> words.Terms:
    vintage = read.vintage
    why_not_real = "" if vintage or read.stated_in else _why_not_real(read)
    return words.Terms(
        years=years,
        prices=prices_of(read),
        real=_real(read),
        real_source=_deflators(vintage, years) if vintage else "",
        why_not_real=why_not_real,
        present=_present(read),
        present_source=_discounted(rates, max(years).start - read.base_year.start)
        if rates and not why_not_real
        else "",
        why_no_present=_why_no_present(why_not_real, years, read),
    )


def prices_of(read: InForce) -> str:
    if read.stated_in:
        return f"{read.stated_in} prices"
    return (
        "cash" if read.version.price_basis == PriceBasis.NOMINAL else "the prices it is stated in"
    )


def _real(read: InForce) -> str:
    if read.stated_in:
        return f"The place states its amounts in real terms, in {read.stated_in} prices."
    if read.vintage:
        return f"The same with general inflation taken out: all in {read.vintage.deflators.base_year} prices."
    return "The same with general inflation taken out."


def _present(read: InForce) -> str:
    """The year to which it is discounted, and the year of its prices: these may differ."""
    base = base_of(read)
    prices = f" In {base} prices, as in real terms." if base else ""
    return f"What it is worth in {read.base_year}, the first year of the claim: later years count for less.{prices}"


def base_of(read: InForce) -> FinancialYear | None:
    """The year in whose prices real terms are, where there are any."""
    return read.stated_in or (read.vintage.deflators.base_year if read.vintage else None)


def _deflators(vintage: parameters.Vintage, years: list[FinancialYear]) -> str:
    dated = f"GDP deflators of {words.day_in_words(vintage.published_on)}: {vintage.source}."
    expected = vintage.forecasts.intersection(years)
    return f"{dated} Forecast there: {words.years_in_words(expected)}." if expected else dated


def _discounted(rates: parameters.Rates, years_on: int) -> str:
    since = words.day_in_words(rates.valid_from)
    used = [words.percent(band.rate) for band in rates.bands if band.first <= max(years_on, 1)]
    return f"Discount rates from {since}, {', then '.join(used)} a year: {rates.source}."


def _why_not_real(read: InForce) -> str:
    basis = read.version.price_basis
    if basis == PriceBasis.REAL:
        return "The claim says real terms, and not of which year."
    if basis == PriceBasis.NOT_STATED:
        return "The claim does not say whether its amounts are in cash or in real terms."
    if not read.vintages:
        return f"No table of deflators is in force for these years. {WHO_ADDS}"
    nearest = min(read.vintages, key=lambda vintage: len(vintage.deflators.outside(read.years)))
    outside = words.years_in_words(nearest.deflators.outside(read.years))
    day = words.day_in_words(nearest.published_on)
    return (
        f"No deflators of one date cover all years of the claim: those of {day} come nearest, and have none for "
        f"{outside}. {WHO_ADDS}"
    )


def _why_no_present(why_not_real: str, years: list[FinancialYear], read: InForce) -> str:
    if why_not_real:
        return "There are no real terms, and cash is never discounted."
    if read.rates is None:
        return "No discount rates are in force."
    return "" if read.reaching_rates(years) else "The discount rates do not reach so many years."


def expected_of(net: Decimal, read: InForce) -> words.Row | None:
    """What is expected of the net at the claim's stage; not corrected for optimism as well, which is another doubt."""
    if not read.shows_weight:
        return None
    label = f"Weighted by its stage ({read.version.get_stage_display()})"
    weight: StageWeight | None = read.weight
    if weight is None:
        is_delivered = read.version.stage == Stage.DELIVERED
        why_not = "What is delivered is not weighed." if is_delivered else NO_WEIGHT
        return words.Row(label, "", words.Number(why_not=why_not))
    value = words.pounds(expected_value([(net, weight.weight_percent)]))
    share = words.plain_percent(weight.weight_percent)
    how = f"{share} of the net saving of {words.pounds(net)}, by how far the saving is secured"
    if net < 0:
        how = (
            f"all of the net saving of {words.pounds(net)}, because a weight makes no loss smaller"
        )
    means = f"{how}. Not also adjusted for optimism bias."
    since = words.day_in_words(weight.valid_from)
    return words.Row(
        label, means, words.Number(value), source=f"Weights from {since}: {weight.source}."
    )
