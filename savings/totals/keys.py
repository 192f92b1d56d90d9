"""By what is a sum known, in which words, and in which order do sums stand? Nothing is added across any part of it.

Beside this key a sum has its measure, its year and, where it is by verdict, the verdict (docs/method/rules.md §R18).
"""

from decimal import Decimal
from typing import NamedTuple

from savings.delivery.outturn import SAID
from savings.models.choices import KindOfGain, PriceBasis
from totalplace.financial_year import FinancialYear


class Key(NamedTuple):
    """Kind of gain, what its figures are said to be (a key of `SAID`), and the prices that they are in."""

    kind: str
    said: str
    basis: str
    base_year: FinancialYear | None

    @property
    def words(self) -> str:
        """`Cashable, actual so far, cash prices`."""
        prices = prices_in_words(self.basis, self.base_year)
        return f"{KindOfGain(self.kind).label}, {SAID[self.said].lower()}, {prices}"

    @property
    def order(self) -> tuple[int, int, str, str]:
        kind, said = KindOfGain.values.index(self.kind), list(SAID).index(self.said)
        return kind, said, self.basis, str(self.base_year or "")


def difference(saving: Decimal | None, costs: Decimal | None) -> Decimal | None:
    """The net of a sum; None where there is neither. One without the other stands under two kinds of gain."""
    if saving is None and costs is None:
        return None
    return (saving or Decimal(0)) - (costs or Decimal(0))


def prices_in_words(basis: str, base_year: FinancialYear | None) -> str:
    """A price basis as it stands in a heading: `cash prices`, `real terms, 2009-10 prices`."""
    if basis == PriceBasis.REAL:
        return f"real terms, {base_year or 'base year not stated'} prices"
    return "prices not stated" if basis == PriceBasis.NOT_STATED else "cash prices"
