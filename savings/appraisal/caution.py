"""How far is a forecast believed? R11 corrects the number, R12 weighs whether it will happen.

They answer different doubts and are never multiplied together; neither takes the place of what was claimed. The
numbers are of docs/method/rules.md.
"""

from collections.abc import Iterable
from decimal import Decimal


def corrected_benefit(pounds: Decimal, percent: Decimal) -> Decimal:
    """A forecast benefit less `percent` of it for optimism (R11). An actual has no optimism left in it."""
    return pounds * (1 - percent / 100)


def corrected_cost(pounds: Decimal, percent: Decimal) -> Decimal:
    """A forecast cost and `percent` more for optimism (R11)."""
    return pounds * (1 + percent / 100)


def expected_value(weighted: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Pounds expected of what is not yet secured (R12): the sum of each value by its stage's weight in percent.

    It never flatters: a weight makes a gain smaller, and no loss. For internal briefing only, never published; always
    beside the sum without weights.
    """
    return sum((min(value, value * percent / 100) for value, percent in weighted), Decimal(0))
