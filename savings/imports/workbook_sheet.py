"""Which rows does an XLSX or ODS workbook hold?

The library python-calamine reads the values; `SheetFacts` corrects what it cannot say. Both count
from the sheet's own first row and column, so a row number is the one the spreadsheet program shows.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from itertools import chain, islice, repeat
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, load_workbook

from savings.imports.cells import is_blank
from savings.imports.control_characters import without_controls
from savings.imports.errors import BadCell, ImportRefused, RowError
from savings.imports.ods_facts import ods_facts
from savings.imports.office_zip import SAVE_AGAIN, refused, repacked, xml_parts
from savings.imports.sheet import NumberedRow, Sheet, empty_file
from savings.imports.sheet_facts import SheetFacts
from savings.imports.shown_amounts import ShownOtherwise
from savings.imports.titles import ROWS_SEARCHED, Columns, TitleRow, column_letters, read_titles
from savings.imports.xlsx_facts import xlsx_facts
from totalplace.refused_value import quoted

# Sheets of our own template that explain the columns; a person does not fill them in.
TEMPLATE_SHEETS = ("Columns", "Lists")
MOST_NAMED = 10  # Cells in one note: more are counted.


class WorkbookSheet(Sheet):
    """The one sheet with data of a workbook; see `Sheet`."""

    def __init__(self, path: Path, columns: Columns, max_rows: int | None = None) -> None:
        parts = xml_parts(path)
        all_facts = self._read_facts(parts)
        self._facts, self._index = _sheet_with_data(all_facts)
        self._values = _values(parts, self._index)
        super().__init__(self._find_titles(columns), max_rows)
        self._merges = [merge for merge in self._facts.merges if merge[2] > self.title_row.row]
        self.errors += [*_hidden_sheets(all_facts), *self._hidden_rows(), *self._hidden_columns()]
        self.notes += self._roundings()

    @staticmethod
    @abstractmethod
    def _read_facts(parts: Mapping[str, bytes]) -> list[SheetFacts]:
        """What the workbook's XML says of each of its sheets."""

    def _find_titles(self, columns: Columns) -> TitleRow:
        rows = [
            row for row in islice(self._all_rows(), ROWS_SEARCHED) if not all(map(is_blank, row[1]))
        ]
        if not rows:
            raise ImportRefused([empty_file()])
        title_row, errors = read_titles(rows, columns)
        if title_row is None or errors:
            raise ImportRefused(errors, title_row.notes if title_row else ())
        return title_row

    def _all_rows(self) -> Iterator[NumberedRow]:
        """Yield every row from 1, with a `BadCell` wherever the value cannot be used."""
        first_column = self._values.start[1] if self._values.start else 0
        margin = [""] * first_column
        # The library leaves out rows at the end that hold nothing but errors: they are added as blanks.
        values = chain(self._values.iter_rows(), repeat([]))
        for number, cells in zip(range(1, self._facts.last_row + 1), values, strict=False):
            yield number, self._with_flaws(number, margin + cells)

    def _with_flaws(self, number: int, cells: list) -> list:
        for column, flaw in self._facts.flaws.get(number, {}).items():
            cells += [""] * (column - len(cells))
            is_date = isinstance(cells[column - 1], date | time | timedelta)
            if not (is_date and isinstance(flaw, ShownOtherwise)):
                cells[column - 1] = flaw
        return cells

    def _numbered_rows(self) -> Iterator[NumberedRow]:
        width = self.title_row.width
        for number, cells in islice(self._all_rows(), self.title_row.row, None):
            cells = without_controls(cells)
            cells += [""] * (width - len(cells))
            yield number, self._with_merges(number, cells) if self._merges else cells

    def _with_merges(self, number: int, cells: list) -> list:
        if all(map(is_blank, cells)):
            return cells
        for top, left, bottom, right in self._merges:
            if top <= number <= bottom:
                for index in range(left - 1, min(right, self.title_row.width)):
                    cells[index] = _merged(top, left, bottom, right)
        return cells

    def _ragged(self, number: int, cells: list) -> RowError:
        width = self.title_row.width
        outside = [i for i, cell in enumerate(cells) if i >= width and not is_blank(cell)]
        named = f"{column_letters(outside[0])}{number}"
        holds = "holds a value" if len(outside) == 1 else "and others hold values"
        return RowError(
            number,
            None,
            "ragged",
            f"{named} {holds} outside the table, where there is no title. Empty what stands there, or give it a "
            "title that is taken here.",
        )

    def _roundings(self) -> list[str]:
        """The cells in columns that are read whose format rounds what they hold: the first of them by name."""
        read = set(self.position.values())
        found = [
            f"{column_letters(column - 1)}{row} {rounding}"
            for (row, column), rounding in sorted(self._facts.roundings.items())
            if row > self.title_row.row and column - 1 in read
        ]
        if not found:
            return []
        more = len(found) - MOST_NAMED
        named = [*found[:MOST_NAMED], f"{more:,} more cells are shown rounded"][
            : MOST_NAMED + (more > 0)
        ]
        return [
            f"What a cell holds is taken, not what its format rounds it to: {'; '.join(named)}."
        ]

    def _hidden_rows(self) -> Iterator[RowError]:
        for row in self._facts.hidden_rows:
            yield RowError(
                row,
                None,
                "hidden",
                f"Row {row} is hidden, perhaps by a filter, and holds values. Show it, or delete it.",
            )

    def _hidden_columns(self) -> Iterator[RowError]:
        for column in self._facts.hidden_data_columns():
            letters = column_letters(column - 1)
            title = self.titles[column - 1] if column <= len(self.titles) else ""
            yield RowError(
                None,
                title or letters,
                "hidden",
                f"Column {letters} is hidden and holds values. Show it, or delete it.",
            )


class XlsxSheet(WorkbookSheet):
    """A sheet of an XLSX workbook."""

    kind = "xlsx"
    _read_facts = staticmethod(xlsx_facts)


class OdsSheet(WorkbookSheet):
    """A sheet of an ODS workbook."""

    kind = "ods"
    _read_facts = staticmethod(ods_facts)


def _sheet_with_data(all_facts: list[SheetFacts]) -> tuple[SheetFacts, int]:
    """Return the one visible sheet with data and its number, or refuse."""
    with_data = [
        (facts, index)
        for index, facts in enumerate(all_facts)
        if facts.has_data and not facts.is_hidden and facts.name not in TEMPLATE_SHEETS
    ]
    if len(with_data) == 1:
        return with_data[0]
    if not with_data:
        raise ImportRefused([*_hidden_sheets(all_facts), empty_file()])
    names = ", ".join(quoted(facts.name) for facts, _ in with_data)
    raise ImportRefused(
        [
            RowError(
                None,
                None,
                "sheets",
                f"More than one sheet holds values: {names}. Keep the one that is meant, and delete the others.",
            )
        ]
    )


def _hidden_sheets(all_facts: list[SheetFacts]) -> list[RowError]:
    return [
        RowError(
            None,
            None,
            "hidden",
            f"The sheet {quoted(facts.name)} is hidden and holds values. Delete it, or show it and delete the others.",
        )
        for facts in all_facts
        if facts.has_data and facts.is_hidden and facts.name not in TEMPLATE_SHEETS
    ]


def _values(parts: Mapping[str, bytes], index: int) -> CalamineSheet:
    try:
        return load_workbook(repacked(parts)).get_sheet_by_index(index)
    except (CalamineError, OSError, ValueError):
        raise refused(f"The file is damaged and cannot be opened. {SAVE_AGAIN}") from None


def _merged(top: int, left: int, bottom: int, right: int) -> BadCell:
    cells = f"{column_letters(left - 1)}{top}:{column_letters(right - 1)}{bottom}"
    return BadCell(
        "merged",
        f"The cells {cells} are merged, so it is not clear which row or title the value belongs "
        "to. "
        "Unmerge them, and type the value in each cell.",
    )
