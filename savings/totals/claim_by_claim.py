"""What do the claims come to, added up one by one in Python from what their places state and their readers give?

No sum of the database goes into it, and no stored amount that is worked out: what is accepted is worked out anew by
the rules of `savings.review.accepted`. So it can be held against the sums that pages and files show.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, TypedDict

from django.db.models import OuterRef, QuerySet, Subquery

from pilots.models import Place
from savings.appraisal import NEEDED
from savings.delivery.abandonment import without_given_up
from savings.delivery.outturn import is_so_far, said_as
from savings.models import AcceptedFigure, Figure, Outcome, Version
from savings.models.choices import (
    STANDING,
    SUBMITTED_BY_THE_PLACE,
    Line,
    State,
    Status,
    UseCondition,
)
from savings.review.accepted import accepted_of
from savings.review.judged import Given, Judged
from savings.review.standing_reading import of_standing_reading

from . import held_equal as asked
from .held_equal import At, Sums
from .keys import Key

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    _Read = WithAnnotations[Figure, "_Given"]

_AT_A_TIME = 2_000
_ANSWERED = (
    asked.SAVINGS, asked.COSTS, asked.NET, asked.CLAIMED, asked.ACCEPTED, asked.ACCEPTED_COSTS, asked.ACCEPTED_NET,
    asked.SAVINGS_OPEN, asked.COSTS_OPEN, asked.ACCEPTED_OPEN, asked.OF_A_CLAIM, asked.ACCEPTED_OF_A_CLAIM,
)  # fmt: skip


class _Given(TypedDict):
    given: Decimal | None


def claim_by_claim(versions: QuerySet[Version]) -> Sums:
    """The sums of those of `versions` that stand: two queries, however many claims there are."""
    sums = Sums(*_ANSWERED)
    judged = _judged(versions)
    for version, figures in _by_version(versions):
        _Claim(version, figures, judged.get(version.pk, {})).add_to(sums)
    return sums


def _by_version(versions: QuerySet[Version]) -> "Iterator[tuple[Version, list[_Read]]]":
    """Each with its figures, which say what the standing reading gives of them (`given`)."""
    given = AcceptedFigure.objects.filter(of_standing_reading(), figure=OuterRef("pk"))
    standing = versions.filter(status__in=STANDING).exclude(claim__place__kind=Place.Kind.PRACTICE)
    figures = (
        Figure.objects.filter(version__in=standing.order_by().values("pk"))
        .select_related("version__claim", "version__abandonment")
        .annotate(given=Subquery(given.values("given")[:1]))
        .order_by("version")
    )
    found = figures.iterator(chunk_size=_AT_A_TIME)
    for _key, of_one in groupby(found, key=lambda figure: figure.version_id):
        of_version = list(of_one)
        version = of_version[0].version
        for figure in of_version:
            figure.version = version
        yield version, of_version


def _judged(versions: QuerySet[Version]) -> dict[int, dict[str, Judged]]:
    """By version, where its verdict is final: what its standing reading says of each state."""
    final = versions.filter(status=Status.FINAL).order_by().values("pk")
    outcomes = Outcome.objects.filter(of_standing_reading(), reading__version__in=final)
    found: dict[int, dict[str, Judged]] = defaultdict(dict)
    for version, state, verdict, becomes in outcomes.values_list(
        "reading__version", "state", "verdict", "becomes"
    ):
        found[version][state] = Judged(verdict, becomes)
    return found


class _Claim:
    """One version that stands, with its figures."""

    def __init__(self, version: Version, figures: "list[_Read]", judged: dict[str, Judged]):
        self.version, self.figures = version, figures
        given = {f.pk: Given(f.given) for f in figures if f.given is not None}
        self.accepted = {
            item.figure_id: item for item in accepted_of(figures, _as_told(judged, figures), given)
        }
        lines = defaultdict(set)
        for figure in figures:
            lines[_cell(figure)].add(figure.line)
        self.whole = {cell for cell, stated in lines.items() if stated.issuperset(NEEDED)}

    def add_to(self, sums: Sums) -> None:
        is_open = self.version.claim.use_condition != UseCondition.REVIEW_ONLY
        is_submitted = self.version.status in SUBMITTED_BY_THE_PLACE
        for figure in without_given_up(self.figures, self.version):
            self._add_claimed(sums, figure, is_open=is_open, is_submitted=is_submitted)
            if figure.pk in self.accepted:
                self._add_accepted(sums, figure, is_open=is_open and is_submitted)

    def _add_claimed(
        self, sums: Sums, figure: Figure, *, is_open: bool, is_submitted: bool
    ) -> None:
        item = self.accepted.get(figure.pk)
        at = self._at(figure, item.kind_of_gain if item else figure.kind_of_gain)
        is_saving, pounds = figure.line == Line.SAVING, figure.amount
        sums.add(asked.SAVINGS if is_saving else asked.COSTS, at, pounds)
        if is_open and is_submitted:
            sums.add(asked.SAVINGS_OPEN if is_saving else asked.COSTS_OPEN, at, pounds)
        if _cell(figure) in self.whole:
            sums.add(asked.NET, at, pounds if is_saving else -pounds)
        if is_saving:
            sums.add(asked.OF_A_CLAIM, (self.version.claim.reference,), pounds)
            if is_submitted:
                sums.add(asked.CLAIMED, self._at(figure, figure.kind_of_gain), pounds)

    def _add_accepted(self, sums: Sums, figure: Figure, *, is_open: bool) -> None:
        item = self.accepted[figure.pk]
        at, is_saving = self._at(figure, item.kind_of_gain), figure.line == Line.SAVING
        sums.add(asked.ACCEPTED if is_saving else asked.ACCEPTED_COSTS, at, item.amount)
        if _cell(figure) in self.whole:
            sums.add(asked.ACCEPTED_NET, at, item.amount if is_saving else -item.amount)
        if is_saving:
            reference = (self.version.claim.reference,)
            sums.add(asked.ACCEPTED_OF_A_CLAIM, reference, item.amount)
            if is_open:
                sums.add(asked.ACCEPTED_OPEN, at, item.amount)

    def _at(self, figure: Figure, kind: str) -> At:
        version = self.version
        key = Key(kind, said_as(figure), version.price_basis, version.base_year)
        return key.words, str(figure.year)


def _cell(figure: Figure) -> tuple:
    """By the kind as claimed: what joined another kind brings its own costs (docs/method/rules.md §R32)."""
    return figure.year, figure.state, figure.kind_of_gain


def _as_told(judged: dict[str, Judged], figures: Iterable[Figure]) -> dict[str, Judged]:
    """What was judged as an actual, before any was told to be so far, is the verdict on what is so far too."""
    is_older = State.FORECAST not in judged and State.ACTUAL in judged
    if is_older and any(is_so_far(figure) for figure in figures):
        return judged | {State.FORECAST: judged[State.ACTUAL]}
    return judged
