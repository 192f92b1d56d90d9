"""Which rows does a CSV file hold? Streamed: the file may be larger than the memory."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO, cast

from savings.evidence.text_encodings import Encoding, TextRefused, encoding_of
from savings.imports.cells import Cell
from savings.imports.control_characters import without_controls
from savings.imports.errors import ImportRefused, RowError
from savings.imports.sheet import NumberedRow, Sheet, empty_file
from savings.imports.titles import ROWS_SEARCHED, Columns, match_score, read_titles

DELIMITERS = (",", ";", "\t")
# Excel's own first line, which it does not show: it says what stands between the cells.
_SEPARATOR_LINE = re.compile(r"""\ufeff?"?sep=([^"\w\r\n])"?[\r\n]*""", re.IGNORECASE)
# Excel looks at so many rows at a time, from the first, and ends them where nothing stands in their last columns.
_EXCEL_BLOCK = 16


class CsvSheet(Sheet):
    """A CSV file; see `Sheet`."""

    kind = "csv"

    def __init__(self, path: Path, columns: Columns, max_rows: int | None = None) -> None:
        self._path = path
        self._encoding = encoding_of_file(path)
        self._said_delimiter = delimiter_said(path, self._encoding)
        self._delimiter, first_rows = self._first_rows(columns)
        title_row, errors = read_titles(first_rows, columns)
        if title_row is None or errors:
            raise ImportRefused(errors, title_row.notes if title_row else ())
        super().__init__(title_row, max_rows)
        self.encoding_said = self._encoding.said

    def _first_rows(self, columns: Columns) -> tuple[str, list[NumberedRow]]:
        """Return the delimiter that finds most titles, and the first rows split by it."""

        def titles_found(delimiter: str) -> int:
            return max((match_score(cells, columns) for _, cells in peeked[delimiter]), default=0)

        delimiters = self._said_delimiter or DELIMITERS
        peeked = {delimiter: self._peek(delimiter) for delimiter in delimiters}
        best = max(delimiters, key=titles_found)
        if peeked[best]:
            return best, peeked[best]
        raise ImportRefused([self._no_rows()])

    def _peek(self, delimiter: str) -> list[NumberedRow]:
        rows: list[NumberedRow] = []
        with self._open() as file:
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            try:
                for number, cells in enumerate(islice(reader, ROWS_SEARCHED), start=1):
                    if any(cell.strip() for cell in cells):
                        rows.append((number, [*cells]))
            except csv.Error:
                # A wrong delimiter breaks honest quotation marks. With the right one,
                # `_numbered_rows` meets the same row again and reports it.
                return rows
        return rows

    def _no_rows(self) -> RowError:
        """Why no row could be read: the titles' own quotation marks, or nothing there."""
        with self._open() as file:
            try:
                next(csv.reader(file, strict=True), None)
            except csv.Error as error:
                return broken_quotes(1, error)
        return empty_file()

    def _open(self) -> TextIO:
        file = self._path.open(encoding=self._encoding.codec, newline="")
        if self._said_delimiter:
            file.readline()
        return file

    def _numbered_rows(self) -> Iterator[NumberedRow]:
        """The rows, filled up with blanks where Excel left the last ones out of a block of rows."""
        block: list[NumberedRow] = []
        for row in self._records():
            if (row[0] - 1) % _EXCEL_BLOCK == 0:
                yield from self._filled_up(block)
                block = []
            block.append(row)
        yield from self._filled_up(block)

    def _filled_up(self, block: list[NumberedRow]) -> list[NumberedRow]:
        """A block of Excel's with its rows as long as the titles. Nobody else ends all of them in the same place."""
        lengths = {len(cells) for _, cells in block if cells}
        width = self.title_row.width
        holds_titles = block and block[0][0] <= self.title_row.row + 1
        if holds_titles or len(lengths) != 1 or width in lengths:
            return block
        return [(number, cells + [""] * (width - len(cells))) for number, cells in block]

    def _records(self) -> Iterator[NumberedRow]:
        above = self.title_row.row
        number = above
        with self._open() as file:
            reader = csv.reader(file, delimiter=self._delimiter, strict=True)
            rows = cast(Iterator[list[Cell]], islice(reader, above, None))  # Each cell is text.
            if self._encoding.has_controls:
                rows = map(without_controls, rows)
            try:
                # The program counts records as rows, not the lines a quoted cell runs over.
                for number, cells in enumerate(rows, start=above + 1):
                    yield number, cells
            except csv.Error as error:
                self.errors.append(broken_quotes(number + 1, error))


def broken_quotes(row: int, error: csv.Error) -> RowError:
    """Why the rows from `row` on cannot be told apart."""
    if "field limit" in str(error) or "end of data" in str(error):
        what = "a quotation mark is opened and never closed"
    else:
        what = "there is text after a closing quotation mark"
    return RowError(
        row,
        None,
        "quotes",
        f"In row {row} {what}, so the rows from there on cannot be told apart. "
        "Correct the quotation mark, or save the file again from your spreadsheet program.",
    )


def delimiter_said(path: Path, encoding: Encoding) -> str:
    """What the file says itself that stands between its cells; "" if it does not."""
    with path.open(encoding=encoding.codec, newline="") as file:
        said = _SEPARATOR_LINE.fullmatch(file.readline(20))
    return said[1] if said else ""


def encoding_of_file(path: Path) -> Encoding:
    """The encoding of a file of text; ImportRefused where it has none."""
    try:
        return encoding_of(path)
    except TextRefused as refused:
        raise ImportRefused([RowError(None, None, "encoding", str(refused))]) from refused
