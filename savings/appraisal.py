"""How is a saving worked out from what is spent and what would have been? Pure: no Django, no database, no clock.

Amounts are `Decimal` pounds, never rounded here; `None` is *not stated*, which is not nought. The rules
are numbered as in the method note: R4 gross, R5 net.
"""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal


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

    A saving whose costs nobody stated has no net: a cost of nought is stated as 0. Harm to others counts
    where it is stated, because places are asked for it only where somebody else pays.
    """
    if saving is None or one_off_cost is None or running_cost is None:
        return None
    return saving - one_off_cost - running_cost - (harm_to_others or Decimal(0))


def stated_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those amounts that are stated; `None` where none is, because nothing said is not nought."""
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated, Decimal(0)) if stated else None


def split_by_shares(amount: Decimal, percents: list[Decimal]) -> list[Decimal]:
    """`amount` in whole pence by percentages that total 100 (R16); the odd pennies go to the first.

    Raises ValueError where the percentages do not total exactly 100.
    """
    if sum(percents) != 100:
        raise ValueError(f"Shares add to {sum(percents)}; they must add to 100.")
    others = [
        (amount * percent / 100).quantize(Decimal("0.01"), ROUND_DOWN) for percent in percents[1:]
    ]
    return [amount - sum(others, Decimal(0)), *others]
