"""What may be added to what, and what is left out? Sums in SQL, each with its key and its coverage.

A total has a key: kind of gain, measure, price basis and base year, state, verdict set, year. Nothing is
added across any part of it, and what is actual so far to no outturn. Only versions that stand are in a total: no
draft, nothing withdrawn, nothing superseded, nothing of the practice place; and no forecast of a saving that was given
up. A net is of those claims only that state the saving and both costs of the year; what the others state is named
beside it (docs/method/rules.md §R25). What may be the same money in two claims is named beside a total, and what a
person has said of it makes another, in which it counts once (`counted_once`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from pilots.models import Place, User
from savings.access import all_visible_to, kept
from savings.appraisal import COSTS
from savings.claims.cells import BESIDE, WHOLE, stated_beside
from savings.delivery.abandonment import given_up
from savings.delivery.outturn import SAID, said
from savings.models import Figure, Version
from savings.models.choices import (
    COUNTED_ELSEWHERE,
    STANDING,
    KindOfGain,
    Line,
    Verdict,
)
from savings.review.figure_verdicts import (
    NOT_REVIEWED,
    counted_figure_verdict,
    counted_kind_of_gain,
)
from totalplace.financial_year import FinancialYear

from .counted_once import (
    NO_OVERLAP,
    StatedTwice,
    part_of,
    stated_twice,
    taken_off,
    with_overlaps,
)
from .keys import prices_in_words
from .years import Year, empty_year, with_stated_twice, year_of

KEY_FIELDS = ("kind", "said", "version__price_basis", "version__base_year")
SET_FIELDS = (*KEY_FIELDS, "verdict")


@dataclass(frozen=True)
class Total:
    """Sums whose keys differ by year and measure only; `elsewhere` claims have figures, but none of this key."""

    kind: str
    state: str
    prices: str
    verdict: str
    years: list[Year]
    claims: int
    places: int
    elsewhere: int

    @property
    def label(self) -> str:
        return _label(self.kind, self.state, self.prices, self.verdict)


@dataclass(frozen=True)
class StatedAgain:
    """Savings of one key and year that stand, or may stand, in more than one claim."""

    label: str
    year: FinancialYear
    stated: StatedTwice


@dataclass(frozen=True)
class Totals:
    """All totals a person may see, and the claims that are in none of them because they have no figures by year."""

    totals: list[Total]
    claims: int
    headline_only: int


def totals_of(user: User, places: QuerySet[Place] | None = None) -> Totals:
    """The totals of the claims that `user` may see: of `places`, or of all."""
    by_place = _claims(user, places)
    claims = sum(row["claims"] for row in by_place)
    with_figures = sum(row["with_figures"] for row in by_place)
    members = {_key(row): row for row in _members(user, places)}
    without = _without_what_is_counted_elsewhere(user, places)
    twice = _stated_twice(user, places)
    totals = [
        _total(key, list(years), members[key], with_figures, without, twice)
        for key, years in groupby(_years(user, places), key=_key)
    ]
    return Totals(sorted(totals, key=_in_order), claims, claims - with_figures)


def stated_again(user: User, places: QuerySet[Place]) -> list[StatedAgain]:
    """What of the totals of `places` is stated in more than one claim: one query."""
    found = _stated_twice(user, places)
    return [
        StatedAgain(_label(*_parts_of(key)), year, stated)
        for (*key, year), stated in sorted(found.items(), key=lambda each: str(each[0]))
        if stated.agreed or stated.doubted
    ]


def _versions(user: User, places: QuerySet[Place] | None) -> QuerySet[Version]:
    versions = all_visible_to(user).filter(status__in=STANDING)
    versions = versions.exclude(claim__place__kind=Place.Kind.PRACTICE)
    return versions if places is None else versions.filter(claim__place__in=places)


def _figures(user: User, places: QuerySet[Place] | None) -> QuerySet[Figure]:
    return with_set(Figure.objects.filter(~given_up(), version__in=_versions(user, places)))


def with_set(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    """Figures of frozen versions, with the parts of their key that are no field of theirs."""
    return figures.annotate(
        said=said(is_frozen=True), verdict=counted_figure_verdict(), kind=counted_kind_of_gain()
    )


@kept
def _claims(user: User, places: QuerySet[Place] | None) -> QuerySet:
    """By place: how many claims there are, and how many of them have figures."""
    has_figures = Exists(Figure.objects.filter(~given_up(), version=OuterRef("pk")))
    by_place = _versions(user, places).order_by().values("claim__place")
    return by_place.annotate(claims=Count("pk"), with_figures=Count("pk", filter=Q(has_figures)))


@kept
def _years(
    user: User, places: QuerySet[Place] | None, is_elsewhere: bool | None = None
) -> QuerySet:
    """The rows of the totals; `is_elsewhere`: of what is counted elsewhere too, or of all but that."""
    figures, elsewhere = _figures(user, places), Q(version__also_counted_in__in=COUNTED_ELSEWHERE)
    if is_elsewhere is not None:
        figures = figures.filter(elsewhere if is_elsewhere else ~elsewhere)
    return summed(figures, *SET_FIELDS)


def summed(figures: QuerySet[Figure], *by: str) -> QuerySet:
    """The rows that `year_of` takes: sums of `figures` (of `with_set`) by the fields `by`, and year."""
    saving, costs = Q(line=Line.SAVING), Q(line__in=COSTS)
    return (
        figures.annotate(**stated_beside())
        .values(*by, "year")
        .annotate(
            gross=Sum("amount", filter=saving),
            costs=Sum("amount", filter=costs),
            net_gross=Sum("amount", filter=saving & WHOLE),
            net_costs=Sum("amount", filter=costs & WHOLE),
            **_numbers("gross", saving),
            **_numbers("costs", costs),
            **_numbers("net", WHOLE),
            left_claims=Count("version", distinct=True, filter=~WHOLE),
            left_saving=Sum("amount", filter=saving & ~WHOLE),
            left_costs=Sum("amount", filter=costs & ~WHOLE),
        )
        .order_by(*by, "year")
    )


def _without_what_is_counted_elsewhere(
    user: User, places: QuerySet[Place] | None
) -> dict[tuple, Year]:
    """The years of the totals that hold something that is counted elsewhere too, by key and year: without it."""
    is_in = {(*_key(row), row["year"]) for row in _years(user, places, True)}
    if not is_in:
        return {}
    rest = {(*_key(row), row["year"]): year_of(row) for row in _years(user, places, False)}
    return {key: rest.get(key, empty_year(key[-1])) for key in is_in}


def _stated_twice(user: User, places: QuerySet[Place] | None) -> dict[tuple, StatedTwice]:
    """What is stated in more than one claim of each total, by key and year."""
    rows = _overlapping(user, places)
    return stated_twice(part_of(row, (*_key(row), row["year"])) for row in rows)


def counted_before(figures: QuerySet[Figure]) -> set[int]:
    """Those of `figures` (by their keys) that a person says are money which a larger claim among them states.

    The figures are what a total may be made of: without these, the same money counts once in it, whatever was found of
    the claims that state it.
    """
    rows = _beside_each_other(with_set(figures))
    return taken_off(
        part_of(row, tuple(row[name] for name in (*KEY_FIELDS, "year"))) for row in rows
    )


@kept
def _overlapping(user: User, places: QuerySet[Place] | None) -> QuerySet:
    return _beside_each_other(_figures(user, places))


def _beside_each_other(figures: QuerySet[Figure]) -> QuerySet:
    """The rows that `part_of` takes."""
    stated = with_overlaps(figures.annotate(**stated_beside()))
    return stated.values(
        "pk", "version", "overlap", "part", "answer", "line", "amount", "year", *SET_FIELDS, *BESIDE
    )


def _numbers(measure: str, condition: Q) -> dict[str, Count]:
    return {
        f"{measure}_claims": Count("version", distinct=True, filter=condition),
        f"{measure}_places": Count("version__claim__place", distinct=True, filter=condition),
    }


@kept
def _members(user: User, places: QuerySet[Place] | None) -> QuerySet:
    # A claim of several years is one claim of the set, so the years' numbers cannot be added.
    return (
        _figures(user, places)
        .values(*SET_FIELDS)
        .annotate(
            claims=Count("version", distinct=True),
            places=Count("version__claim__place", distinct=True),
        )
        .order_by(*SET_FIELDS)
    )


def _key(row: dict) -> tuple:
    return tuple(row[name] for name in SET_FIELDS)


def _total(
    key: tuple,
    years: list[dict],
    members: dict,
    with_figures: int,
    without: Mapping[tuple, Year],
    twice: Mapping[tuple, StatedTwice],
) -> Total:
    return Total(
        *_parts_of(key),
        years=[
            replace(
                with_stated_twice(year_of(row), twice.get((*key, row["year"]), NO_OVERLAP)),
                without=without.get((*key, row["year"])),
            )
            for row in years
        ],
        claims=members["claims"],
        places=members["places"],
        elsewhere=with_figures - members["claims"],
    )


def _parts_of(key: Iterable) -> tuple[str, str, str, str]:
    """The parts of a key in words: kind of gain, state, prices and verdict."""
    kind, said_as, basis, base_year, verdict = key
    return (
        KindOfGain(kind).label,
        SAID[said_as],
        prices_in_words(basis, base_year),
        Verdict(verdict).label if verdict else NOT_REVIEWED,
    )


def _label(kind: str, state: str, prices: str, verdict: str) -> str:
    return f"{kind}, {state.lower()}, {prices}, {verdict[:1].lower()}{verdict[1:]}"


def _in_order(total: Total) -> tuple:
    return (
        KindOfGain.labels.index(total.kind),
        list(SAID.values()).index(total.state),
        total.prices,
        total.verdict,
    )
