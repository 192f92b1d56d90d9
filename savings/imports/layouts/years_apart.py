"""Which savings of a place's own sheet have years that do not join those of the claims that they meet?

A reference can be used again for another saving. Whoever sends the list says whether it is the same one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from savings.imports.layouts.stated import StatedSaving, YearSaid
from savings.imports.staging import NOT_SAID
from savings.models import Figure, Version
from totalplace.financial_year import FinancialYear


@dataclass(frozen=True)
class Apart:
    """A saving whose years are apart from its claim's: `why` says in words what the claim has and what the list."""

    saving: StatedSaving
    version: Version
    why: str


def years_apart(
    savings: Sequence[StatedSaving],
    met: Mapping[int, Version],
    held: Mapping[int, Sequence[Figure]],
) -> list[Apart]:
    """Of the savings that meet claims (`met`, by row), those to ask about; `held` are figures by version."""
    found = []
    for saving in savings:
        version = met.get(saving.number)
        stated = {one.year for one in saving.years if _has_amount(one)}
        if version and stated:
            before = {figure.year for figure in held.get(version.pk, []) if figure.amount}
            if why := _why_apart(version, stated, before):
                found.append(Apart(saving, version, why))
    return found


def _has_amount(said: YearSaid) -> bool:
    amounts = (said.saving, said.one_off_cost, said.running_cost)
    return any(pence not in (None, 0, NOT_SAID) for pence in amounts)


def _why_apart(
    version: Version, stated: Collection[FinancialYear], before: Collection[FinancialYear]
) -> str:
    """In words; "" where the years of the list join those of the claim."""
    last = version.last_year
    late = {year for year in stated if last and year > last} - set(before)
    if last and late:
        return f"ends in {last}; the list has amounts of {_span(late)}"
    if before and (min(stated) > max(before).next() or max(stated).next() < min(before)):
        return (
            f"has amounts of {_span(before)}; the list has amounts of {_span(stated)}, "
            "and the years between would have none"
        )
    return ""


def _span(years: Collection[FinancialYear]) -> str:
    first, last = min(years), max(years)
    return f"{first}" if first == last else f"{first} to {last}"
