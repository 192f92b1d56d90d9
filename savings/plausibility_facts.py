"""What is a claim's figure held against? Read for all claims of a sheet or a form in a few queries."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet

from savings.models import Claim, Figure, Version
from savings.models.choices import STANDING, Basis, Line, Measure, Status
from savings.plausibility import ClaimFacts, OtherSaving
from totalplace.financial_year import FinancialYear

_TOTALS = (Basis.TOTAL_OVER_PERIOD, Basis.CUMULATIVE_BY_YEAR)
_YEARLY = (Basis.PER_YEAR, Basis.SINGLE_YEAR, Basis.NOT_STATED)

# Claim reference, year, state, kind of gain, organisation's key.
FigureKey = tuple[str, FinancialYear, str, str, int]


def claim_facts(versions: Iterable[Version]) -> dict[str, ClaimFacts]:
    """The facts of each version's claim by its reference; `claim__place` is read already."""
    return {
        version.claim.reference: ClaimFacts(
            place=version.claim.place_id,
            place_name=version.claim.place.name,
            theme=version.theme_id,
            headline=_headline(version),
            baseline=version.baseline_amount,
            mapped_spend=version.claim.place.mapped_spend,
        )
        for version in versions
    }


def last_round(claims: QuerySet[Claim]) -> dict[FigureKey, dict[str, Decimal]]:
    """Pounds by line of each row of figures in the version of each claim that stands."""
    stand = Figure.objects.filter(
        version__claim__in=claims, version__status__in=STANDING, version__is_published=False
    )
    columns = ("version__claim__reference", "year", "state", "kind_of_gain", "organisation_id")
    found = defaultdict(dict)
    for *key, line, amount in stand.values_list(*columns, "line", "amount").iterator():
        found[tuple(key)][line] = amount
    return found


def savings_of_others(places: Iterable[int], besides: set[str]) -> list[OtherSaving]:
    """What the claims of `places` (their keys) say that they save now, but for the references in `besides`."""
    savings = Figure.objects.filter(
        version__claim__place__in=places,
        version__status__in=[Status.DRAFT, *STANDING],
        line=Line.SAVING,
        amount__gt=0,
    )
    rows = savings.values_list(
        "version__claim__reference",
        "version__claim__place_id",
        "version__theme_id",
        "year",
        "state",
        "kind_of_gain",
        "amount",
    )
    return [OtherSaving(*row) for row in rows.iterator() if row[0] not in besides]


def _headline(version: Version) -> tuple[Decimal | None, Decimal] | None:
    high = version.amount_high or version.amount_low
    if version.measure != Measure.MONEY or not high:
        return None
    if version.basis in _TOTALS:
        return None, high
    return (version.amount_low or high, high) if version.basis in _YEARLY else None
