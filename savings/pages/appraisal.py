"""The appraisal numbers of one version, beside what it claims and never instead of it.

One table for each kind of gain in each state; nothing is added across either. Each number says by which dated
tables it was worked out, and each that cannot be worked out says why.
"""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from django.db.models import QuerySet

from savings.access import Sight
from savings.appraisal import (
    Cells,
    Numbers,
    Pounds,
    corrected_benefit,
    corrected_cost,
    expected_value,
    is_ongoing,
    missing,
    numbers_of,
    words,
)
from savings.claims.flows import BodyNet, Flows, flows_of
from savings.models import AcceptedFigure, ConfidenceGrade, Figure, StageWeight, Version
from savings.models.choices import Mark, PriceBasis, Recurrence, Stage, State
from savings.parameters import in_force as parameters
from savings.parameters.confidence import confidence_grade
from totalplace.financial_year import FinancialYear

from .whole_life import Life, Line, lives_of

NOTES: dict[str, str] = {
    State.PLAN: "A plan is what was first intended, and is not corrected for optimism: the forecast is.",
    Mark.SO_FAR: "The year was not over when the claim was submitted: this is no outturn, and is not corrected.",
    State.ACTUAL: "An actual has no optimism left in it, and is not corrected.",
}
WHO_ADDS = "The Treasury’s administrators can add what is missing."
NO_WEIGHT = "No weight is in force for this stage."


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
    """`whole_life` has a line for each kind of which actuals stand beside forecasts.

    `correction` says how forecasts are corrected, or why they are not; empty where there is no forecast.
    `accepted` are the same tables of what a review accepts, where that is not all as it is claimed: `is_all_accepted`.
    """

    tables: list[Table]
    whole_life: list[Line]
    correction: str
    accepted: list[Table] = field(default_factory=list)
    is_all_accepted: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the numbers of a whole life."""
        return words.LINE


def with_grade(versions: QuerySet[Version]) -> QuerySet[Version]:
    """The versions with the confidence grade that their evidence suggests today, which `appraisal_of` looks at."""
    return versions.annotate(confidence=confidence_grade(parameters.today()))


def appraisal_of(
    sight: Sight,
    figures: Iterable[Figure],
    accepted: Iterable[AcceptedFigure] = (),
    found: list[parameters.Vintage] | None = None,
) -> Appraisal:
    """The numbers of a version of `with_grade`, for who has `sight` of it.

    Worked out from its `figures` (their organisations read), and beside it from what is `accepted` of them. `found`:
    the vintages of its years, where they are read.
    """
    flows = flows_of(figures)
    if not flows:
        return Appraisal([], [], "")
    read = _Read(sight, flows, found)
    correction = _correction(read) if any(_is_forecast(f) for f in flows) else ""
    judged = list(accepted)
    differing = [item for item in judged if not _is_as_claimed(item)]
    of_accepted = flows_of(map(_as_accepted, judged)) if differing else []
    return Appraisal(
        [_table(each, read) for each in flows],
        [_line(life, read) for life in lives_of(flows)],
        correction,
        [_table(each, read) for each in of_accepted],
        is_all_accepted=bool(judged) and not differing,
    )


def _is_as_claimed(item: AcceptedFigure) -> bool:
    return (item.amount, item.kind_of_gain) == (item.figure.amount, item.figure.kind_of_gain)


def _as_accepted(item: AcceptedFigure) -> Figure:
    """A figure as it would be if it had been claimed as it is accepted; never stored."""
    figure = copy(item.figure)
    figure.amount, figure.kind_of_gain = item.amount, item.kind_of_gain
    return figure


class _Read:
    """The parameters in force, read once for all tables of a version."""

    def __init__(self, sight: Sight, flows: list[Flows], found: list[parameters.Vintage] | None):
        self.version = version = sight.version
        years = {year for each in flows for year in each.cells.years}
        self.base_year = min(years)
        self.vintages = parameters.vintages(years) if found is None else found
        self.rates = parameters.discount_rates()
        self.grade = version.confidence  # type: ignore[attr-defined]  # Of `work_out`.
        self.correction = parameters.correction(self.grade)
        self.shows_weight = sight.sees_stage_weight
        self.weight = parameters.stage_weight(version.stage) if self.shows_weight else None

    @property
    def stated_in(self) -> FinancialYear | None:
        """The year in whose prices the place states its amounts, where they are in real terms."""
        return self.version.base_year if self.version.price_basis == PriceBasis.REAL else None

    def vintage(self, years: list[FinancialYear]) -> parameters.Vintage | None:
        """The newest vintage that covers `years`, for amounts in cash."""
        if self.version.price_basis != PriceBasis.NOMINAL:
            return None
        return next((v for v in self.vintages if not v.deflators.outside(years)), None)

    def from_year(self, base_year: FinancialYear) -> "_Read":
        """The same, discounted to another year."""
        other = copy(self)
        other.base_year = base_year
        return other

    def reaching_rates(self, years: list[FinancialYear]) -> parameters.Rates | None:
        """The rates, where they reach all of `years`."""
        reach = self.rates and self.rates.reach(max(years).start - self.base_year.start)
        return self.rates if reach else None


def _table(flows: Flows, read: _Read) -> Table:
    cells, years = flows.cells, flows.cells.years
    if not cells.is_whole:
        return Table(flows.caption, _notes(flows, read), [], None, [], None)
    vintage, rates = read.vintage(years), read.reaching_rates(years)
    work_out = _work_out(read, vintage, rates)
    claimed = work_out(cells.benefits, cells.costs)
    corrected = None
    if read.correction and _is_forecast(flows):
        corrected = work_out(*_without_optimism(cells, read.correction))
    return Table(
        caption=flows.caption,
        notes=_notes(flows, read),
        rows=words.rows_of(claimed, corrected, _terms(years, read, vintage, rates)),
        working=words.working_of(claimed, _base(read, vintage)),
        bodies=flows.bodies(),
        expected=_expected(claimed.net, read) if _is_forecast(flows) else None,
    )


def _work_out(
    read: _Read, vintage: parameters.Vintage | None, rates: parameters.Rates | None
) -> Callable[[Pounds, Pounds], Numbers]:
    return partial(
        numbers_of,
        base_year=read.base_year,
        deflators=vintage.deflators if vintage else None,
        stated_in=read.stated_in,
        bands=rates.bands if rates else (),
    )


def _line(life: Life, read: _Read) -> Line:
    """One kind over its whole life, in the prices of the tables; discounted to the first year of its own span."""
    cells, years = life.cells, life.cells.years
    if not cells.is_whole:
        return Line(life.kind, words.line_of(None, None), life.notes)
    read = read.from_year(years[0])
    vintage, rates = read.vintage(years), read.reaching_rates(years)
    numbers = _work_out(read, vintage, rates)(cells.benefits, cells.costs)
    terms = _terms(years, read, vintage, rates)
    notes = [*life.notes, *_worked_out_with(numbers, terms, years[0], _base(read, vintage))]
    return Line(life.kind, words.line_of(numbers, terms), notes)


def _worked_out_with(
    numbers: Numbers, terms: words.Terms, first: FinancialYear, base: FinancialYear | None
) -> list[str]:
    if numbers.present_value is None:
        return []
    worth = f"Present value: worth in {first}, the first of these years, in {base} prices."
    return [" ".join(filter(None, [worth, terms.real_source, terms.present_source]))]


def _without_optimism(cells: Cells, grade: ConfidenceGrade) -> tuple[dict, dict]:
    less, more = grade.benefit_reduction_percent, grade.cost_uplift_percent
    return (
        {year: corrected_benefit(pounds, less) for year, pounds in cells.benefits.items()},
        {year: corrected_cost(pounds, more) for year, pounds in cells.costs.items()},
    )


def _is_forecast(flows: Flows) -> bool:
    return flows.state == State.FORECAST


def _notes(flows: Flows, read: _Read) -> list[str]:
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


def _terms(
    years: list[FinancialYear],
    read: _Read,
    vintage: parameters.Vintage | None,
    rates: parameters.Rates | None,
) -> words.Terms:
    why_not_real = "" if vintage or read.stated_in else _why_not_real(years, read)
    return words.Terms(
        years=years,
        prices=_prices(read),
        real=_real(read, vintage),
        real_source=_deflators(vintage, years) if vintage else "",
        why_not_real=why_not_real,
        present=_present(read, vintage),
        present_source=_discounted(rates, max(years).start - read.base_year.start)
        if rates and not why_not_real
        else "",
        why_no_present=_why_no_present(why_not_real, years, read),
    )


def _prices(read: _Read) -> str:
    if read.stated_in:
        return f"{read.stated_in} prices"
    return (
        "cash" if read.version.price_basis == PriceBasis.NOMINAL else "the prices it is stated in"
    )


def _real(read: _Read, vintage: parameters.Vintage | None) -> str:
    if read.stated_in:
        return f"The place states its amounts in real terms, in {read.stated_in} prices."
    if vintage:
        return f"The same with general inflation taken out: all in {vintage.deflators.base_year} prices."
    return "The same with general inflation taken out."


def _present(read: _Read, vintage: parameters.Vintage | None) -> str:
    """The year to which it is discounted, and the year of its prices: these may differ."""
    base = _base(read, vintage)
    prices = f" In {base} prices, as in real terms." if base else ""
    return f"What it is worth in {read.base_year}, the first year of the claim: later years count for less.{prices}"


def _base(read: _Read, vintage: parameters.Vintage | None) -> FinancialYear | None:
    """The year in whose prices real terms are, where there are any."""
    return read.stated_in or (vintage.deflators.base_year if vintage else None)


def _deflators(vintage: parameters.Vintage, years: list[FinancialYear]) -> str:
    dated = f"GDP deflators of {words.day_in_words(vintage.published_on)}: {vintage.source}."
    expected = vintage.forecasts.intersection(years)
    return f"{dated} Forecast there: {words.years_in_words(expected)}." if expected else dated


def _discounted(rates: parameters.Rates, years_on: int) -> str:
    since = words.day_in_words(rates.valid_from)
    used = [words.percent(band.rate) for band in rates.bands if band.first <= max(years_on, 1)]
    return f"Discount rates from {since}, {', then '.join(used)} a year: {rates.source}."


def _why_not_real(years: list[FinancialYear], read: _Read) -> str:
    basis = read.version.price_basis
    if basis == PriceBasis.REAL:
        return "The claim says real terms, and not of which year."
    if basis == PriceBasis.NOT_STATED:
        return "The claim does not say whether its amounts are in cash or in real terms."
    if not read.vintages:
        return f"No table of deflators is in force for these years. {WHO_ADDS}"
    nearest = min(read.vintages, key=lambda vintage: len(vintage.deflators.outside(years)))
    outside = words.years_in_words(nearest.deflators.outside(years))
    day = words.day_in_words(nearest.published_on)
    return (
        f"No deflators of one date cover all years: those of {day} come nearest, and have none for {outside}. "
        f"{WHO_ADDS}"
    )


def _why_no_present(why_not_real: str, years: list[FinancialYear], read: _Read) -> str:
    if why_not_real:
        return "There are no real terms, and cash is never discounted."
    if read.rates is None:
        return "No discount rates are in force."
    return "" if read.reaching_rates(years) else "The discount rates do not reach so many years."


def _correction(read: _Read) -> str:
    if read.grade is None:
        return "Forecasts are not corrected for optimism: nothing that is cited has a confidence grade."
    grade = read.correction
    if grade is None:
        return f"Forecasts are not corrected for optimism: no correction is in force for grade {read.grade}."
    less, more = map(
        words.plain_percent, (grade.benefit_reduction_percent, grade.cost_uplift_percent)
    )
    checked = "" if grade.is_checked_at_source else " Grade recalled, not checked at its source."
    return (
        f"Corrected for optimism: the evidence cited suggests confidence grade {grade.grade} of 6 (1 is strongest), "
        f"so savings are reduced by {less} and costs raised by {more}. What is claimed stands beside it, unchanged. "
        f"Corrections from {words.day_in_words(grade.valid_from)}: {grade.source}.{checked}"
    )


def _expected(net: Decimal, read: _Read) -> words.Row | None:
    """What is expected of the net at the claim's stage; not corrected for optimism as well, which is another doubt."""
    if not read.shows_weight:
        return None
    label = f"Expected at its stage ({read.version.get_stage_display()})"
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
    means = f"{how}. Not corrected for optimism, which is another doubt."
    since = words.day_in_words(weight.valid_from)
    return words.Row(
        label, means, words.Number(value), source=f"Weights from {since}: {weight.source}."
    )
