"""What does this cell mean? One small reader for each kind of value, used by every importer.

A cell is text, a number, true/false, a date, None or a `BadCell`. A reader returns the value or
raises a `ValueRefused` whose code is one of `errors.REASONS`; `read_into` turns that into a line of
the report.
"""

import math
import re
from collections.abc import Callable, Container, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TypeVar

from savings.imports.errors import BadCell, RowError
from totalplace.financial_year import FinancialYear, date_in_place_of_year, is_like_a_date
from totalplace.money import MoneyError, parse_cell, parse_pounds
from totalplace.refused_value import ValueRefused, quoted
from totalplace.seen_text import as_seen, folded
from totalplace.spreadsheet_text import unescape
from totalplace.visible_text import has_words

Cell = str | int | float | bool | date | time | timedelta | BadCell | None
Value = TypeVar("Value")

_SPREADSHEET_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_TOTAL = re.compile(
    r"(?:grand\s|overall\s|sub[-\s]?)?totals?(?:\s(?:for|of)\s.*)?\s*:?", re.IGNORECASE | re.DOTALL
)


class CellRefused(ValueRefused):
    """A cell whose text, choice or type is not what its column takes."""


def money(cell: Cell) -> Decimal:
    """Pounds, 0 to `MAX_POUNDS`, at most two decimals. A blank is refused as `missing`, never read as 0."""
    if cell.__class__ is str:
        return parse_pounds(cell)
    return parse_cell(_usable(cell))


def optional(read: Callable[[Cell], Value]) -> Callable[[Cell], Value | None]:
    """A reader of cells that may be blank, which gives None: what cannot be read may then be left out."""

    def read_or_blank(cell: Cell) -> Value | None:
        if cell == "" or is_blank(cell):
            return None
        try:
            return read(cell)
        except MoneyError as refused:
            raise MoneyError(refused.code, refused.message, refused.in_optional_cell) from None

    return read_or_blank


def plain_decimal(cell: Cell) -> Decimal:
    """A headline's number, which may be a percentage or a ratio: 12 digits and 3 decimals at most."""
    return parse_cell(_usable(cell), places=3)


def year(cell: Cell, also: Container[FinancialYear] = ()) -> FinancialYear:
    """A financial year, or one of `also`; a cell that holds a date is refused as `looks_like_date`."""
    if cell.__class__ is str:
        return FinancialYear.parse(cell, also)
    cell = _usable(cell)
    refuse_date(cell)
    return FinancialYear.parse(_as_text(cell), also)


def refuse_date(cell: Cell) -> None:
    """YearError if a day or month stands where a year should be, be it as text."""
    if isinstance(cell, date | time | timedelta) or (
        isinstance(cell, str) and is_like_a_date(cell)
    ):
        raise date_in_place_of_year(cell)


def text(cell: Cell, limit: int, *, required: bool = False) -> str:
    """Text without blanks at its ends and without the apostrophe an export put in front of a formula.

    `limit` counts characters. A number becomes its digits: 42, not 42.0. A blank is "" unless
    `required`.
    """
    read = unescape(_as_text(_usable(cell)).strip())
    if not has_words(read):
        read = ""
    if required and not read:
        raise CellRefused("missing", "This cell is left out. Type a value.")
    if len(read) > limit:
        raise CellRefused(
            "too_long",
            f"{quoted(read)} has {len(read):,} characters; the limit is {limit:,}. Shorten the text.",
        )
    if _SPREADSHEET_ERROR.fullmatch(read):
        raise CellRefused(
            "cell_error",
            f"{quoted(read)} is an error of the spreadsheet. Correct the formula, or type the value.",
        )
    return read


def reference(cell: Cell, limit: int) -> str:
    """The reference of a claim as it is seen, in capitals as all are, by the rules of `text`."""
    return text(as_seen(cell) if isinstance(cell, str) else cell, limit).upper()


def choice(
    cell: Cell,
    options: Mapping[str, str],
    words: Mapping[str, str] | None = None,
    once: Mapping[str, str] | None = None,
) -> str:
    """One of a closed list, by its code, its label or what a page calls it, in capitals or not.

    `options` maps code to label, `words` code to the words of the page, `once` to those that it had before: they are
    taken, and named to nobody. A blank gives "" (not stated).
    """
    typed = folded(_as_text(_usable(cell)))
    if not typed:
        return ""
    meant = [code for code in options if typed == code.casefold()] or [
        code
        for code, label in options.items()
        if typed in {folded(called.get(code, label)) for called in ({}, words or {}, once or {})}
    ]
    if not meant:
        listed = ", ".join(
            dict.fromkeys((words or {}).get(code, options[code]) for code in options)
        )
        raise CellRefused("type", f"{quoted(cell)} is not in the list. Type one of: {listed}.")
    if len(meant) > 1:
        listed = " or ".join(f"{quoted(code)} for {options[code]}" for code in meant)
        raise CellRefused("type", f"{quoted(cell)} has more than one meaning. Type {listed}.")
    return meant[0]


def is_total(cell: Cell) -> bool:
    """Whether a cell that should name a place or a claim says that its row is a total."""
    return isinstance(cell, str) and bool(_TOTAL.fullmatch(cell.strip()))


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in the cell. A formula or error that cannot be read is not a blank."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def read_into(
    errors: list[RowError],
    row: int,
    column: str,
    reader: Callable[[Cell], Value],
    cell: Cell,
) -> Value | None:
    """Return what `reader` makes of `cell`; if it refuses, note why in `errors` and return None."""
    try:
        return reader(cell)
    except ValueRefused as refused:
        value = "" if cell is None or isinstance(cell, BadCell) else str(cell)
        errors.append(RowError(row, column, refused.code, refused.in_sheet, value))
        return None


def _usable(cell: Cell) -> Cell:
    if isinstance(cell, BadCell):
        raise cell.with_traceback(None)  # One `BadCell` may stand in many cells of a sheet.
    return cell


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        raise CellRefused("type", f"{quoted(cell)} is true or false. Type the value as text.")
    if isinstance(cell, date | time | timedelta):
        raise CellRefused(
            "type",
            f"{quoted(cell)} is a date or time. The spreadsheet program may have changed what was "
            "typed. "
            "Set the cell’s format to Text and type the value again.",
        )
    # A program stores 42 as 42.0; a reference typed as a number keeps its digits and gains no ".0".
    if isinstance(cell, int | float) and math.isfinite(cell) and cell == cell // 1:
        return str(int(cell))
    return repr(cell)
