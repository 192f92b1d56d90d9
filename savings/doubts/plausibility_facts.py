"""What is a claim's figure held against? Read for all claims of a sheet or a form in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pilots.models import Organisation
from savings.batches import rows_of
from savings.claims.headline_words import Read
from savings.claims.headlines import headline_of
from savings.claims.held_against import held_against
from savings.claims.year_amounts import said_in
from savings.models import Figure, Version
from savings.models.choices import CURRENT, STANDING, Basis, GrossOrNet, Line, Measure
from savings.parameters.in_force import vintages
from totalplace.financial_year import FinancialYear

from .claim_rows import ClaimFacts, OtherSaving, Row

_TOTALS = (Basis.TOTAL_OVER_PERIOD, Basis.CUMULATIVE_BY_YEAR)
_NO_YEARS: Mapping[str, Iterable[FinancialYear]] = {}
_KEY = ("year", "state", "kind_of_gain", "organisation")
_YEARLY = (Basis.PER_YEAR, Basis.SINGLE_YEAR, Basis.NOT_STATED)

# Claim reference, year, state, kind of gain, organisation's key.
FigureKey = tuple[str, FinancialYear, str, str, int]


def claim_facts(
    versions: Iterable[Version], years: Mapping[str, Iterable[FinancialYear]] = _NO_YEARS
) -> dict[str, ClaimFacts]:
    """The facts of each version's claim by its reference; `claim__place` is read already.

    `years` are those of each claim (by its reference) in which something is saved.
    """
    versions = list(versions)
    spent = _spent(versions, years)
    return {
        version.claim.reference: ClaimFacts(
            place=version.claim.place_id,
            place_name=version.claim.place.name,
            headline=_headline(version),
            baseline=version.baseline_amount,
            mapped_spend=version.claim.place.mapped_spend,
            total=_total(version),
            spent=spent[version.claim.reference],
            said=said_in(version),
        )
        for version in versions
    }


def _spent(
    versions: Iterable[Version], years: Mapping[str, Iterable[FinancialYear]]
) -> dict[str, dict[FinancialYear, Decimal]]:
    """What the saving of each year is held against, by the reference of its claim; the tables are read once."""
    of_baselines = {version.baseline_year for version in versions if version.baseline_year}
    found = vintages(of_baselines.union(*years.values())) if years else []
    spent = {}
    for version in versions:
        held = held_against(version, years.get(version.claim.reference, ()), found)
        by_year = {year: held.in_year(year) for year in held.years} if held else {}
        spent[version.claim.reference] = by_year
    return spent


def standing_amounts(claims: Iterable[int]) -> dict[FigureKey, dict[str, Decimal]]:
    """Pounds by line of each row of figures in the version that stands, of each of `claims` (by their keys)."""
    stand = Version.objects.filter(status__in=STANDING, is_published=False)
    references = dict(rows_of(stand.values_list("pk", "claim__reference"), "claim", claims))
    figures = Figure.objects.values_list("version", *_KEY, "line", "amount")
    found: dict[FigureKey, dict[str, Decimal]] = defaultdict(dict)
    for version, *key, line, amount in rows_of(figures, "version", references):
        found[references[version], *key][line] = amount
    return found


def with_names(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, each with the name of its organisation where its claim has several; read in one query, if any."""
    bodies: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        bodies[row.claim].add(row.organisation)
    several = {claim for claim, of_claim in bodies.items() if len(of_claim) > 1}
    found = Organisation.objects.in_bulk(set().union(*(bodies[claim] for claim in several)))
    return [
        replace(row, of=str(found[row.organisation])) if row.claim in several else row
        for row in rows
    ]


def savings_of_others(places: Iterable[int], besides: set[str]) -> list[OtherSaving]:
    """What the claims of `places` (their keys) say that they save now, but for the references in `besides`."""
    say = Version.objects.filter(claim__place__in=places, status__in=CURRENT)
    versions: dict[int, list] = {
        version: of_claim
        for version, *of_claim in say.values_list("pk", "claim__reference", "claim__place_id")
        if of_claim[0] not in besides
    }
    savings = Figure.objects.filter(line=Line.SAVING, amount__gt=0)
    rows = savings.values_list("version", "year", "state", "kind_of_gain", "amount")
    said_of = rows_of(rows, "version", versions)
    return [OtherSaving._make([*versions[version], *said]) for version, *said in said_of]


def _headline(version: Version) -> tuple[Decimal | None, Decimal] | None:
    """The lowest and highest amount of a year that the headline says; see `ClaimFacts`."""
    said = headline_of(version)
    high = said.amount_high or said.amount_low
    if not _is_in_pounds(said) or not high:
        return None
    if said.basis in _TOTALS:
        return None, high
    return (said.amount_low or high, high) if said.basis in _YEARLY else None


def _total(version: Version) -> Decimal | None:
    """What the headline says that all years come to at least."""
    said = headline_of(version)
    return said.amount_low if _is_in_pounds(said) and said.basis in _TOTALS else None


def _is_in_pounds(said: Read) -> bool:
    """Whether it is pounds of a year or of years: what is discounted is not."""
    return said.measure == Measure.MONEY and said.gross_or_net != GrossOrNet.NET_PRESENT_VALUE
