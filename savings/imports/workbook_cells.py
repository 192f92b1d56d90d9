"""What does each cell of a sheet of a workbook hold? Whoever reads rows of it reads them here.

The library python-calamine reads the values; `SheetFacts` corrects what it cannot say. Both count
from the sheet's own first row and column, so a row number is the one the spreadsheet program shows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import chain, repeat

from python_calamine import CalamineError, CalamineSheet, load_workbook

from savings.imports.cells import Cell, is_blank
from savings.imports.column_letters import column_letters
from savings.imports.errors import BadCell
from savings.imports.office_zip import SAVE_AGAIN, refused, repacked
from savings.imports.sheet_facts import Merge, SheetFacts
from savings.imports.shown_amounts import Rounding, ShownOtherwise

MOST_NAMED = 10  # Cells in one note: more are counted.


def values_of_sheet(parts: Mapping[str, bytes], index: int) -> CalamineSheet:
    """The values of the sheet that is the `index`-th of its workbook."""
    try:
        return load_workbook(repacked(parts)).get_sheet_by_index(index)
    except (CalamineError, OSError, ValueError):
        raise refused(f"The file is damaged and cannot be opened. {SAVE_AGAIN}") from None


def rows_of_sheet(values: CalamineSheet, facts: SheetFacts) -> Iterator[tuple[int, list[Cell]]]:
    """Yield every row from 1, with a `BadCell` wherever the value cannot be used."""
    first_column = values.start[1] if values.start else 0
    margin = [""] * first_column
    # The library leaves out rows at the end that hold nothing but errors: they are added as blanks.
    cells_of_rows = chain(values.iter_rows(), repeat([]))
    for number, cells in zip(range(1, facts.last_row + 1), cells_of_rows, strict=False):
        yield number, _with_flaws(facts, number, margin + cells)


def with_merges(merges: Sequence[Merge], number: int, cells: list[Cell], width: int) -> list[Cell]:
    """The cells of a row, with a `BadCell` in each of its first `width` that is merged with others."""
    if not merges or all(map(is_blank, cells)):
        return cells
    for top, left, bottom, right in merges:
        if top <= number <= bottom:
            for index in range(left - 1, min(right, width)):
                cells[index] = _merged(top, left, bottom, right)
    return cells


def rounded_cells(roundings: Iterable[tuple[int, int, Rounding]]) -> list[str]:
    """One note that names the cells (row, column) whose format rounds what they hold: the first of them by name."""
    found = [f"{column_letters(column - 1)}{row} {rounding}" for row, column, rounding in roundings]
    if not found:
        return []
    more = len(found) - MOST_NAMED
    named = [*found[:MOST_NAMED], f"{more:,} more cells are shown rounded"][
        : MOST_NAMED + (more > 0)
    ]
    return [f"We take what a cell holds, not what its format rounds it to: {'; '.join(named)}."]


def _with_flaws(facts: SheetFacts, number: int, cells: list) -> list:
    for column, flaw in facts.flaws.get(number, {}).items():
        cells += [""] * (column - len(cells))
        is_date = isinstance(cells[column - 1], date | time | timedelta)
        if not (is_date and isinstance(flaw, ShownOtherwise)):
            cells[column - 1] = flaw
    return cells


def _merged(top: int, left: int, bottom: int, right: int) -> BadCell:
    cells = f"{column_letters(left - 1)}{top}:{column_letters(right - 1)}{bottom}"
    return BadCell(
        "merged",
        f"The cells {cells} are merged, so it is not clear which row or title the value belongs "
        "to. "
        "Unmerge them, and type the value in each cell.",
    )
