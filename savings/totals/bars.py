"""How long is each part of a bar? Claims by hardness, or pounds by verdict: the numbers that a template's SVG needs.

Templates do no arithmetic. A bar's length says how much there is, in proportion to the longest bar beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from savings.claims.hardness import LABELS

WIDTH = 240  # Units of the drawing, not pixels: the style sheet says how wide it is on the page.


@dataclass(frozen=True)
class Segment:
    """So many claims, or pounds, of one filling: where its part of the bar begins, and how wide it is.

    `fill` is the number of the filling in the picture's legend: for claims by hardness, the hardness.
    """

    fill: int
    count: int | Decimal
    x: float
    width: float


def segments(counts: Sequence[int | Decimal], longest: int | Decimal) -> list[Segment]:
    """The parts of one bar in the order of their fillings; `longest` is the whole of the longest bar in the picture."""
    parts: list[Segment] = []
    done: int | Decimal = 0
    for fill, count in enumerate(counts):
        if count:
            parts.append(Segment(fill, count, _width(done, longest), _width(count, longest)))
        done += count
    return parts


def in_words(counts: Sequence[int]) -> str:
    """The same bar in words, for those who do not see it: `2 headline only, 1 by year`."""
    parts = [
        f"{count} {LABELS[hardness].lower()}" for hardness, count in enumerate(counts) if count
    ]
    return ", ".join(parts) or "no claims"


def _width(count: int | Decimal, longest: int | Decimal) -> float:
    return round(float(WIDTH * count / longest), 2)
