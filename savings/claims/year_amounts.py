"""Is the saving of each year of that year, new in that year, or a running total? (docs/method/rules.md §R7)

Figures are of their year. £240,000, £480,000 and £720,000 under “£240,000 a year” are running totals, and nobody sees
it in any one of them. Where the years look so, the place is asked, once for each claim; what it says is of those
amounts, and falls away with them.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from savings.models import Figure, Version
from savings.models.choices import (
    Basis,
    GrossOrNet,
    KindOfGain,
    Line,
    Measure,
    State,
    YearAmounts,
)
from totalplace.financial_year import FinancialYear
from totalplace.money import format_pounds

from .headline_words import Read
from .headlines import headline_of
from .near_amounts import near

BY_THEMSELVES = "Give the saving of each year by itself, not on top of the years before."
# So many times what the headline says of a year are no year of it, whatever the other years are.
_TOO_MANY = 2
# Of one year what came counts before what is expected, and that before what was planned.
_ORDER = (State.ACTUAL, State.FORECAST, State.PLAN)
_OF_MANY_YEARS = r"cumulative(?:ly)?|running totals?|part[- ]years?|full[- ]year effects?"
_IN_A_SENTENCE = re.compile(rf"\b(?:{_OF_MANY_YEARS})\b", re.IGNORECASE)
_OF_AN_AMOUNT = re.compile(
    rf"\b(?:{_OF_MANY_YEARS}|additional(?:ly)?|on top of|incremental(?:ly)?)\b", re.IGNORECASE
)


class Saving(NamedTuple):
    """One saving of a claim; `organisation` is the body's key."""

    year: FinancialYear
    state: str
    kind: str
    organisation: int
    amount: Decimal


@dataclass(frozen=True)
class Asked:
    """Why it is asked, and of which saving: one of the last year, or of the year that is too much."""

    saving: Saving
    why: str


@dataclass(frozen=True)
class Said:
    """What a claim says beside its figures: the headline, words that tell of more than one year, and the answer."""

    headline: Read
    words: str
    answer: str


def savings_in(figures: Iterable[Figure]) -> list[Saving]:
    """The savings among figures."""
    return [
        Saving(f.year, f.state, f.kind_of_gain, f.organisation_id, f.amount)
        for f in figures
        if f.line == Line.SAVING
    ]


def said_in(version: Version) -> Said:
    """What a version says."""
    found = _OF_AN_AMOUNT.search(version.as_published) or _IN_A_SENTENCE.search(
        version.what_changes
    )
    return Said(headline_of(version), found[0] if found else "", version.years_are)


def asked_of(version: Version, figures: Iterable[Figure]) -> Asked | None:
    """Why a claim is asked what the amounts of its years are; None where nothing looks like a running total."""
    if version.kind_of_gain == KindOfGain.NOT_IN_MONEY:
        return None
    return why_asked(savings_in(figures), said_in(version))


def is_asked(version: Version) -> bool:
    """Whether a draft is asked it: an answer alone, where the amounts look right, is nothing to ask about."""
    return asked_of(version, version.figures.all()) is not None


def why_asked(savings: Collection[Saving], said: Said) -> Asked | None:
    """The first ground on which it is asked, looked for in each state by itself and in the years as they follow."""
    for by_year, states in _series(savings):
        if not by_year:
            continue
        year, why = _why(by_year, said)
        if why:
            of_year = [s for s in savings if s.year == year and s.state == states[year]]
            return Asked(max(of_year, key=lambda saving: (saving.amount, saving)), why)
    return None


def dropped_answer(
    version: Version, before: Iterable[Figure], after: Iterable[Figure]
) -> dict[str, str]:
    """What else to store (field → value) where savings are replaced: the answer was given of those before."""
    if version.years_are == YearAmounts.NOT_STATED or are_the_same(before, after):
        return {}
    return {"years_are": YearAmounts.NOT_STATED}


def are_the_same(before: Iterable[Figure], after: Iterable[Figure]) -> bool:
    """Whether as much is saved in each year, whichever bodies it is divided among."""
    return _by_state(savings_in(before)) == _by_state(savings_in(after))


def own_amounts(savings: Collection[Saving], answer: str) -> dict[Saving, Decimal] | None:
    """What each saving is by itself, if `answer` is what the amounts are; None where that cannot be worked out.

    It cannot where a year between is not stated, or a running total falls.
    """
    bodies = defaultdict(list)
    for saving in savings:
        bodies[saving.kind, saving.organisation].append(saving)
    found: dict[Saving, Decimal] = {}
    for of_body in bodies.values():
        years = sorted({saving.year for saving in of_body})
        if years[-1].start - years[0].start >= len(years):
            return None
        for saving in sorted(of_body):
            before = _before(saving, of_body)
            found[saving] = _own(saving, before, found, answer)
    return None if any(amount < 0 for amount in found.values()) else found


def _own(
    saving: Saving, before: Saving | None, found: Mapping[Saving, Decimal], answer: str
) -> Decimal:
    if before is None:
        return saving.amount
    if answer == YearAmounts.RUNNING_TOTAL:
        return saving.amount - before.amount
    return saving.amount + found[before]


def _before(saving: Saving, of_body: Iterable[Saving]) -> Saving | None:
    """What the same body saves in the year before: in the same state, else as far as it is known."""
    order = (saving.state, *_ORDER)
    earlier = [each for each in of_body if each.year.next() == saving.year]
    return min(earlier, key=lambda each: order.index(each.state), default=None)


def _series(
    savings: Collection[Saving],
) -> Iterator[tuple[dict[FinancialYear, Decimal], dict[FinancialYear, str]]]:
    """What is saved in each year, over bodies and kinds, and in which state: state by state, then as they follow."""
    sums = _by_state(savings)
    for state, by_year in sums.items():
        yield _above_zero(by_year), dict.fromkeys(by_year, state)
    states: dict[FinancialYear, str] = {
        year: state for state in reversed(_ORDER) for year in sums[state]
    }
    yield _above_zero({year: sums[state][year] for year, state in states.items()}), states


def _by_state(savings: Iterable[Saving]) -> dict[str, dict[FinancialYear, Decimal]]:
    sums: dict[str, dict[FinancialYear, Decimal]] = {state: {} for state in _ORDER}
    for saving in savings:
        of_state = sums[saving.state]
        of_state[saving.year] = of_state.get(saving.year, Decimal(0)) + saving.amount
    return sums


def _above_zero(by_year: Mapping[FinancialYear, Decimal]) -> dict[FinancialYear, Decimal]:
    return {year: amount for year, amount in by_year.items() if amount}


def _why(by_year: Mapping[FinancialYear, Decimal], said: Said) -> tuple[FinancialYear, str]:
    """Which year of one series may be more than its own saving, and why; no words where none may."""
    last = max(by_year)
    if why := _as_a_total(by_year, last, said):
        return last, why
    # Of amounts that nothing tells from a year's own nobody is asked; those that were worked out, or said, are held
    # against the headline.
    if said.answer == YearAmounts.BY_ITSELF:
        year, why = _more_than_a_year(by_year, said)
        if why:
            return year, why
    return last, f"The words say “{said.words}”." if said.words else ""


def _as_a_total(by_year: Mapping[FinancialYear, Decimal], last: FinancialYear, said: Said) -> str:
    """How the years add up to what they should not, if each is of itself; empty where they do not."""
    amount = by_year[last]
    others = [each for year, each in by_year.items() if year != last]
    is_last = _is(last, by_year)
    if total := _of_the_period(amount, len(others), said.headline):
        return f"{is_last}: {total}."
    if len(others) > 1 and near(amount, sum(others, Decimal(0))):
        return f"{is_last}: as much as the years before it together."
    together = amount + sum(others, Decimal(0))
    if others and _is_yearly(said.headline) and _is_one_of(together, said.headline):
        return f"The years come to {format_pounds(together)} together: what the headline says of one year."
    return ""


def _more_than_a_year(
    by_year: Mapping[FinancialYear, Decimal], said: Said
) -> tuple[FinancialYear, str]:
    """The year that saves most of several, and that it is some years in one; no words where it is not.

    Where all are as much it is the headline that is off, and no year is more than another.
    """
    year = max(by_year, key=lambda each: (by_year[each], each))
    yearly = max(_ends(said.headline), default=None) if _is_yearly(said.headline) else None
    are_alike = near(by_year[year], min(by_year.values()))
    if are_alike or yearly is None or by_year[year] < yearly * _TOO_MANY:
        return year, ""
    times = format((by_year[year] / yearly).quantize(Decimal("0.1"), ROUND_DOWN).normalize(), "f")
    return year, f"{_is(year, by_year)}: {times} times what the headline says of one year."


def _is(year: FinancialYear, by_year: Mapping[FinancialYear, Decimal]) -> str:
    which = f"The last year, {year}," if year == max(by_year) else f"The year {year}"
    return f"{which} is {format_pounds(by_year[year])}"


def _of_the_period(amount: Decimal, others: int, headline: Read) -> str:
    """What the headline says of all its years, where the last of them is as much; empty where it is not."""
    if _is_yearly(headline):
        years = others + 1
        of_all = (each * years for each in _ends(headline))
        is_all = others and any(near(amount, total) for total in of_all)
        return f"{years} times what the headline says of one year" if is_all else ""
    of_many = (headline.period_years or 0) > 1 or headline.basis == Basis.CUMULATIVE_BY_YEAR
    is_total = headline.basis in (Basis.TOTAL_OVER_PERIOD, Basis.CUMULATIVE_BY_YEAR)
    is_all = is_total and (others or of_many) and _is_one_of(amount, headline)
    return "what the headline says of the whole period" if is_all else ""


def _is_yearly(headline: Read) -> bool:
    return headline.basis == Basis.PER_YEAR


def _is_one_of(amount: Decimal, headline: Read) -> bool:
    return any(near(amount, each) for each in _ends(headline))


def _ends(headline: Read) -> list[Decimal]:
    """The lowest and the highest amount of a headline in pounds; what is discounted is none."""
    if headline.measure != Measure.MONEY or headline.gross_or_net == GrossOrNet.NET_PRESENT_VALUE:
        return []
    return [each for each in (headline.amount_low, headline.amount_high) if each]
