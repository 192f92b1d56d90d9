"""Which cell is it, and what to type there, where a row of a place's own sheet states a saving but for one slip?

And what to choose, where it was the list as a whole that was read with the wrong sign.
"""

from collections.abc import Iterable, Iterator

from savings.imports.column_letters import column_letters
from savings.imports.errors import RowError
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import Reading, Sign, Use, cell_name, words_in


def sign_slips(
    reading: Reading, grid: Grid, number: int, columns: Iterable[int]
) -> Iterator[RowError]:
    """The `columns` with the sign of spending beside savings: that is a slip, or meant, and only its sender can say."""
    has, others = ("no minus", "do") if reading.sign == Sign.NEGATIVE else ("a minus", "do not")
    for column in columns:
        words = (
            f"{cell_name(number, column)} has {has}, and other savings of the row {others}, so it says more "
            "spending. Type it with the sign of the others; if nothing is saved in that year, type 0."
        )
        yield error_at(reading, grid, number, column, "not_a_number", words)


def other_sign(reading: Reading) -> str:
    """What to do where amounts have the sign of more spending because the list was read with the wrong one."""
    other = Sign.POSITIVE if reading.sign == Sign.NEGATIVE else Sign.NEGATIVE
    return (
        "If your list shows its savings so, change how it is read: under “How does the sheet show a saving?” choose "
        f"“{other.label}”."
    )


def no_words(reading: Reading, grid: Grid, number: int) -> RowError:
    """The row has amounts, and does not say what changes."""
    column = reading.used(Use.WHAT_CHANGES)[0]
    words = (
        f"{cell_name(number, column)} is blank, and the row has amounts. Type what changes; if the row adds up "
        "others, type Total."
    )
    return error_at(reading, grid, number, column, "missing", words)


def error_at(
    reading: Reading, grid: Grid, number: int, column: int | None, code: str, words: str
) -> RowError:
    """What is wrong in one cell: its title, its letters and what stands in it; of None, in the whole row."""
    if column is None:
        return RowError(number, None, code, words)
    title = reading.titles_of(grid)[column] or None
    value = words_in(grid.cell(number, column))
    return RowError(number, title, code, words, value, column_letters(column))
