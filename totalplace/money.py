"""How is an amount of money read, kept and shown?

Pounds are `Decimal` in Python and whole pence in the database. People's text is read by one grammar
that must fit the whole text; what does not fit is refused with a reason, never trimmed until it
fits.

Read: `1234.5`, `£1,234.50`, `£ 1,234`, `1,234,567`, blanks at either end. Between thousands a
comma, or one of the blanks that spreadsheet programs put there themselves (no-break, narrow
no-break, thin), if every group has three digits. An ordinary blank is refused, because people also
type it between two numbers, and so is 000, which says thousands. Marks that nobody can see count for nothing.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import cast

from totalplace.misread_numbers import NO_MINUS, refusal_of, too_large
from totalplace.refused_value import ValueRefused, quoted
from totalplace.seen_text import as_seen

MAX_POUNDS = Decimal("999999999999.99")

_PENNY = Decimal("0.01")
_BILLION = 10**9
_MILLION = 10**6
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])

_GROUPED = r"[1-9][0-9]{0,2}(?P<mark>[,\u00a0\u202f\u2009])[0-9]{3}(?:(?P=mark)[0-9]{3}){0,2}"
_plain_pounds = re.compile(r"(?!000\Z)[0-9]{1,12}(?:\.[0-9]{1,2})?").fullmatch
_typed_number = re.compile(
    rf"\s*(?P<pound>£?)\s*(?!000\s*\Z)(?:[0-9]{{1,12}}|{_GROUPED})(?:\.(?P<decimals>[0-9]{{1,8}}))?\s*"
).fullmatch
_SIGNS = ("", "+", "-", "()")
_signed_number = cast(
    Callable[[str], re.Match[str]],
    re.compile(r"\s*£?\s*([-+(]?)\s*(.*?)\s*([-)]?)\s*", re.DOTALL).fullmatch,
)
# As accounts write that there is nothing: with the pound sign, or with the blanks that a format of Excel's puts there.
# A lone hyphen may as well say that it is not known.
_nothing_in_accounts = re.compile(r"\s*£\s*-\s*|\s-\s{2,}").fullmatch
_grouped_number = re.compile(rf"(?<![0-9.,]){_GROUPED}(?![0-9])")
_not_in_number = re.compile(r"[^0-9.]+")


class MoneyError(ValueRefused):
    """A value that is not read as an amount of money. `code` is one of `savings.imports.errors.REASONS`."""


def parse_pounds(text: str) -> Decimal:
    """Read an amount in pounds as typed by a person: 0 to MAX_POUNDS, at most two decimals, no sign.

    Raises MoneyError with a code and words that say what to type instead.
    """
    # One pattern and no call: importers read hundreds of thousands of these.
    if _plain_pounds(text):
        return Decimal(text)
    return _read(text, places=2, pound_sign=True)


def parse_decimal(text: str, places: int = 3) -> Decimal:
    """Read a number that may not be money: up to twelve digits and `places` (at most 8) decimals, no `£`."""
    return _read(text, places=places, pound_sign=False)


def places_in(unit: int) -> int:
    """How many decimals an amount has at most in a unit of so many pounds, to the penny: two, five, eight."""
    return len(str(unit)) + 1


def parse_in_unit(text: str, unit: int) -> Decimal:
    """Read an amount in pounds that is typed in a unit of so many: `1.2` in thousands is 1200.

    What says its own unit, such as `£1,200` or `1.2m`, is refused where the unit is not a pound: it may mean either.
    """
    if unit == 1:
        return parse_pounds(text)
    try:
        pounds = parse_decimal(text, places_in(unit)) * unit
    except MoneyError as refused:
        if refused.code == "unit" or "£" in text:
            raise MoneyError("unit", _says_its_unit(text, unit)) from None
        raise
    if pounds > MAX_POUNDS:
        raise MoneyError(*too_large(text.strip()))
    return pounds


def in_unit(pounds: Decimal, unit: int) -> str:
    """The same amount as it is typed in a unit of so many pounds: every digit, `1,234.5` for £1,234,500."""
    if unit == 1:
        return format_pounds(pounds).removeprefix("£")
    whole, _, part = f"{_EXACT.divide(pounds, unit):,f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def says_nothing(text: str) -> bool:
    """Whether a text is the hyphen by which accounts, and the programs they are kept in, show that an amount is 0."""
    return _nothing_in_accounts(as_seen(text)) is not None


def with_commas(words: str) -> str:
    """The words with a comma wherever another of the marks above stands between the thousands of a number."""
    return _grouped_number.sub(lambda number: number[0].replace(number["mark"], ","), words)


def parse_cell(value: object, places: int = 2) -> Decimal:
    """Read an amount from a spreadsheet cell: a number as the program stores it, or text.

    A program stores 1234.56 as 1234.5600000000002: noise that far down is dropped. 1234.567 is
    refused. Amounts have at most 14 digits, so every one of them survives in a float's 15.
    """
    if isinstance(value, str):
        return parse_pounds(value) if places == 2 else parse_decimal(value, places)
    if isinstance(value, bool):
        raise MoneyError(
            "type", f"{quoted(value)} is true or false, not a number. Type the amount."
        )
    if isinstance(value, date | datetime | time | timedelta):
        raise MoneyError(
            "looks_like_date",
            f"{quoted(value)} is a date or time, not an amount. "
            "Set the column’s format to Number and type the amount.",
        )
    if isinstance(value, int | float):
        return _read_number(value, places)
    return _read("" if value is None else str(value), places, pound_sign=True)


def parse_signed_cell(value: object, places: int = 2) -> Decimal:
    """The same with a sign: a minus before or after the number, brackets in place of one, or a plus."""
    if isinstance(value, str) and says_nothing(value):
        return Decimal(0)
    if isinstance(value, str):
        before, digits, after = _signed_number(as_seen(value)).groups()
        sign = before + after
        if sign not in _SIGNS or (sign and not digits):
            raise MoneyError(*refusal_of(value, places))
        number = _read(digits, places, pound_sign=True)
        return number if sign in ("", "+") else -number
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        return -parse_cell(-value, places)
    return parse_cell(value, places)


def to_pence(pounds: Decimal) -> int:
    """Return pounds as whole pence, exactly. MoneyError `too_precise` for a part of a penny."""
    try:
        pence = _EXACT.multiply(pounds, 100)
        whole = int(pence)
    except (ArithmeticError, ValueError):
        raise MoneyError("not_finite", f"{quoted(pounds)} is not an amount of money.") from None
    if whole != pence:
        raise MoneyError("too_precise", f"{quoted(pounds)} has a part of a penny. Round it first.")
    return whole


def from_pence(pence: int) -> Decimal:
    """Return pence as pounds, always with two decimals."""
    return _EXACT.scaleb(Decimal(pence), -2)


def format_pounds(pounds: Decimal) -> str:
    """Return `£1,234.50`, `£1,234` when whole, with a minus sign below zero. Never rounds: see `to_pence`."""
    pence = to_pence(pounds)
    whole, part = divmod(abs(pence), 100)
    pounds_text = f"{_sign(pence)}£{whole:,}"
    return f"{pounds_text}.{part:02}" if part else pounds_text


def format_pounds_short(pounds: Decimal) -> str:
    """Return `£7.3 billion` or `£40 million` where that is the exact amount, else the amount in full."""
    pence = to_pence(pounds)
    for size, name in ((_BILLION, "billion"), (_MILLION, "million")):
        tenths, rest = divmod(abs(pence), size * 10)
        if tenths >= 10 and not rest:
            amount = f"{tenths // 10:,}" + (f".{tenths % 10}" if tenths % 10 else "")
            return f"{_sign(pence)}£{amount} {name}"
    return format_pounds(pounds)


def _says_its_unit(text: str, unit: int) -> str:
    example = in_unit(Decimal(1_250_000), unit)
    return (
        f"{quoted(text.strip())} says a unit of its own, and this box has one already. Type the number alone, such as "
        f"{example} for £1,250,000."
    )


def _sign(pence: int) -> str:
    return "\u2212" if pence < 0 else ""


def _read(text: str, places: int, *, pound_sign: bool) -> Decimal:
    text = as_seen(text)
    if says_nothing(text) and pound_sign:
        return Decimal(0)
    match = _typed_number(text)
    fits = match and len(match["decimals"] or "") <= places and (pound_sign or not match["pound"])
    if fits:
        return Decimal(_not_in_number.sub("", text))
    if match and match["pound"] and not pound_sign:
        raise MoneyError(
            "not_a_number", f"{quoted(text.strip())} has a pound sign. Type only the number."
        )
    raise MoneyError(*refusal_of(text, places))


def _read_number(value: float, places: int) -> Decimal:
    if isinstance(value, float) and not math.isfinite(value):
        raise MoneyError("not_finite", f"{quoted(value)} is not an amount. Type a number.")
    if abs(value) >= MAX_POUNDS + _PENNY:
        raise MoneyError(*too_large(value))
    nearest = f"{value:.{places}f}"
    if abs(value - float(nearest)) > _noise(value):
        kept = {2: "two", 3: "three"}.get(places, places)
        raise MoneyError(
            "too_precise",
            f"{quoted(value)} has more than {kept} decimal places. Round it, and type it again. "
            "A formula can be rounded with ROUND().",
        )
    if float(nearest) < 0:
        raise MoneyError("not_a_number", f"{quoted(value)} has a minus. {NO_MINUS}")
    return Decimal(nearest.lstrip("-"))


def _noise(value: float) -> float:
    """How far off the float of an exact amount may be after a column of sums: never a tenth of a penny."""
    return min(0.0004, max(1e-9, 64 * math.ulp(value)))
