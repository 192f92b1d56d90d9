"""What became of a version's plan? Plan, forecast and actual savings of each kind of gain beside each other, in words.

A place that is late is *late*: the words here are about the plan, and none of them is a verdict. What one organisation
expects is held against its own plan only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from savings.delivery.outturn import said_as
from savings.models import Abandonment, Figure, Version
from savings.models.choices import KindOfGain, Line, Mark, State
from totalplace.financial_year import FinancialYear
from totalplace.percentages import in_percent

from .abandonment import abandonment_of, year_of
from .slippage import (
    NOTHING,
    Sum,
    Year,
    compared,
    first_planned,
    first_said,
    is_recurrent,
    months_late,
    sum_of_body,
)

NO_PLAN = "No plan stated"
PLAN_ONLY = "Nothing beside it yet"
ON_PLAN, BELOW, ABOVE, LATE = "On plan", "Below plan", "Above plan", "Late"
NOT_LATE, NOTHING_YET = "Not late", "No saving stated yet"


@dataclass(frozen=True)
class Body:
    """What one organisation (its key) states of one kind of gain, by year, with the reasons that its notes give."""

    organisation: int
    years: list[Year]
    reasons: dict[FinancialYear, str]

    @property
    def has_plan(self) -> bool:
        return any(year.plan is not None for year in self.years)

    @property
    def months_late(self) -> int:
        """Zero where it is on time, early, or nothing can be said."""
        return max(months_late(self.years) or 0, 0)

    @property
    def late_words(self) -> str:
        if self.months_late:
            return late_by(self.months_late)
        return NOT_LATE if first_said(self.years) else NOTHING_YET

    @property
    def sum(self) -> Sum:
        """Over the years in which both are stated."""
        return sum_of_body(self.years)

    def words(self, tolerance: Decimal) -> str:
        """What became of the plan over all years; on plan is within `tolerance` percent of it."""
        if not compared(self.years):
            return PLAN_ONLY if self.has_plan else NO_PLAN
        if self.months_late:
            return late_by(self.months_late)
        return in_words(self.sum.plan, self.sum.said, self.sum.percent, tolerance)

    def words_in(self, year: Year, tolerance: Decimal) -> str:
        """What became of the plan of one of the years."""
        began = first_said(self.years)
        if year.is_compared and year.plan and self.months_late and began and year.year < began:
            return LATE
        return in_words(year.plan, year.said, year.percent, tolerance)


@dataclass(frozen=True)
class Gain:
    """What a version states of one kind of gain. `last` is its last year; None where it goes on, or none is stated."""

    kind: KindOfGain
    bodies: list[Body]
    last: FinancialYear | None

    @property
    def years(self) -> list[Year]:
        return [year for body in self.bodies for year in body.years]

    @property
    def has_plan(self) -> bool:
        return any(body.has_plan for body in self.bodies)

    @property
    def is_compared(self) -> bool:
        return bool(compared(self.years))

    @property
    def sum(self) -> Sum:
        """Over the years of each organisation in which both are stated."""
        return sum((body.sum for body in self.bodies), NOTHING)

    def sum_in(self, financial_year: FinancialYear) -> Sum:
        """The same of one year; what an organisation brings in another is not in it."""
        of_year = ([y for y in body.years if y.year == financial_year] for body in self.bodies)
        return sum(map(sum_of_body, of_year), NOTHING)

    @property
    def is_recurrent(self) -> bool:
        """By the first year with a saving: the one that came or is expected, else the one planned."""
        first = first_said(self.years) or first_planned(self.years)
        return first is None or is_recurrent(first, self.last)

    def words(self, tolerance: Decimal, names: Mapping[int, str]) -> str:
        """What became of the plan of each organisation, by its name: one that does well says nothing of another."""
        return _of_each([(body.words(tolerance), names[body.organisation]) for body in self.bodies])

    def late_words(self, names: Mapping[int, str]) -> str:
        """How late each organisation is, likewise."""
        return _of_each([(body.late_words, names[body.organisation]) for body in self.bodies])


@dataclass(frozen=True)
class Shortfall:
    """A year that is below its plan by more than the tolerance, and does not say why."""

    kind: KindOfGain
    organisation: int
    year: Year


def gains(version: Version) -> list[Gain]:
    """The kinds of gain of which a version states savings by year.

    Costs nothing where its figures are prefetched, and it was read with its abandonment.
    """
    last = None if version.continues else version.last_year
    return _gains(version.figures.all(), last, abandonment_of(version))


def names_of(version: Version) -> dict[int, str]:
    """The name of each organisation (by its key) that has figures in a version; free where they are prefetched."""
    return {figure.organisation_id: figure.organisation.name for figure in version.figures.all()}


def unexplained(figures: Iterable[Figure], tolerance: Decimal) -> list[Shortfall]:
    """What of one version falls short of its plan by more than `tolerance` percent without a note that says why."""
    return [
        Shortfall(gain.kind, body.organisation, year)
        for gain in _gains(figures, None)
        for body in gain.bodies
        for year in body.years
        if year.is_short(tolerance) and not body.reasons[year.year]
    ]


def late_by(months: int) -> str:
    return f"Late by {months} months"


def in_words(
    plan: Decimal | None, said: Decimal | None, percent: Decimal | None, tolerance: Decimal
) -> str:
    """What became of a plan, where it is not late; `percent` is the difference in percent of it."""
    if plan is None or said is None:
        return NO_PLAN if plan is None else PLAN_ONLY
    if said == plan or (percent is not None and abs(percent) <= tolerance):
        return ON_PLAN
    return BELOW if said < plan else ABOVE


def percent_words(percent: Decimal) -> str:
    """`20%` or `12.5%`: rounded once, half up, to a tenth, and without a sign."""
    return in_percent(abs(percent), places=1).replace(".0%", "%")


def _of_each(said: list[tuple[str, str]]) -> str:
    """`Below plan: Kent Police. On plan: Kent Council`; what is said of all of them alike stands alone."""
    names: dict[str, list[str]] = defaultdict(list)
    for words, name in said:
        names[words].append(name)
    if len(names) == 1:
        return next(iter(names))
    return ". ".join(f"{words}: {', '.join(of_these)}" for words, of_these in names.items())


def _gains(
    figures: Iterable[Figure], last: FinancialYear | None, given_up: Abandonment | None = None
) -> list[Gain]:
    savings = [figure for figure in figures if figure.line == Line.SAVING]
    return [
        Gain(kind, list(_bodies(of_kind, given_up)), last)
        for kind in KindOfGain
        if (of_kind := [figure for figure in savings if figure.kind_of_gain == kind])
    ]


def _bodies(savings: list[Figure], given_up: Abandonment | None) -> Iterator[Body]:
    since = year_of(given_up)
    found: dict[int, dict[FinancialYear, dict[str, Figure]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for figure in savings:
        found[figure.organisation_id][figure.year][said_as(figure)] = figure
    # A saving split by shares leaves its note with the first organisation: it is a reason for the others too.
    shared = {
        f.year: f.full_note for f in reversed(savings) if f.full_note and f.state != State.PLAN
    }
    for organisation, by_year in found.items():
        years = sorted(_year(year, stated, since) for year, stated in by_year.items())
        reasons = {year: _reason(said) or shared.get(year, "") for year, said in by_year.items()}
        if given_up:
            reasons |= {year: given_up.because for year in by_year if _is_lost(year, since)}
        yield Body(organisation, years, reasons)


def _year(year: FinancialYear, stated: dict[str, Figure], since: FinancialYear | None) -> Year:
    amounts = {said: figure.amount for said, figure in stated.items()}
    if _is_lost(year, since):
        # Nothing of it is expected any more; beside what was planned, that is 0.
        amounts.pop("forecast", None)
        amounts |= {"forecast": Decimal(0)} if "plan" in amounts else {}
    return Year(year, **amounts)


def _is_lost(year: FinancialYear, since: FinancialYear | None) -> bool:
    return since is not None and year >= since


def _reason(stated: dict[str, Figure]) -> str:
    """The note beside what came, or else beside what is expected."""
    latest = (State.ACTUAL, Mark.SO_FAR, State.FORECAST)
    notes = [stated[said].full_note for said in latest if said in stated]
    return next(filter(None, notes), "")
