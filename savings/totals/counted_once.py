"""How much of a sum is the same money, stated in several claims? It counts once, in the claim that states most of it.

    once = Σ claims − Σ what is agreed to be in two of them (docs/method/rules.md §R17)

Only what a person has said to be the same, or unclear, is taken off; what a rule alone finds alike is named beside a
sum. Moneys hang together by the figures that state them: of three claims that all state one, one is left; of two that
share several, each is looked at by itself. Nothing is taken off across cells, which are parts of one total, nor where
one claim alone is in it: an amount of 0 is in none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from savings.doubts.overlaps import latest_answer
from savings.models.choices import COUNTED_ONCE, Line, Sameness

NONE = Decimal(0)
Money = tuple[int, int]  # An overlap and which part of it.


class Part(NamedTuple):
    """A figure in a sum that may be the same money as others of its overlap; `answer` is empty where nobody gave one.

    `part`: which money of the overlap it is. `is_whole`: its claim states the saving and both costs of the year, and so
    is in the net.
    """

    overlap: int
    part: int
    answer: str
    figure: int
    version: int
    key: tuple
    line: str
    amount: Decimal
    is_whole: bool

    @property
    def money(self) -> Money:
        return self.overlap, self.part

    @property
    def cell(self) -> tuple[tuple, str]:
        return self.key, self.line


@dataclass(frozen=True)
class Twice:
    """What of a sum is stated more than once, in pounds: of all savings and costs, and of those that are in its net."""

    saving: Decimal = NONE
    costs: Decimal = NONE
    saving_in_net: Decimal = NONE
    costs_in_net: Decimal = NONE

    def __bool__(self) -> bool:
        return bool(self.saving or self.costs)

    @property
    def net(self) -> Decimal:
        return self.saving_in_net - self.costs_in_net


@dataclass(frozen=True)
class StatedTwice:
    """`agreed`: what is taken off, since a person said so; `doubted`: savings that may be counted twice beside it."""

    agreed: Twice = Twice()
    doubted: Decimal = NONE


NO_OVERLAP = StatedTwice()


def less(pounds: Decimal | None, off: Decimal) -> Decimal | None:
    """A sum without what is taken off; None where there is none."""
    return None if pounds is None else pounds - off


def with_overlaps(rows: QuerySet, figure: str = "") -> QuerySet:
    """Those of `rows` that may be the same money as other figures: for each `overlap`, its `part` and the `answer`.

    `figure` is the path from a row to its figure, as `figure__`.
    """
    beside = rows.filter(**{f"{figure}overlaps__isnull": False})
    answer = Coalesce(latest_answer(f"{figure}overlaps__overlap__money"), Value(""))
    return beside.annotate(
        overlap=F(f"{figure}overlaps__overlap"), part=F(f"{figure}overlaps__part"), answer=answer
    )


def part_of(row: Mapping[str, Any], key: tuple, **names: str) -> Part:
    """A row of `with_overlaps` as a part of the sum `key`; `names` is how its figure, version and line are called."""
    return Part(
        row["overlap"],
        row["part"],
        row["answer"],
        row[names.get("figure", "pk")],
        row[names.get("version", "version")],
        key,
        row[names.get("line", "line")],
        row["amount"],
        row["has_saving"] and row["has_one_off_cost"] and row["has_running_cost"],
    )


def stated_twice(parts: Iterable[Part]) -> dict[tuple, StatedTwice]:
    """What is stated more than once of each sum (by its key) that has any of it."""
    doubted = [part for part in parts if part.answer != Sameness.SEPARATE]
    agreed = [part for part in doubted if part.answer in COUNTED_ONCE]
    off, in_net = _sums(agreed), _sums(part for part in agreed if part.is_whole)
    found = _sums(doubted)
    return {
        key: StatedTwice(Twice(*off[key], *in_net[key]), found[key].saving - off[key].saving)
        for key in found
    }


def taken_off(parts: Iterable[Part]) -> set[int]:
    """The figures (by their keys) that are not counted, because a larger claim in the same sum states their money."""
    agreed = [part for part in parts if part.answer in COUNTED_ONCE]
    return {part.figure for part in _off(agreed)}


class _Off(NamedTuple):
    saving: Decimal = NONE
    costs: Decimal = NONE


def _sums(parts: Iterable[Part]) -> dict[tuple, _Off]:
    """What is taken off each sum that has any of the parts."""
    parts = list(parts)
    sums: dict[tuple, _Off] = defaultdict(_Off, {part.key: _Off() for part in parts})
    for part in _off(parts):
        saving, costs = sums[part.key]
        is_saving = part.line == Line.SAVING
        sums[part.key] = (
            _Off(saving + part.amount, costs) if is_saving else _Off(saving, costs + part.amount)
        )
    return sums


def _off(parts: Iterable[Part]) -> list[Part]:
    """One part for each figure that is not counted: all of a money in its cell but those of the claim with most."""
    parts = [part for part in parts if part.amount]
    group_of = _groups(parts)
    cells: dict[tuple, dict[int, dict[int, Part]]] = defaultdict(lambda: defaultdict(dict))
    for part in parts:
        cells[group_of[part.money], part.cell][part.version][part.figure] = part
    left: list[Part] = []
    for claims in cells.values():
        # Of two that state as much the one that was begun first.
        most = max(claims, key=lambda version: (_amount(claims[version]), -version))
        left += [p for version, of in claims.items() if version != most for p in of.values()]
    return left


def _amount(parts: Mapping[int, Part]) -> Decimal:
    return sum((part.amount for part in parts.values()), NONE)


def _groups(parts: Iterable[Part]) -> dict[Money, Money]:
    """The moneys that hang together by a figure, each with one that stands for all of them."""
    stands_for: dict[Money, Money] = {}
    first_with: dict[int, Money] = {}

    def find(money: Money) -> Money:
        while stands_for.setdefault(money, money) != money:
            stands_for[money] = stands_for[stands_for[money]]
            money = stands_for[money]
        return money

    for part in parts:
        stands_for[find(part.money)] = find(first_with.setdefault(part.figure, part.money))
    return {money: find(money) for money in list(stands_for)}
