"""What should a person know of how a sheet of their own is read, and why can it not be read as they say?"""

from collections.abc import Iterator

from django.utils.text import get_text_list

from savings.imports.cells import is_blank
from savings.imports.column_letters import column_letters
from savings.imports.errors import RowError
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import AMOUNTS, Reading, Use, data_rows
from savings.imports.layouts.rows import Table
from savings.imports.layouts.slips import other_sign
from savings.imports.layouts.units import refused_units
from savings.imports.sheet import ragged
from savings.imports.workbook_cells import rounded_cells


def notes_of(reading: Reading, grid: Grid) -> list[str]:
    """Which columns are left out, and which cells are shown rounded."""
    left_out = [title for title in _left_out(reading, grid) if title]
    named = f"Columns left out: {get_text_list(left_out, 'and')}." if left_out else ""
    amounts = set(reading.used(*AMOUNTS))
    rounded = rounded_cells(
        (row, column, rounding)
        for (row, column), rounding in sorted(grid.roundings.items())
        if row > reading.last_title_row and column - 1 in amounts
    )
    return [*filter(None, [named]), *rounded]


def refused_of_all(reading: Reading, grid: Grid, table: Table) -> Iterator[RowError]:
    """Why the whole sheet cannot be read so: another unit, no title, something hidden, or no saving in it."""
    titles = reading.titles_of(grid)
    yield from refused_units(reading, grid, table)
    yield from _beyond_the_titles(reading, grid, titles)
    others = sum(one.has_other_sign for one in table.left_out)
    if others > len(table.rows):
        rows = "Most rows have" if table.rows else "Each row with amounts has"
        words = f"{rows} the sign of more spending, not of a saving. {other_sign(reading)}"
        yield RowError(None, None, "not_a_number", words)
    for row in grid.hidden_rows:
        if row > reading.last_title_row:
            words = f"Row {row} is hidden, perhaps by a filter, and holds values. Show it, or delete it."
            yield RowError(row, None, "hidden", words)
    for column in grid.hidden_columns:
        if column - 1 in reading.columns and reading.columns[column - 1].use != Use.LEFT_OUT:
            letters = column_letters(column - 1)
            words = f"Column {letters} is hidden and holds values. Show it, or leave it out."
            yield RowError(None, titles[column - 1] or letters, "hidden", words)
    if not table.rows and not table.errors and not others:
        words = "No row below the titles states a saving. Say again where the titles are, and which column is which."
        yield RowError(None, None, "empty", words)


def _left_out(reading: Reading, grid: Grid) -> Iterator[str]:
    for column, title in enumerate(reading.titles_of(grid)):
        if column not in reading.columns or reading.columns[column].use == Use.LEFT_OUT:
            yield title


def _beyond_the_titles(reading: Reading, grid: Grid, titles: list[str]) -> Iterator[RowError]:
    """In text a comma within an amount makes two cells of it, and moves all that follow."""
    used = [at for at, title in enumerate(titles) if title or at in reading.used(*Use.values[1:])]
    width = max(used, default=-1) + 1
    for row in data_rows(reading, grid) if grid.is_text else ():
        cells = grid.rows[row - 1]
        if not all(map(is_blank, cells[width:])):
            yield ragged(row, cells, width)
