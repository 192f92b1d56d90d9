"""Which sums does each door give: board, places, *Your place*, measures, claims one by one, rows of figures.csv?

Each in its own way: the board and the places by sums of the database over what stands, *Your place* by one query for
all places, each apart, the measures by where each review has come, the claims one by one in Python, the file by its
cells. `savings.totals.held_equal` holds them equal.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from pilots.models import Place, User
from savings.access import Purpose, all_visible_to, measured_for
from savings.delivery.abandonment import given_up
from savings.measures.values import values_of
from savings.models import Figure
from savings.models.choices import STANDING, Line, Mark
from savings.review.accepted import finally_accepted
from savings.totals import held_equal as asked
from savings.totals.accepted_sums import AcceptedSum, accepted_of_place
from savings.totals.by_place import sums_by_place
from savings.totals.by_round import sums_on_days
from savings.totals.claim_by_claim import claim_by_claim
from savings.totals.held_equal import At, Sums
from savings.totals.keys import Key
from savings.totals.sums import Totals, totals_of
from savings.totals.years import Year
from totalplace.csv_export import BYTE_ORDER_MARK
from totalplace.financial_year import FinancialYear

from .files import FIGURES, Export

_STATED = asked.SAVINGS, asked.COSTS, asked.NET
_ACCEPTED = asked.ACCEPTED, asked.ACCEPTED_COSTS, asked.ACCEPTED_NET


def every_sum(user: User) -> dict[str, Sums]:
    """What each door tells `user`, who reads for review and has no tie to a place; the whole before its parts."""
    return {
        "the board": _board(user),
        "the measures": _measures(user),
        "the places together": _places(user),
        "each place’s own page": _own_pages(user),
        "the rounds, as of today": _rounds(user),
        "the database’s sum by claim": _by_claim(user),
        "the claims one by one": claim_by_claim(all_visible_to(user)),
        "figures.csv": _file(user),
    }


def _board(user: User) -> Sums:
    sums = Sums(*_STATED)
    _add_totals(sums, totals_of(user))
    return sums


def _places(user: User) -> Sums:
    sums = Sums(*_STATED, *_ACCEPTED)
    has_figures = Exists(Figure.objects.filter(version__claim__place=OuterRef("pk")))
    for place in Place.objects.filter(has_figures).exclude(kind=Place.Kind.PRACTICE):
        _add_totals(sums, totals_of(user, Place.objects.filter(pk=place.pk)))
        for total in accepted_of_place(user, place):
            for year, found in total.years:
                _add_accepted(sums, (total.label, str(year)), found)
    return sums


def _own_pages(user: User) -> Sums:
    """What the people of the places are told on *Your place*, where no verdict is a part of the key."""
    sums = Sums(*_STATED, *_ACCEPTED)
    versions = all_visible_to(user).exclude(claim__place__kind=Place.Kind.PRACTICE)
    for of_place in sums_by_place(versions, Figure.objects.all()).values():
        for total in of_place:
            for year in total.years:
                at = total.key.words, str(year.year)
                _add_year(sums, at, year.stated)
                _add_accepted(sums, at, year.accepted)
    return sums


def _rounds(user: User) -> Sums:
    """What the last row by round says: the sums as they stand today, told from the days of submission."""
    sums = Sums(asked.SAVINGS)
    versions = all_visible_to(user).exclude(claim__place__kind=Place.Kind.PRACTICE)
    today = timezone.localdate()
    for (_place, key, year), (pounds,) in sums_on_days(
        versions, Figure.objects.all(), [today]
    ).items():
        sums.add(asked.SAVINGS, (key.words, str(year)), pounds)
    return sums


def _measures(user: User) -> Sums:
    sums = Sums(asked.CLAIMED, *_ACCEPTED)
    for group in values_of(measured_for(user)):
        for year in group.years:
            at = group.label, str(year.year)
            sums.add(asked.CLAIMED, at, year.shares.claimed)
            _add_accepted(sums, at, year.accepted)
    return sums


def _by_claim(user: User) -> Sums:
    """Whoever reads a list of claims is told of each what it comes to."""
    sums = Sums(asked.OF_A_CLAIM, asked.ACCEPTED_OF_A_CLAIM)
    versions = all_visible_to(user).exclude(claim__place__kind=Place.Kind.PRACTICE).order_by()
    stated = Figure.objects.filter(
        ~given_up(), version__in=versions.filter(status__in=STANDING).values("pk"), line=Line.SAVING
    )
    for code, pounds in _grouped(stated, "version__claim__reference"):
        sums.add(asked.OF_A_CLAIM, (code,), pounds)
    accepted = finally_accepted(versions).filter(figure__line=Line.SAVING)
    for code, pounds in _grouped(accepted, "reading__version__claim__reference"):
        sums.add(asked.ACCEPTED_OF_A_CLAIM, (code,), pounds)
    return sums


def _grouped(rows: QuerySet, by: str) -> QuerySet:
    return rows.order_by().values_list(by).annotate(pounds=Sum("amount"))


def _add_totals(sums: Sums, found: Totals) -> None:
    for total in found.totals:
        for year in total.years:
            at = f"{total.kind}, {total.state.lower()}, {total.prices}", str(year.year)
            _add_year(sums, at, year)


def _add_year(sums: Sums, at: At, year: Year) -> None:
    sums.add(asked.SAVINGS, at, year.gross.pounds)
    sums.add(asked.COSTS, at, year.costs.pounds)
    sums.add(asked.NET, at, year.net.pounds)


def _add_accepted(sums: Sums, at: At, found: AcceptedSum) -> None:
    sums.add(asked.ACCEPTED, at, found.saving)
    sums.add(asked.ACCEPTED_COSTS, at, found.costs)
    sums.add(asked.ACCEPTED_NET, at, found.net)


def _file(user: User) -> Sums:
    sums = Sums(asked.SAVINGS_OPEN, asked.COSTS_OPEN, asked.ACCEPTED_OPEN)
    for row in _rows(Export(FIGURES, user, Purpose.REVIEW, timezone.localdate())):
        if row["counted_in_total"] != "yes":
            continue
        at = _at(row["accepted_kind_of_gain"] or row["kind_of_gain"], row)
        is_saving = row["line"] == Line.SAVING
        stated = Decimal(row["amount_gbp"])
        sums.add(asked.SAVINGS_OPEN if is_saving else asked.COSTS_OPEN, at, stated)
        if is_saving and row["accepted_gbp"]:
            sums.add(asked.ACCEPTED_OPEN, at, Decimal(row["accepted_gbp"]))
    return sums


def _rows(export: Export) -> Iterator[dict[str, str]]:
    """The rows of the file, as a spreadsheet reads it."""
    with closing(export.chunks()) as chunks:
        texts = (io.StringIO(chunk.decode("utf-8"), newline="") for chunk in chunks)
        lines = (line.removeprefix(BYTE_ORDER_MARK) for text in texts for line in text)
        yield from csv.DictReader(lines)


def _at(kind: str, row: dict[str, str]) -> At:
    base_year = FinancialYear(int(row["base_year"][:4])) if row["base_year"] else None
    said = Mark.SO_FAR if row["mark"] == Mark.SO_FAR else row["state"]
    return Key(kind, said, row["price_basis"], base_year).words, row["financial_year"]
