"""What should a person know of how a sheet of their own is read, and why can it not be read as they say?"""

from collections.abc import Iterator

from django.utils.text import get_text_list

from savings.imports.errors import RowError
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import AMOUNTS, Reading, Unit, Use
from savings.imports.layouts.rows import Table
from savings.imports.layouts.suggestions import unit_in
from savings.imports.titles import column_letters
from savings.imports.workbook_cells import rounded_cells
from totalplace.refused_value import quoted


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
    """Why the whole sheet cannot be read so: another unit in a title, something hidden, or nothing that is a saving."""
    titles = reading.titles_of(grid)
    for column in reading.used(*AMOUNTS):
        said = unit_in(titles[column])
        if said and said != reading.unit:
            words = (
                f"The title {quoted(titles[column])} says {Unit(said).label}, and you said {Unit(reading.unit).label}. "
                "All amounts must be in one unit: change your answer, or leave the column out."
            )
            yield RowError(None, titles[column], "unit", words)
    for row in grid.hidden_rows:
        if row > reading.last_title_row:
            words = f"Row {row} is hidden, perhaps by a filter, and holds values. Show it, or delete it."
            yield RowError(row, None, "hidden", words)
    for column in grid.hidden_columns:
        if column - 1 in reading.columns and reading.columns[column - 1].use != Use.LEFT_OUT:
            letters = column_letters(column - 1)
            words = f"Column {letters} is hidden and holds values. Show it, or leave it out."
            yield RowError(None, titles[column - 1] or letters, "hidden", words)
    if not table.rows and not table.errors:
        words = "No row below the titles states a saving. Say again where the titles are, and which column is which."
        yield RowError(None, None, "empty", words)


def _left_out(reading: Reading, grid: Grid) -> Iterator[str]:
    for column, title in enumerate(reading.titles_of(grid)):
        if column not in reading.columns or reading.columns[column].use == Use.LEFT_OUT:
            yield title
