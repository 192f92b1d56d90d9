"""What is saved in a year against what would have been spent (R4), what is it net of its costs (R5), does it last (R6)?

The numbers are of docs/method/rules.md.
"""

from collections.abc import Iterable
from decimal import Decimal

from totalplace.financial_year import FinancialYear


def counterfactual(baseline: Decimal, *, index_from: Decimal, index_to: Decimal) -> Decimal:
    """What would have been spent (R4), where there is no approved plan: the baseline, in pounds, in the year's prices.

    `index_from` and `index_to` are the price index of the baseline's year and of this year, from one vintage; positive.
    """
    return baseline * index_to / index_from


def gross_saving(would_have_been: Decimal, actual: Decimal) -> Decimal:
    """Gross saving of a year (R4): what would have been spent less what was, in pounds, at equal service."""
    return would_have_been - actual


def net_saving(
    saving: Decimal | None,
    *,
    one_off_cost: Decimal | None,
    running_cost: Decimal | None,
    harm_to_others: Decimal | None = None,
) -> Decimal | None:
    """Net saving of one year (R5), in pounds; it may be negative, and is then shown so.

    A saving whose costs nobody stated has no net: a cost of zero is stated as 0. Harm to others counts
    where it is stated, because places are asked for it only where somebody else pays.
    """
    if saving is None or one_off_cost is None or running_cost is None:
        return None
    return saving - one_off_cost - running_cost - (harm_to_others or Decimal(0))


def stated_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those amounts that are stated; `None` where none is, because nothing said is not zero."""
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated, Decimal(0)) if stated else None


def is_ongoing(first: FinancialYear, last: FinancialYear | None = None) -> bool:
    """Whether a saving of the years `first` to `last` is ongoing (R6); with no last year stated, it is.

    It lasts at least two full financial years after the year in which it first accrues, or it is one-off.
    """
    return last is None or last.start >= first.start + 2
