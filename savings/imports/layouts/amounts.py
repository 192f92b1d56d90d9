"""How many pounds does a cell of a place's own sheet say, in its unit and with its sign?"""

import re
from decimal import Decimal

from savings.imports.cells import Cell
from savings.imports.errors import BadCell
from savings.imports.layouts.reading import Reading, Sign, words_in
from savings.imports.title_units import says_only_a_unit
from totalplace.misread_numbers import too_large
from totalplace.money import MAX_POUNDS, MoneyError, parse_cell, parse_signed_cell, places_in

_NUMBER = re.compile(r"[£(\u2212-]*[0-9]+(?:\.[0-9]+)?\)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def saving_in_pounds(cell: Cell, reading: Reading) -> Decimal:
    """What a cell under a saving says: below zero where its sign is that of spending."""
    said = parse_signed_cell(_usable(cell), _places(reading))
    return _pounds(-said if reading.sign == Sign.NEGATIVE else said, cell, reading)


def cost_in_pounds(cell: Cell, reading: Reading) -> Decimal:
    """What a cell under a cost says, which is a plain number whatever the sign of savings."""
    return _pounds(parse_cell(_usable(cell), _places(reading)), cell, reading)


def is_amount(cell: Cell) -> bool:
    """Whether a cell holds a number that is no year, and no unit such as £000."""
    said = words_in(cell).replace(",", "")
    if _YEAR.fullmatch(said) or says_only_a_unit(said):
        return False
    return _NUMBER.fullmatch(said) is not None


def _usable(cell: Cell) -> Cell:
    if isinstance(cell, BadCell):
        raise cell.with_traceback(None)
    return cell


def _places(reading: Reading) -> int:
    return places_in(int(reading.unit))


def _pounds(said: Decimal, cell: Cell, reading: Reading) -> Decimal:
    pounds = said * int(reading.unit) + 0  # Without a minus before a zero.
    if abs(pounds) > MAX_POUNDS:
        raise MoneyError(*too_large(cell))
    return pounds
