"""What is a claim's figure held against? Read for all claims of a sheet or a form in a few queries."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from savings.batches import rows_of
from savings.models import Figure, Version
from savings.models.choices import CURRENT, STANDING, Basis, Line, Measure
from totalplace.financial_year import FinancialYear

from .plausibility import ClaimFacts, OtherSaving

_TOTALS = (Basis.TOTAL_OVER_PERIOD, Basis.CUMULATIVE_BY_YEAR)
_KEY = ("year", "state", "kind_of_gain", "organisation")
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


def standing_amounts(claims: Iterable[int]) -> dict[FigureKey, dict[str, Decimal]]:
    """Pounds by line of each row of figures in the version that stands, of each of `claims` (by their keys)."""
    stand = Version.objects.filter(status__in=STANDING, is_published=False)
    references = dict(rows_of(stand.values_list("pk", "claim__reference"), "claim", claims))
    figures = Figure.objects.values_list("version", *_KEY, "line", "amount")
    found: dict[FigureKey, dict[str, Decimal]] = defaultdict(dict)
    for version, *key, line, amount in rows_of(figures, "version", references):
        found[references[version], *key][line] = amount
    return found


def savings_of_others(places: Iterable[int], besides: set[str]) -> list[OtherSaving]:
    """What the claims of `places` (their keys) say that they save now, but for the references in `besides`."""
    say = Version.objects.filter(claim__place__in=places, status__in=CURRENT)
    versions: dict[int, list] = {
        version: of_claim
        for version, *of_claim in say.values_list(
            "pk", "claim__reference", "claim__place_id", "theme_id"
        )
        if of_claim[0] not in besides
    }
    savings = Figure.objects.filter(line=Line.SAVING, amount__gt=0)
    rows = savings.values_list("version", "year", "state", "kind_of_gain", "amount")
    said_of = rows_of(rows, "version", versions)
    return [OtherSaving._make([*versions[version], *said]) for version, *said in said_of]


def _headline(version: Version) -> tuple[Decimal | None, Decimal] | None:
    high = version.amount_high or version.amount_low
    if version.measure != Measure.MONEY or not high:
        return None
    if version.basis in _TOTALS:
        return None, high
    return (version.amount_low or high, high) if version.basis in _YEARLY else None
