"""Which cells does a reference such as D3 or A2:B4 mean?"""

from functools import cache

from savings.imports.sheet_facts import Merge


def row_and_column(reference: str) -> tuple[int, int]:
    """Return D3 as (3, 4); ValueError if it is not a reference."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), _column(letters)


def area(reference: str) -> Merge:
    """Return A2:B4 as (2, 1, 4, 2), and a single cell as an area of one."""
    first, _, last = reference.partition(":")
    return (*row_and_column(first), *row_and_column(last or first))


@cache
def _column(letters: str) -> int:
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise ValueError(f"{letters} is not a column.")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
