"""How is a share said in percent? Rounded once, half up; it never says all, or none, of what is not.

99.6% rounds to 100, and would say that nothing is missing: it is said as `over 99%`. What rounds to 0 and is not
none is `under 1%`. The rule is docs/method/rules.md §R1.
"""

from decimal import ROUND_HALF_UP, Decimal

WHOLE = Decimal(100)


def in_percent(number: Decimal, places: int = 0) -> str:
    """A number of percent, not rounded yet and not below zero, as `42%`, with so many decimals."""
    unit = Decimal(1).scaleb(-places)
    rounded = number.quantize(unit, ROUND_HALF_UP)
    if number < WHOLE == rounded:
        return f"over {WHOLE - unit}%"
    if not rounded and number:
        return f"under {unit}%"
    return f"{rounded}%"
