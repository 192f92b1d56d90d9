"""When are two amounts the same size? Within a pound, or a thousandth of the larger (docs/method/rules.md §R17)."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_POUND, _SHARE = Decimal(1), Decimal("0.001")
_PENNY = Decimal("0.01")


def near(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts are the same size."""
    return abs(one - other) <= max(_POUND, max(one, other) * _SHARE)


def reach(amount: Decimal) -> tuple[Decimal, Decimal]:
    """From where to where other amounts are `near` this one, to the penny above and below."""
    low = amount - max(_POUND, amount * _SHARE)
    high = max(amount + _POUND, amount / (1 - _SHARE))
    return low.quantize(_PENNY, ROUND_FLOOR), high.quantize(_PENNY, ROUND_CEILING)
