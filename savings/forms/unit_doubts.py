"""Which amounts of a page may be in another unit than the others, and has the person said that they are right?

By the rules of every doubt, asked where the amounts are typed: once, and not of what the page was opened with.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from savings.doubts.draft_doubts import doubts_of
from savings.doubts.grounds import Ground
from savings.doubts.plausibility import EVERY_DIGIT, Doubt
from savings.models import Figure, Version

SURE = (
    "amounts_are_right"  # The name of the box that says so of what is asked, and of nothing else.
)


def asked_about(draft: Version, stored: Iterable[Figure], said: Iterable[Figure]) -> list[Doubt]:
    """The doubts about the unit of what is said, without those that its place has explained or had before."""
    found = _of_unit(draft, said)
    before = {doubt.words for doubt in _of_unit(draft, stored)} if found else set()
    return [doubt for doubt in found if doubt.words not in before]


def _of_unit(draft: Version, figures: Iterable[Figure]) -> list[Doubt]:
    return [d for d in doubts_of(draft, figures) if d.ground == Ground.UNIT and not d.because]


def words_of_doubt(doubt: Doubt) -> str:
    """What is asked beside boxes, which may be in another unit than pounds."""
    asked = doubt.words.removesuffix(EVERY_DIGIT).strip()
    return f"{asked} Correct it, or tick below that it is right."


def digest_of(doubts: Sequence[Doubt]) -> str:
    """By what it is known again that just this was asked."""
    return sha256("\n".join(sorted(doubt.words for doubt in doubts)).encode()).hexdigest()
