"""The appraisal numbers of one version, beside what it claims and never instead of it.

One table for each kind of gain in each state; nothing is added across either. Each number says by which dated
tables it was worked out, and each that cannot be worked out says why.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from savings.access import Sight
from savings.appraisal import (
    Cells,
    Numbers,
    Pounds,
    corrected_benefit,
    corrected_cost,
    is_ongoing,
    missing,
    numbers_of,
    words,
)
from savings.claims.flows import BodyNet, Flows, flows_of
from savings.models import AcceptedFigure, Figure, Version
from savings.models.choices import Mark, Recurrence, State
from savings.parameters import in_force as parameters
from savings.review.accepted import where_other_than_claimed
from totalplace.financial_year import FinancialYear

from .appraisal_terms import InForce, base_of, expected_of, prices_of, terms_of
from .whole_life import Life, Line, lives_of

NOTES: dict[str, str] = {
    State.PLAN: "A plan is what was first intended, and is not adjusted for optimism bias: the forecast is.",
    Mark.SO_FAR: "The year was not over when the claim was submitted, so this is not the whole year’s actual. It is "
    "not adjusted.",
    State.ACTUAL: "An actual is what really happened, so it is not adjusted for optimism bias.",
}


@dataclass(frozen=True)
class Table:
    """The numbers of one kind of gain in one state; `notes` say what they leave out and how long the saving lasts."""

    caption: str
    notes: list[str]
    rows: list[words.Row]
    working: words.Working | None
    bodies: list[BodyNet]
    expected: words.Row | None

    @property
    def is_corrected(self) -> bool:
        return any(row.corrected for row in self.rows)


@dataclass(frozen=True)
class Appraisal:
    """`whole_life` has a line for each kind of which actuals stand beside forecasts, `accepted_life` as accepted.

    `headings` are those of the numbers of a whole life.
    `correction` says how forecasts are corrected, or why they are not; empty where there is no forecast.
    `accepted` are the same tables of what a review accepts, where that is not all as it is claimed; else
    `is_all_accepted`, if it judges any that is still expected.
    """

    tables: list[Table]
    whole_life: list[Line]
    correction: str
    headings: tuple[str, ...] = ()
    accepted: list[Table] = field(default_factory=list)
    accepted_life: list[Line] = field(default_factory=list)
    is_all_accepted: bool = False


def appraisal_of(
    sight: Sight,
    figures: Iterable[Figure],
    accepted: Iterable[AcceptedFigure] = (),
    found: list[parameters.Vintage] | None = None,
) -> Appraisal:
    """The numbers of a version of `with_grades`, for who has `sight` of it.

    Worked out from its `figures` (their organisations read), and beside it from what is `accepted` of them. `found`:
    the vintages of its years, where they are read.
    """
    flows = flows_of(figures)
    if not flows:
        return Appraisal([], [], "")
    read = InForce(sight, flows, found)
    judged = list(accepted)
    beside = flows_of(where_other_than_claimed(judged))
    return Appraisal(
        tables=[_table(each, read) for each in flows],
        whole_life=[_line(life, read) for life in lives_of(flows)],
        correction=read.optimism.in_words if any(_is_forecast(f) for f in flows) else "",
        headings=_headings(read),
        accepted=[_table(each, read) for each in beside],
        accepted_life=[_line(life, read) for life in lives_of(beside)],
        is_all_accepted=bool(judged) and not beside,
    )


def _table(flows: Flows, read: InForce) -> Table:
    cells, years = flows.cells, flows.cells.years
    if not cells.is_whole:
        return Table(flows.caption, _notes(flows, read), [], None, [], None)
    rates = read.reaching_rates(years)
    work_out = _work_out(read, rates)
    claimed = work_out(cells.benefits, cells.costs)
    corrected = None
    percents = read.optimism.percents
    if percents and _is_forecast(flows):
        corrected = work_out(*_without_optimism(cells, *percents))
    return Table(
        caption=flows.caption,
        notes=_notes(flows, read),
        rows=words.rows_of(claimed, corrected, terms_of(years, read, rates)),
        working=words.working_of(claimed, base_of(read)),
        bodies=flows.bodies(),
        expected=expected_of(claimed.net, read) if _is_forecast(flows) else None,
    )


def _work_out(read: InForce, rates: parameters.Rates | None) -> Callable[[Pounds, Pounds], Numbers]:
    return partial(
        numbers_of,
        base_year=read.base_year,
        deflators=read.vintage.deflators if read.vintage else None,
        stated_in=read.stated_in,
        bands=rates.bands if rates else (),
    )


def _headings(read: InForce) -> tuple[str, ...]:
    return words.line_headings(prices_of(read), base_of(read))


def _line(life: Life, read: InForce) -> Line:
    """One kind over its whole life, in the prices of the tables; discounted to the first year of its own span."""
    cells, years = life.cells, life.cells.years
    if not cells.is_whole:
        return Line(life.kind, words.line_of(_headings(read), None, None), life.notes)
    read = read.from_year(years[0])
    rates = read.reaching_rates(years)
    numbers = _work_out(read, rates)(cells.benefits, cells.costs)
    terms = terms_of(years, read, rates)
    notes = [*life.notes, *_worked_out_with(numbers, terms, years[0], base_of(read))]
    return Line(life.kind, words.line_of(_headings(read), numbers, terms), notes)


def _worked_out_with(
    numbers: Numbers, terms: words.Terms, first: FinancialYear, base: FinancialYear | None
) -> list[str]:
    if numbers.present_value is None:
        return []
    worth = f"Present value: worth in {first}, the first of these years, in {base} prices."
    return [" ".join(filter(None, [worth, terms.real_source, terms.present_source]))]


def _without_optimism(cells: Cells, less: Decimal, more: Decimal) -> tuple[dict, dict]:
    return (
        {year: corrected_benefit(pounds, less) for year, pounds in cells.benefits.items()},
        {year: corrected_cost(pounds, more) for year, pounds in cells.costs.items()},
    )


def _is_forecast(flows: Flows) -> bool:
    return flows.state == State.FORECAST


def _notes(flows: Flows, read: InForce) -> list[str]:
    notes = missing.what_is_missing(flows.cells)
    if flows.first_saving:
        notes.append(_how_long(flows.first_saving, read.version))
    return [*notes, *([NOTES[flows.state]] if flows.state in NOTES else [])]


def _how_long(first: FinancialYear, version: Version) -> str:
    """Ongoing or one-off by its years, and where the headline says otherwise."""
    last, lasts = version.last_year, is_ongoing(first, version.last_year)
    if last is None:
        ends = "the place says it continues" if version.continues else "no end year is stated"
    else:
        ends = f"from {first} to {last}, {'at least' if lasts else 'not'} two full years after its first"
    headlines: dict[str, bool] = {Recurrence.RECURRING: True, Recurrence.ONE_OFF: False}
    headline = headlines.get(version.recurrence, lasts)
    says = f" Its headline says {version.get_recurrence_display().lower()}."
    differs = says if headline != lasts else ""
    return f"{'Ongoing' if lasts else 'One-off'}: {ends}.{differs}"
