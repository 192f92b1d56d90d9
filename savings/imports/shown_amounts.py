"""Does what a cell shows read as the pounds that it holds? The one rule for XLSX, ODS and conditional formats.

Beside the digits a cell may show £ or GBP, marks between thousands, blanks and a minus, or brackets for one. What
shows anything else, or other digits, is refused. A format that only rounds is taken as what the cell holds, and named.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from savings.imports.errors import BadCell
from totalplace.misread_numbers import refusal_of
from totalplace.refused_value import quoted
from totalplace.seen_text import as_seen

_POUNDS = r"(?:£|GBP)"
_SIGNED = re.compile(
    rf"(?P<first>-?)\s*{_POUNDS}?\s*(?P<second>-?)\s*"
    r"(?P<whole>[0-9]{1,3}(?P<mark>[,\s])[0-9]{3}(?:(?P=mark)[0-9]{3})*|[0-9]*)(?P<part>\.[0-9]*)?"
    rf"\s*{_POUNDS}?\s*(?P<last>-?)"
)
_IN_BRACKETS = re.compile(rf"({_POUNDS}?)\s*\((.*)\)\s*({_POUNDS}?)")
_NO_DIGIT = re.compile(rf"{_POUNDS}?\s*-\s*{_POUNDS}?")
# What a sum of floats is off by, far below a penny.
_NOISE = Decimal("0.0005")
_HALF = Decimal("0.5")
_BEYOND = Decimal(10**15)


class ShownOtherwise(BadCell):
    """A number that is not shown as what the cell holds. Where a program takes the number for a date, it is a date."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """What a cell shows where its format rounds what it holds."""

    shown: str
    held: Decimal

    def __str__(self) -> str:
        shown = self.shown.strip().replace("-", "\u2212")
        return f"is shown as {quoted(shown)} and holds {in_full(self.held)}"


def rounding_or_flaw(shown: str, held: Decimal) -> Rounding | ShownOtherwise | None:
    """None where `shown` reads as the pounds `held`, to the last digit; else how it differs."""
    read = read_shown(shown)
    if read is None:
        return _not_as_shown(shown, held)
    pounds, places = read
    off = abs(pounds - held)
    if off <= _NOISE:
        return None
    if off > _HALF.scaleb(-places) + _NOISE:
        return _not_as_shown(shown, held, code="unit")
    return Rounding(shown, held)


def held_number(text: str) -> Decimal | None:
    """The number that a workbook says a cell holds; None for one beyond any amount, which is refused as that."""
    try:
        number = Decimal(text.strip())
    except ArithmeticError:
        raise ValueError(f"{text} is not a number.") from None
    return number if number.is_finite() and abs(number) < _BEYOND else None


def read_shown(shown: str) -> tuple[Decimal, int] | None:
    """The pounds that a text reads as, and the decimals that it shows; None where it shows anything else."""
    text = as_seen(shown).strip()
    bracketed = _IN_BRACKETS.fullmatch(text)
    if bracketed:
        text = f"-{bracketed[1]}{bracketed[2].strip()}{bracketed[3]}"
    if _NO_DIGIT.fullmatch(text) and not bracketed:
        return Decimal(0), 0  # As accounts write that there is nothing.
    match = _SIGNED.fullmatch(text)
    if not match or not re.search("[0-9]", text):
        return None
    signs = match["first"] + match["second"] + match["last"]
    if len(signs) > 1 or text.count("£") + text.count("GBP") > 1:
        return None
    part = (match["part"] or "").removeprefix(".")
    digits = re.sub(r"\D", "", match["whole"]) or "0"
    return Decimal(f"{signs}{digits}.{part or '0'}"), len(part)


def shown_by_format(code: str, held: Decimal) -> ShownOtherwise:
    """The refusal of a number whose format is none for amounts, such as that of a fraction or a date."""
    return ShownOtherwise(
        "type",
        f"The cell is formatted as {quoted(code)} and holds {in_full(held)}. Format it as a plain number, and type "
        "the amount in pounds, in full.",
    )


def shown_by_style(held: Decimal) -> ShownOtherwise:
    """The refusal of a number whose style adds something that is not said, or shows none."""
    return ShownOtherwise(
        "unit",
        f"The format of the cell shows something else than the {in_full(held)} that it holds. Format it as a plain "
        "number, and type the amount in pounds, in full.",
    )


def perhaps(flaw: BadCell) -> ShownOtherwise:
    """The same of a conditional format, which shows it only sometimes."""
    return ShownOtherwise(
        flaw.code, f"A conditional format can change what the cell shows. {flaw.message}"
    )


def in_full(number: Decimal) -> str:
    """A number as a cell holds it: `2,250.50`, `400,000`, `0.125`, with a minus sign below zero."""
    held = round(number, 9).normalize()
    places = -min(int(held.as_tuple().exponent), 0)
    return f"{held:,.{max(places, 2) if places else 0}f}".replace("-", "\u2212")


def _not_as_shown(shown: str, held: Decimal, code: str = "") -> ShownOtherwise:
    if not shown.strip():
        return ShownOtherwise(
            "missing",
            f"The cell shows nothing and holds {in_full(held)}. Format it as a plain number, so that the amount can "
            "be seen; if it is not known, empty the cell.",
        )
    code = code or refusal_of(as_seen(shown), places=2)[0]
    advice = (
        "Type the amount in pounds."
        if code == "currency"
        else "Format it as a plain number, and type the amount in pounds, in full."
    )
    return ShownOtherwise(
        code, f"The cell is shown as {quoted(shown.strip())} and holds {in_full(held)}. {advice}"
    )
