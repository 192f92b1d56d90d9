"""Which deflators, rates, corrections and weights are in force today, of which date, and where do they come from?

Each table is read in one query. A row dated later than today is not in force yet.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from savings.appraisal import Band, Deflators
from savings.models import ConfidenceGrade, Deflator, DiscountRate, StageWeight
from totalplace.financial_year import FinancialYear


@dataclass(frozen=True)
class Vintage:
    """The deflators of one date; those of `forecasts` are expected, not yet measured."""

    deflators: Deflators
    source: str
    forecasts: frozenset[FinancialYear]

    @property
    def published_on(self) -> date:
        return self.deflators.vintage


@dataclass(frozen=True)
class Rates:
    """The discount rates of one date."""

    bands: list[Band]
    valid_from: date
    source: str

    def reach(self, years_on: int) -> bool:
        """Whether each of the years to `years_on` from the base year has a rate."""
        return all(
            any(band.first <= year <= band.last for band in self.bands)
            for year in range(1, years_on + 1)
        )


def today() -> date:
    """The day on which parameters are read."""
    return timezone.localdate()


def vintages(years: Iterable[FinancialYear]) -> list[Vintage]:
    """The vintages of deflators in force, newest first, each with what it has of `years` and its base year.

    A vintage whose rows name different base years is not in force: nobody can tell in whose prices it is.
    """
    same = Deflator.objects.filter(vintage_date=OuterRef("vintage_date"))
    rows = Deflator.objects.filter(
        ~Exists(same.exclude(base_year=OuterRef("base_year"))),
        Q(financial_year__in=list(years)) | Q(financial_year=F("base_year")),
        vintage_date__lte=today(),
    ).order_by("-vintage_date", "financial_year")
    return [_vintage(list(of_one)) for _, of_one in groupby(rows, attrgetter("vintage_date"))]


def newest_with_all(found: Iterable[Vintage], years: Collection[FinancialYear]) -> Vintage | None:
    """The first of `found`, newest first, that has all of `years` (docs/method/rules.md §R9); None where none has."""
    return next((vintage for vintage in found if not vintage.deflators.outside(years)), None)


def _vintage(rows: list[Deflator]) -> Vintage:
    index = {row.financial_year: row.index for row in rows}
    return Vintage(
        Deflators(rows[0].vintage_date, rows[0].base_year, index),
        source="; ".join(dict.fromkeys(row.source for row in rows)),
        forecasts=frozenset(row.financial_year for row in rows if row.is_forecast),
    )


def discount_rates() -> Rates | None:
    """The newest table of discount rates in force."""
    in_force = DiscountRate.objects.filter(valid_from__lte=today())
    rows = list(in_force.order_by("-valid_from", "from_year"))
    newest = [row for row in rows if row.valid_from == rows[0].valid_from]
    if not newest:
        return None
    bands = [Band(row.from_year, row.to_year, row.rate_percent / Decimal(100)) for row in newest]
    sources = "; ".join(dict.fromkeys(row.source for row in newest))
    return Rates(bands, newest[0].valid_from, sources)


def corrections(grades: Collection[int]) -> dict[int, ConfidenceGrade]:
    """The corrections for optimism of confidence grades, by grade; a grade of which none is in force is left out."""
    in_force = ConfidenceGrade.objects.filter(grade__in=grades, valid_from__lte=today())
    return {row.grade: row for row in in_force.order_by("valid_from")}


def stage_weight(stage: str) -> StageWeight | None:
    """What a saving at `stage` is weighed by, before it is secured. For internal briefing only, never published."""
    in_force = StageWeight.objects.filter(stage=stage, valid_from__lte=today())
    return in_force.order_by("-valid_from").first()
