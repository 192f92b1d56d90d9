"""Which savings of two claims are so much alike that they may be the same money? Plain rows in, plain rows out.

Alike are amounts within a pound, or a thousandth of the larger, of the same organisation: in one year, as the sum of
several years, or as the sum of several organisations; between claims of one place under another organisation too. A
theme and a year alone are never a sign, and neither are the state and the kind of gain: the same pound may be planned
here and expected there, or claimed as cash by one and as time by another. The rule is docs/method/rules.md §R17.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import NamedTuple

from savings.claims.near_amounts import near, reach
from savings.models.choices import Line
from totalplace.financial_year import FinancialYear


class Stated(NamedTuple):
    """One figure of a claim. `key` tells it from every other, `body` is its organisation's."""

    key: int
    year: FinancialYear
    line: str
    state: str
    kind: str
    body: int
    amount: Decimal


@dataclass(frozen=True)
class Sum:
    """What a claim states in one figure or in several, added over years or over organisations, never over both."""

    figures: tuple[Stated, ...]

    @cached_property
    def amount(self) -> Decimal:
        return sum((figure.amount for figure in self.figures), Decimal(0))

    @cached_property
    def years(self) -> frozenset[FinancialYear]:
        return frozenset(figure.year for figure in self.figures)

    @cached_property
    def bodies(self) -> frozenset[int]:
        return frozenset(figure.body for figure in self.figures)

    @property
    def is_of_years(self) -> bool:
        return len(self.years) > 1


@dataclass(frozen=True)
class Match:
    """Two amounts that are alike, one of each claim."""

    ours: Sum
    theirs: Sum

    @property
    def figures(self) -> set[Stated]:
        return {*self.ours.figures, *self.theirs.figures}

    @property
    def is_of_one_body(self) -> bool:
        return bool(self.ours.bodies & self.theirs.bodies)

    @property
    def strength(self) -> tuple:
        """Sorts the most telling first: under the same organisation, and the fewer figures the better."""
        figures = len(self.ours.figures) + len(self.theirs.figures)
        return not self.is_of_one_body, figures, -self.ours.amount, min(self.ours.years)


def alike(ours: Sequence[Stated], theirs: Sequence[Stated], *, in_one_place: bool) -> list[Match]:
    """The savings of two claims that are alike, the most telling first; none of which all figures are told already.

    `in_one_place`: both are of one place.
    """
    pairs = _of_one_size(sums(ours), sums(theirs))
    found = [Match(*pair) for pair in pairs if _are_alike(*pair, in_one_place)]
    kept: list[Match] = []
    told: set[Stated] = set()
    for match in sorted(found, key=lambda match: match.strength):
        if not match.figures <= told:
            kept.append(match)
            told |= match.figures
    return kept


def moneys(
    ours: Sequence[Stated], theirs: Sequence[Stated], matches: Iterable[Match]
) -> list[set[Stated]]:
    """What may be the same money, each as the figures of both claims that state it: matches that share one are one.

    What both say that it costs goes along, as moneys of their own: a cost is alike in year, line and organisation.
    """
    savings = _joined(match.figures for match in matches)
    at = {(figure.year, figure.body) for money in savings for figure in money}
    costs = [
        [f for f in figures if f.line != Line.SAVING and f.amount and (f.year, f.body) in at]
        for figures in (ours, theirs)
    ]
    return savings + _joined({*pair} for pair in product(*costs) if _is_one_cost(*pair))


def _is_one_cost(one: Stated, other: Stated) -> bool:
    is_alike = (one.year, one.line, one.body) == (other.year, other.line, other.body)
    return is_alike and near(one.amount, other.amount)


def _joined(sets: Iterable[set[Stated]]) -> list[set[Stated]]:
    """Those that share a figure as one."""
    joined: list[set[Stated]] = []
    for each in sets:
        apart = [one for one in joined if one.isdisjoint(each)]
        joined = [*apart, each.union(*(one for one in joined if not one.isdisjoint(each)))]
    return joined


def sums(figures: Iterable[Stated]) -> list[Sum]:
    """Each saving of a claim, and the sums of each kind in one state: over years, and over organisations."""
    savings = [figure for figure in figures if figure.line == Line.SAVING and figure.amount]
    return [Sum((figure,)) for figure in savings] + [*_added(savings)]


def _added(savings: list[Stated]) -> Iterator[Sum]:
    groups: dict[tuple, list[Stated]] = defaultdict(list)
    for figure in savings:
        groups["years", figure.body, figure.state, figure.kind].append(figure)
        groups["bodies", figure.year, figure.state, figure.kind].append(figure)
    return (Sum(tuple(group)) for group in groups.values() if len(group) > 1)


def _of_one_size(ours: list[Sum], theirs: list[Sum]) -> Iterator[tuple[Sum, Sum]]:
    """The pairs whose amounts are near; sorted once, so that no sum is held against every other."""
    theirs = sorted(theirs, key=lambda one: one.amount)
    amounts = [one.amount for one in theirs]
    for one in ours:
        low, high = reach(one.amount)
        around = theirs[bisect_left(amounts, low) : bisect_right(amounts, high)]
        yield from ((one, other) for other in around if near(one.amount, other.amount))


def _are_alike(ours: Sum, theirs: Sum, in_one_place: bool) -> bool:
    is_of_one_body = bool(ours.bodies & theirs.bodies)
    if ours.is_of_years or theirs.is_of_years:
        # What comes to the same over other years is told by its organisation alone.
        return is_of_one_body and len(ours.bodies | theirs.bodies) == 1
    return ours.years == theirs.years and (is_of_one_body or in_one_place)
