"""What did the last final verdicts find of claims that have been revised since, and have none yet?

It stands beside the totals and the measures, and is in no sum: what was accepted then was accepted of an older version
(docs/method/review.md §4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from django.db.models import Count, F, QuerySet, Sum

from pilots.models import Place, User
from savings.access import all_visible_to, kept
from savings.delivery.outturn import said
from savings.models import AcceptedFigure, Version
from savings.models.choices import REVIEW_OPEN, Line, Verdict
from savings.review.earlier_verdict import whose_verdict_was_the_last
from savings.review.standing_reading import of_standing_reading
from totalplace.financial_year import FinancialYear

from .keys import Key


@dataclass(frozen=True)
class EarlierYear:
    """The savings of one year under one verdict: what was claimed in the older versions, and accepted of it."""

    year: FinancialYear
    verdict: str
    claims: int
    claimed: Decimal
    accepted: Decimal


@dataclass(frozen=True)
class EarlierSet:
    """The years of one kind of gain, state and price basis."""

    label: str
    years: list[EarlierYear]


@dataclass(frozen=True)
class EarlierVerdicts:
    """How many claims have such a verdict, by what it counts as; false where none has.

    `sets`: those with savings by year.
    """

    counts: list[tuple[str, int]]
    sets: list[EarlierSet]

    def __bool__(self) -> bool:
        return bool(self.counts)

    @property
    def claims(self) -> int:
        return sum(number for _, number in self.counts)

    @property
    def words(self) -> str:
        """`1 not supported on present evidence, 2 partly supported`."""
        return ", ".join(
            f"{number} {verdict[:1].lower()}{verdict[1:]}" for verdict, number in self.counts
        )


def earlier_verdicts(versions: QuerySet[Version], seen: QuerySet[Version]) -> EarlierVerdicts:
    """Of those of `versions`, which stand, that have no final verdict; the older versions are among `seen`.

    One query, and one more where there is any.
    """
    older = whose_verdict_was_the_last(versions, seen)
    return _verdicts(_counted(older), older)


def earlier_on_board(user: User, places: QuerySet[Place] | None) -> EarlierVerdicts:
    """The same of what `user` sees of `places`, or of all: of none that is made up."""
    return _verdicts(_counted_on_board(user, places), _on_board(user, places))


def _verdicts(rows: Iterable[tuple[str, int]], older: QuerySet[Version]) -> EarlierVerdicts:
    found = dict(rows)
    counts = [(verdict.label, found[verdict]) for verdict in Verdict if verdict in found]
    return EarlierVerdicts(counts, _sets(older) if counts else [])


def _counted(older: QuerySet[Version]) -> QuerySet:
    return older.order_by().values_list("counted_verdict").annotate(Count("pk"))


@kept
def _counted_on_board(user: User, places: QuerySet[Place] | None) -> QuerySet:
    return _counted(_on_board(user, places))


def _on_board(user: User, places: QuerySet[Place] | None) -> QuerySet[Version]:
    seen = all_visible_to(user)
    stands = seen.filter(status__in=REVIEW_OPEN).exclude(claim__place__kind=Place.Kind.PRACTICE)
    stands = stands if places is None else stands.filter(claim__place__in=places)
    return whose_verdict_was_the_last(stands, seen)


def _sets(older: QuerySet[Version]) -> list[EarlierSet]:
    rows = sorted(_rows(older), key=_in_order)
    return [
        EarlierSet(key.words, [_year(row) for row in of_set])
        for key, of_set in groupby(rows, key=_key)
    ]


def _rows(older: QuerySet[Version]) -> Iterable[dict]:
    accepted = AcceptedFigure.objects.filter(
        of_standing_reading(), reading__version__in=older.values("pk"), figure__line=Line.SAVING
    )
    rows = (
        accepted.values(
            kind=F("figure__kind_of_gain"),
            in_state=said("figure__"),
            basis=F("reading__version__price_basis"),
            base=F("reading__version__base_year"),
            in_year=F("figure__year"),
            verdict=F("counted_verdict"),
        )
        .annotate(
            claims=Count("reading__version", distinct=True),
            claimed=Sum("figure__amount"),
            accepted=Sum("amount"),
        )
        .order_by()
    )
    return cast(Iterable[dict[str, Any]], rows)


def _key(row: dict) -> Key:
    return Key(row["kind"], row["in_state"], row["basis"], row["base"])


def _in_order(row: dict) -> tuple:
    return _key(row).order, row["in_year"], Verdict.values.index(row["verdict"])


def _year(row: dict) -> EarlierYear:
    return EarlierYear(
        row["in_year"],
        Verdict(row["verdict"]).label,
        row["claims"],
        row["claimed"],
        row["accepted"],
    )
