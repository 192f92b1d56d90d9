"""What does a claim say in each row of its figures, and what is that held against? Of a sheet or of a draft."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from savings.claims.year_amounts import Said
from totalplace.financial_year import FinancialYear

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Row:
    """What a claim says of one year, state, kind of gain and organisation; pounds by line, stated lines only.

    `stored` is what it says now, `standing` what the version that stands says: the version before. A row that is not
    `asked` about, because it is stored already, is only compared with. `number` is the row's in the sheet. `of` is the
    organisation's name, where the claim has several.
    """

    claim: str
    year: FinancialYear
    state: str
    kind: str
    organisation: int
    amounts: Amounts
    stored: Amounts = field(default_factory=dict)
    standing: Amounts = field(default_factory=dict)
    is_asked: bool = True
    number: int = 0
    of: str = ""

    def changed(self) -> Iterator[tuple[str, Decimal]]:
        """Each line and amount that is not stored so already."""
        for line, amount in self.amounts.items():
            if self.stored.get(line) != amount:
                yield line, amount


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What a claim's figures are held against.

    `headline` is its lowest and highest amount in pounds a year, above zero; the lowest is None where the headline
    is a total, which a year may be any part of; then `total` is what all its years should come to at least. `spent` is
    what the saving of a year is held against; in years that are not in it, that is the `baseline`. By what is `said`
    beside the figures the years are told from running totals.
    """

    place: int
    place_name: str
    headline: tuple[Decimal | None, Decimal] | None = None
    baseline: Decimal | None = None
    mapped_spend: Decimal | None = None
    total: Decimal | None = None
    spent: Mapping[FinancialYear, Decimal] = field(default_factory=dict)
    said: Said | None = None


class OtherSaving(NamedTuple):
    """A saving that another claim of the same place states."""

    claim: str
    place: int
    year: FinancialYear
    state: str
    kind: str
    amount: Decimal
