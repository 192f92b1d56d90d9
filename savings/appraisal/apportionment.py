"""Whose pound is it? R16 who pays and who gains, R17 one pound counted once.

The numbers are of docs/method/rules.md.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, Decimal


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


def net_by_body(gains: Mapping[str, Decimal], costs: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What is left to each body (R16), in pounds: what it gains less what it pays; together, the net of the claim.

    A body that is in one of them only has no part in the other.
    """
    bodies = dict.fromkeys([*gains, *costs])
    return {body: gains.get(body, Decimal(0)) - costs.get(body, Decimal(0)) for body in bodies}


def unduplicated(claims: Iterable[Decimal], agreed_overlaps: Iterable[Decimal]) -> Decimal:
    """The sum of `claims` with each pound counted once (R17): less what is agreed to be in two of them, in pounds.

    Raises ValueError where more is taken out than the claims can share: the sum is never below the largest of them.
    """
    claims = list(claims)
    once = sum(claims, Decimal(0)) - sum(agreed_overlaps, Decimal(0))
    if once < max(claims, default=Decimal(0)):
        raise ValueError("The agreed overlaps are more than these claims can have in common.")
    return once
