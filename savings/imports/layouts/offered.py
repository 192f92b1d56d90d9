"""What can a column of a place's own layout be, by its title and its cells, and which of that is offered first?

A column of words is no amount and has no year, so neither is asked of it: a list has few columns of money and many of
words. Where neither title nor cells tell, everything is offered.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from savings.imports.cells import Cell
from totalplace.financial_year import FinancialYear

from .amounts import is_amount
from .reading import AMOUNTS, ColumnUse, Use, words_in
from .suggestions import suggested_use, year_in


@dataclass(frozen=True)
class Offer:
    """What a column can be, in the order in which it is offered, and of which years; no year where no amount."""

    uses: list[Use]
    years: list[FinancialYear]


def offered(title: str, cells: Iterable[Cell], now: ColumnUse) -> Offer:
    """What is offered of a column with such a title above such cells, which is taken for `now` so far."""
    said = [cell for cell in cells if words_in(cell)]
    called = suggested_use(title).use
    reads_as_money = called in AMOUNTS or 2 * sum(map(is_amount, said)) > len(said)
    others = [use for use in Use if use not in AMOUNTS]
    if reads_as_money:
        return Offer([Use.LEFT_OUT, *AMOUNTS, *others[1:]], _years(title))
    if now.use in AMOUNTS or _may_be_money(called, said):
        return Offer([*others, *AMOUNTS], _years(title))
    return Offer(others, [])


def _may_be_money(called: str, said: list[Cell]) -> bool:
    """Whether nothing says that it is none: it is blank, or some cell has a number and the title is of no other use."""
    has_number = any(character.isdigit() for cell in said for character in words_in(cell))
    return not said or (has_number and called == Use.LEFT_OUT)


def _years(title: str) -> list[FinancialYear]:
    """The year that the title names, which no other can be; else each that can be entered."""
    named = year_in(title)
    return [named] if named else FinancialYear.entered()
