"""Which amounts of a page may be in another unit than the others, and has the person said that they are right?

By the rules of every doubt, asked where the amounts are typed: once, and not of what the page was opened with.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha256

from savings.doubts.claim_rows import Row
from savings.doubts.draft_doubts import doubts_of
from savings.doubts.grounds import Ground
from savings.doubts.plausibility import EVERY_DIGIT, Doubt, said_of
from savings.doubts.plausibility_facts import with_names
from savings.doubts.reasons import row_of, row_of_doubt
from savings.forms.box_units import SIGNS
from savings.imports.layouts.reading import Unit
from savings.models import Figure, Version

LARGE = Decimal(10**9)  # Pounds. More than most places spend in a year.
SURE = (
    "amounts_are_right"  # The name of the box that says so of what is asked, and of nothing else.
)


def asked_about(
    draft: Version, stored: Sequence[Figure], said: Sequence[Figure], unit: Unit
) -> list[Doubt]:
    """The doubts about the unit of what is said, without those that its place has explained or had before.

    `unit`: that of the boxes. In thousands or millions an amount of a billion may be pounds, whatever stands beside it.
    """
    found = _of_unit(draft, said)
    before = {_about(doubt) for doubt in _of_unit(draft, stored)} if found else set()
    doubts = [doubt for doubt in found if _about(doubt) not in before]
    known = {(row_of_doubt(doubt), doubt.line) for doubt in doubts}
    known |= {(row_of(figure), figure.line) for figure in said if _stands(figure, stored)}
    large = _large(draft, said, unit) if unit != Unit.POUNDS else []
    return doubts + [doubt for doubt in large if (row_of_doubt(doubt), doubt.line) not in known]


def _about(doubt: Doubt) -> tuple:
    return row_of_doubt(doubt), doubt.line, doubt.amount


def _stands(figure: Figure, stored: Iterable[Figure]) -> bool:
    about = row_of(figure), figure.line, figure.amount
    return any((row_of(each), each.line, each.amount) == about for each in stored)


def _large(draft: Version, said: Sequence[Figure], unit: Unit) -> Iterator[Doubt]:
    reference = draft.claim.reference
    rows = [Row(reference, *row_of(figure), {figure.line: figure.amount}) for figure in said]
    for row in with_names(rows) if any(figure.amount >= LARGE for figure in said) else ():
        for line in (line for line, amount in row.amounts.items() if amount >= LARGE):
            what = f"is £1 billion or more, and the boxes are in {SIGNS[unit]}."
            yield Doubt(Ground.UNIT, row, line, f"{said_of(row, line)} {what}")


def _of_unit(draft: Version, figures: Iterable[Figure]) -> list[Doubt]:
    return [d for d in doubts_of(draft, figures) if d.ground == Ground.UNIT and not d.because]


def words_of_doubt(doubt: Doubt) -> str:
    """What is asked beside boxes, which may be in another unit than pounds."""
    asked = doubt.words.removesuffix(EVERY_DIGIT).strip()
    return f"{asked} Correct it, or tick below that it is right."


def digest_of(doubts: Sequence[Doubt]) -> str:
    """By what it is known again that just this was asked."""
    return sha256("\n".join(sorted(doubt.words for doubt in doubts)).encode()).hexdigest()
