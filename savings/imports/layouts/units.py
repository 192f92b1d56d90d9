"""In which unit do words beside amounts say that these are? By the rules of titles and headings everywhere."""

import re
from collections.abc import Iterable, Iterator

from savings.imports.errors import RowError
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import AMOUNTS, Reading, Unit, cell_name, words_in
from savings.imports.layouts.rows import Table
from savings.imports.title_units import says_only_a_unit
from totalplace.misread_numbers import says_other_money, says_thousands
from totalplace.refused_value import quoted

NO_UNIT_OF_OURS = "other"  # Pence, another currency, billions.
YEAR_IN_WORDS = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}\s*[-/\u2013]\s*(?:[0-9]{2}){1,2}(?![0-9])")
# "over £50,000" and "the £2 million programme" are amounts, and no unit of others.
_AMOUNT = re.compile(
    r"£?\s*[0-9][0-9,.]*(?<![.,])\s?(?:k|mn?|bn|thousand|million|billion)?\b", re.IGNORECASE
)
_THOUSANDS_AS_FIGURES = re.compile(r"(?<![0-9,.])['\u2019,]?(?:1,?)?000(?:['\u2019]?s)?(?![0-9])")
_BILLIONS = re.compile(r"\bbn\b|billions?", re.IGNORECASE)
_MILLIONS = re.compile(r"\b(?:m|mn|mln|mil|mio|millions?)\b", re.IGNORECASE)
_POUNDS = re.compile(r"\(£s?\)|\bpounds\b|\bin £s?(?=\W*$)", re.IGNORECASE)
# Far from amounts a lone letter is none: "Prepared by M Smith".
_OF_MONEY = re.compile(r"£|gbp|000|thousand|million|billion|pounds", re.IGNORECASE)


def unit_in(words: str) -> str:
    """The unit that words beside amounts say, by its number of pounds or NO_UNIT_OF_OURS; "" where they say none."""
    said = _without_amounts(words)
    if says_other_money(said) or _BILLIONS.search(said):
        return NO_UNIT_OF_OURS
    if says_thousands(said):
        return (Unit.MILLIONS if _MILLIONS.search(said) else Unit.THOUSANDS).value
    return Unit.POUNDS.value if _POUNDS.search(said) else ""


def units_above(reading: Reading, grid: Grid) -> set[str]:
    """The units that the titles and the words above them say."""
    said = {unit_in(title) for title in reading.titles_of(grid)}
    return (said | {unit for _, _, unit in _of_rows(reading, grid, _rows_above(reading))}) - {""}


def refused_units(reading: Reading, grid: Grid, table: Table) -> Iterator[RowError]:
    """Every word about a unit that is another than was said: in titles, above them, and in rows that are left out."""
    titles = reading.titles_of(grid)
    for column, title in enumerate(titles):
        if column in reading.used(*AMOUNTS) or says_only_a_unit(title):
            yield from _refused(reading, unit_in(title), title, f"The title {quoted(title)}")
    left_out = [one.number for one in table.left_out if not one.has_amounts]
    totals = [one.number for one in table.totals]
    for at, words, unit in _of_rows(reading, grid, [*_rows_above(reading), *left_out, *totals]):
        yield from _refused(reading, unit, None, f"{at}, {quoted(words)},")


def _rows_above(reading: Reading) -> range:
    return range(1, reading.first_title_row)


def _of_rows(reading: Reading, grid: Grid, rows: Iterable[int]) -> Iterator[tuple[str, str, str]]:
    """Each cell of the rows that says a unit, with what it says and that unit."""
    for row in rows:
        for column, cell in enumerate(grid.rows[row - 1]):
            words = words_in(cell) if isinstance(cell, str) else ""
            said = _without_amounts(words)
            is_of_money = _OF_MONEY.search(said) or says_other_money(said)
            unit = unit_in(words) if is_of_money or says_only_a_unit(words) else ""
            if unit:
                yield cell_name(row, column), words, unit


def _refused(reading: Reading, unit: str, title: str | None, where: str) -> Iterator[RowError]:
    if not unit or unit == reading.unit:
        return
    if unit == NO_UNIT_OF_OURS:
        words = f"{where} says another unit than pounds, thousands or millions of pounds. Write the amounts in pounds."
    else:
        words = (
            f"{where} says {Unit(unit).label}, and you said {Unit(reading.unit).label}. All amounts must be in one "
            "unit: change your answer, or correct the words in the file."
        )
    yield RowError(None, title, "unit", words)


def _without_amounts(words: str) -> str:
    """Without years and amounts, but with `000` and `x 1000`, which are a unit."""
    said = YEAR_IN_WORDS.sub(" ", words)
    return _AMOUNT.sub(
        lambda found: found[0] if _THOUSANDS_AS_FIGURES.search(found[0]) else " ", said
    )
