"""How long is each part of a bar? Claims by hardness as a drawing: the numbers that the SVG of a template needs.

Templates do no arithmetic. A bar's length says how many claims there are, in proportion to the longest bar beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .hardness import LABELS

WIDTH = 240  # Units of the drawing, not pixels: the style sheet says how wide it is on the page.


@dataclass(frozen=True)
class Segment:
    """So many claims at one hardness: where its part of the bar begins, and how wide it is."""

    hardness: int
    count: int
    x: float
    width: float


def segments(counts: Sequence[int], longest: int) -> list[Segment]:
    """The parts of one bar, soft to hard; `counts` by hardness, `longest` the most claims of any bar in the picture."""
    parts, done = [], 0
    for hardness, count in enumerate(counts):
        if count:
            parts.append(Segment(hardness, count, _width(done, longest), _width(count, longest)))
        done += count
    return parts


def in_words(counts: Sequence[int]) -> str:
    """The same bar in words, for those who do not see it: `2 headline only, 1 by year`."""
    parts = [
        f"{count} {LABELS[hardness].lower()}" for hardness, count in enumerate(counts) if count
    ]
    return ", ".join(parts) or "no claims"


def _width(count: int, longest: int) -> float:
    return round(WIDTH * count / longest, 2)
