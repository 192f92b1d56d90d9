"""Which tables does a file hold, whatever its layout, and which cells? By the same readers as our own sheets."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from savings.imports.cells import Cell, is_blank
from savings.imports.control_characters import without_controls
from savings.imports.csv_sheet import (
    DELIMITERS,
    broken_quotes,
    delimiter_said,
    encoding_of_file,
)
from savings.imports.errors import ImportRefused, RowError
from savings.imports.ods_facts import ods_facts
from savings.imports.office_zip import xml_parts
from savings.imports.sheet import empty_file
from savings.imports.sheet_facts import Merge, SheetFacts
from savings.imports.sheets import suffix_of
from savings.imports.shown_amounts import Rounding
from savings.imports.titles import MOST_TITLES
from savings.imports.workbook_cells import rows_of_sheet, values_of_sheet
from savings.imports.workbook_sheet import TEMPLATE_SHEETS
from savings.imports.xlsx_facts import xlsx_facts
from totalplace.refused_value import quoted

MAX_ROWS = 3_000
_PEEKED = 20

_FACTS_OF: dict[str, Callable[[Mapping[str, bytes]], list[SheetFacts]]] = {
    ".xlsx": xlsx_facts,
    ".ods": ods_facts,
}


@dataclass(frozen=True)
class Grid:
    """One table of a file: its rows, of which the first is row 1; a row may end before the others.

    `merges` and `roundings` are as in `SheetFacts`; hidden rows and columns, from 1, are those that hold values.
    Of a table that is too large `refusal` says why, and no row of it is read: another one may be meant.
    """

    name: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    roundings: Mapping[tuple[int, int], Rounding] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    is_text: bool = False
    refusal: RowError | None = None

    def cell(self, row: int, column: int) -> Cell:
        """The cell in `row`, from 1, at `column`, from 0; blank where the row ends before it."""
        cells = self.rows[row - 1]
        return cells[column] if column < len(cells) else ""

    @cached_property
    def width(self) -> int:
        """How many columns hold anything."""
        return max((_length(cells) for cells in self.rows), default=0)


def read_grids(path: Path | str, name: str) -> list[Grid]:
    """The tables of a file that hold anything and can be seen; `name` is its own name. ImportRefused if none does."""
    path = Path(path)
    suffix = suffix_of(path, name)
    grids = list(_of_workbook(path, _FACTS_OF[suffix]) if suffix in _FACTS_OF else _of_text(path))
    if not grids:
        raise ImportRefused([empty_file()])
    refusals = [grid.refusal for grid in grids if grid.refusal]
    if len(refusals) == len(grids):
        raise ImportRefused(refusals)
    return grids


def _of_workbook(
    path: Path, facts_of: Callable[[Mapping[str, bytes]], list[SheetFacts]]
) -> Iterator[Grid]:
    parts = xml_parts(path)
    for index, facts in enumerate(facts_of(parts)):
        if not facts.has_data or facts.is_hidden or facts.name in TEMPLATE_SHEETS:
            continue
        # Asked before any value is read: a sheet that reaches far is held whole, and would fill the memory.
        if refusal := _too_large(facts.name, facts.last_row, max(facts.data_columns)):
            yield Grid(facts.name, [], refusal=refusal)
        else:
            rows = islice(rows_of_sheet(values_of_sheet(parts, index), facts), MAX_ROWS)
            cells = [without_controls(cells) for _, cells in rows]
            yield Grid(
                facts.name,
                cells,
                facts.merges,
                facts.roundings,
                tuple(facts.hidden_rows),
                tuple(facts.hidden_data_columns()),
            )


def _of_text(path: Path) -> Iterator[Grid]:
    encoding = encoding_of_file(path)
    said = delimiter_said(path, encoding)
    with path.open(encoding=encoding.codec, newline="") as file:
        if said:
            file.readline()
        text = file.readlines()
    delimiter = said or max(DELIMITERS, key=lambda one: _cells_found(text, one))
    rows: list[list[Cell]] = []
    try:
        for cells in islice(csv.reader(text, delimiter=delimiter, strict=True), MAX_ROWS + 1):
            rows.append(without_controls(cells))
    except csv.Error as error:
        raise ImportRefused([broken_quotes(len(rows) + 1, error)]) from error
    if any(not is_blank(cell) for cells in rows for cell in cells):
        width = max(map(_length, rows))
        yield Grid("", rows, is_text=True, refusal=_too_large("", len(rows), width))


def _cells_found(text: list[str], delimiter: str) -> int:
    """How many cells stand in the first rows if `delimiter` parts them, quoted or not."""
    try:
        return sum(map(len, islice(csv.reader(text, delimiter=delimiter, strict=True), _PEEKED)))
    except csv.Error:
        # Their quotation marks are broken, or it is another that parts them.
        return sum(line.count(delimiter) + 1 for line in text[:_PEEKED])


def _too_large(name: str, rows: int, columns: int) -> RowError | None:
    called = f"The sheet {quoted(name)}" if name else "The file"
    if rows > MAX_ROWS:
        words = f"{called} has more than {MAX_ROWS:,} rows. Split it into smaller files."
        return RowError(None, None, "too_many_rows", words)
    if columns > MOST_TITLES:
        words = (
            f"{called} holds values over {columns:,} columns; at most {MOST_TITLES} can be read. "
            "Delete the columns that are not needed."
        )
        return RowError(None, None, "columns", words)
    return None


def _length(cells: list[Cell]) -> int:
    length = len(cells)
    while length and is_blank(cells[length - 1]):
        length -= 1
    return length
