"""What of a place's plans is secured, expected or at risk? Its claims line by line, by kind of gain, with their sums.

A line is what the claim's own page says, over the years that the claim compares. Claims are added to each other within
one year only, and recurrent ones apart from the others (docs/method/rules.md §R18, §R19). What is at risk is added by
claim, organisation and kind (§R30): what one brings above its plan hides no other's shortfall. These sums are beside
`totals` and not in it: they hold the plan against what was achieved *or* is expected, whatever the verdict on either.
Only versions that stand are added, as in every total; and one place's only, so the practice place adds to no other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from pilots.models import Place, User
from savings.access import all_visible_to, visible_to
from savings.delivery.against_plan import Gain, gains, names_of
from savings.delivery.outturn import judged_as
from savings.delivery.slippage import NOTHING, Sum, compared
from savings.models import Figure, Version
from savings.models.choices import STANDING, KindOfGain, Line, State, Status
from savings.review.figure_verdicts import (
    counted_figure_verdict,
    figure_verdict,
    verdicts_in_words,
)
from totalplace.financial_year import FinancialYear

from .keys import prices_in_words

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _HasVerdict(TypedDict):
    verdict: str
    counted: str


@dataclass(frozen=True)
class Entry:
    """One kind of gain of one claim."""

    version: Version
    gain: Gain

    @property
    def sum(self) -> Sum:
        return self.gain.sum

    @property
    def years(self) -> list[FinancialYear]:
        return sorted({year.year for year in compared(self.gain.years)})

    @property
    def years_words(self) -> str:
        return _in_words(self.years)

    def sum_in(self, financial_year: FinancialYear) -> Sum:
        return self.gain.sum_in(financial_year)

    @property
    def verdicts(self) -> str:
        """What a review found of the forecast and of the actual, each with its own verdict."""
        figures = cast("Iterable[WithAnnotations[Figure, _HasVerdict]]", self.version.figures.all())
        of_kind = [figure for figure in figures if figure.kind_of_gain == self.gain.kind]
        return verdicts_in_words({judged_as(f): (f.verdict, f.counted) for f in of_kind})

    @property
    def not_compared(self) -> int:
        """Years, of any organisation, whose plan or what stands beside it is not stated: in no sum."""
        return len(self.gain.years) - len(compared(self.gain.years))

    @property
    def late_words(self) -> str:
        return self.gain.late_words(names_of(self.version))

    @property
    def prices(self) -> str:
        return prices_in_words(self.version.price_basis, self.version.base_year)


@dataclass(frozen=True)
class YearSum:
    """What the claims of a group come to in one year."""

    year: FinancialYear
    claims: int
    sum: Sum


@dataclass(frozen=True)
class Group:
    """The recurrent entries of a table, or the others."""

    label: str
    entries: list[Entry]

    @property
    def sums(self) -> list[YearSum]:
        """Year by year: what different years bring is never added."""
        return [self._sum_of(year) for year in sorted({y for e in self.entries for y in e.years})]

    def _sum_of(self, year: FinancialYear) -> YearSum:
        added = [entry.sum_in(year) for entry in self.entries if year in entry.years]
        return YearSum(year, len(added), sum(added, NOTHING))


@dataclass(frozen=True)
class Table:
    """One kind of gain in one kind of prices: no other is added to it."""

    kind: str
    prices: str
    groups: list[Group]

    @property
    def caption(self) -> str:
        return f"{self.kind}, saving before costs, {self.prices}"


@dataclass(frozen=True)
class AtRisk:
    """The tables, and how many claims are in none of them, each number with the reason."""

    tables: list[Table]
    left_out: list[tuple[int, str]]


def at_risk_of(user: User, place: Place) -> AtRisk:
    """The plans of `place` that `user` may see, beside what came of them: four queries, however many claims."""
    seen = all_visible_to(user).filter(claim__place=place, status__in=STANDING)
    stated = [(version, gains(version)) for version in _planned(seen)]
    entries = [
        Entry(version, gain) for version, found in stated for gain in found if gain.is_compared
    ]
    left_out = [*_without_plan(seen), *_in_part(stated), *_not_standing(user, place, seen)]
    return AtRisk(_tables(entries), [(number, why) for number, why in left_out if number])


def _in_part(stated: list[tuple[Version, list[Gain]]]) -> list[tuple[int, str]]:
    """Claims with a plan that is in no table, or not all of it."""
    compared_of = [[gain.is_compared for gain in found] for _, found in stated]
    of_another_kind = sum(any(each) and not all(each) for each in compared_of)
    return [
        (sum(not any(each) for each in compared_of), "with a plan and nothing beside it yet"),
        (
            of_another_kind,
            "in part: for another kind of gain no plan, or nothing beside it, is stated",
        ),
    ]


def _savings() -> QuerySet[Figure]:
    return Figure.objects.filter(line=Line.SAVING)


def _stated(**of_state: object) -> Exists:
    return Exists(_savings().filter(version=OuterRef("pk"), **of_state))


def _planned(seen: QuerySet[Version]) -> QuerySet[Version]:
    """With a plan of some year, and its savings read."""
    judged = _savings().annotate(verdict=figure_verdict(), counted=counted_figure_verdict())
    savings = Prefetch("figures", judged.select_related("organisation").order_by("year", "pk"))
    versions = seen.filter(_stated(state=State.PLAN)).select_related("claim", "abandonment")
    return versions.prefetch_related(savings).order_by("claim__reference", "pk")


def _without_plan(seen: QuerySet[Version]) -> list[tuple[int, str]]:
    found = seen.annotate(has_saving=_stated(), has_plan=_stated(state=State.PLAN)).aggregate(
        no_figures=Count("pk", filter=Q(has_saving=False)),
        no_plan=Count("pk", filter=Q(has_saving=True, has_plan=False)),
    )
    return [
        (found["no_figures"], "with no savings by year: a headline is never spread over years"),
        (found["no_plan"], "with no plan stated"),
    ]


def _not_standing(user: User, place: Place, seen: QuerySet[Version]) -> list[tuple[int, str]]:
    """Claims of which no version stands: a draft that was never submitted, or one that was withdrawn."""
    standing = seen.filter(claim=OuterRef("claim"))
    others = visible_to(user).filter(claim__place=place).exclude(Exists(standing))
    drafts = Q(status=Status.DRAFT)
    found = others.aggregate(drafts=Count("pk", filter=drafts), gone=Count("pk", filter=~drafts))
    return [
        (found["drafts"], "not submitted"),
        (found["gone"], "withdrawn"),
    ]


def _tables(entries: Iterable[Entry]) -> list[Table]:
    def key(entry: Entry) -> tuple:
        return KindOfGain.values.index(entry.gain.kind), entry.prices

    return [
        Table(KindOfGain.labels[kind], prices, _groups(list(of_table)))
        for (kind, prices), of_table in groupby(sorted(entries, key=key), key)
    ]


def _groups(entries: list[Entry]) -> list[Group]:
    groups = [
        Group("Recurrent", [entry for entry in entries if entry.gain.is_recurrent]),
        Group("Non-recurrent", [entry for entry in entries if not entry.gain.is_recurrent]),
    ]
    return [group for group in groups if group.entries]


def _in_words(years: list[FinancialYear]) -> str:
    """`2010-11 to 2012-13`, or each year where one between them is left out."""
    first, last = years[0], years[-1]
    if len(years) > 1 and last.start - first.start == len(years) - 1:
        return f"{first} to {last}"
    return ", ".join(map(str, years))
