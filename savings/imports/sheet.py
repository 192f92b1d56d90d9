"""What every spreadsheet gives an importer, whichever kind of file it came in."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from savings.imports.cells import Cell, is_blank
from savings.imports.column_letters import column_letters
from savings.imports.errors import RowError
from savings.imports.titles import TitleRow

NumberedRow = tuple[int, list[Cell]]


class Sheet(ABC):
    """One table: its titles, and its rows in the order of the file.

    `encoding_said` names the encoding in words for the person ("" for a workbook). `errors` gathers
    what is wrong with whole rows and columns while `rows` is read, so an importer reports it with
    its own findings. `notes` are for the person, of how the file was read.
    """

    kind: ClassVar[str]
    encoding_said: str = ""

    def __init__(self, title_row: TitleRow, max_rows: int | None) -> None:
        self.title_row = title_row
        self.errors: list[RowError] = []
        self.notes: list[str] = [*title_row.notes]
        self._max_rows = max_rows

    @property
    def titles(self) -> list[str]:
        """The titles as they stand in the file, left to right; "" where a column has none."""
        return self.title_row.cells

    @property
    def position(self) -> dict[str, int]:
        """Where in a row each of the importer's titles stands; an optional title may be absent."""
        return self.title_row.position

    def title_in_file(self, title: str) -> str:
        """The importer's title as the file spells it, or as people read it where it is absent, for a `RowError`."""
        if title not in self.position:
            return self.title_row.printed(title)
        return self.titles[self.position[title]]

    def rows(self) -> Iterator[NumberedRow]:
        """Yield each row that is not blank: its number as the program shows it, and one cell per title.

        Call it once. A row with too many or too few cells is left out and noted in `errors`;
        reading goes on.
        """
        width = self.title_row.width
        count = 0
        for number, cells in self._numbered_rows():
            first = cells[0] if cells else ""
            # Only a row whose first cell is blank can be a blank row: one test for all the others.
            if (not first or (first.__class__ is str and first.isspace())) and all(
                map(is_blank, cells)
            ):
                continue
            count += 1
            if count == self._over_limit:
                self.errors.append(self._too_many(number))
                return
            if len(cells) != width or self.title_row.untitled:
                cells = self._fitted(number, cells)
            if cells:
                yield number, cells
        if not count and not self.errors:
            self.errors.append(empty_file())

    @abstractmethod
    def _numbered_rows(self) -> Iterator[NumberedRow]:
        """Yield every row below the titles, with its number, blank rows too."""

    @property
    def _over_limit(self) -> int | None:
        return None if self._max_rows is None else self._max_rows + 1

    def _fitted(self, number: int, cells: list[Cell]) -> list[Cell]:
        """Return the row's cells under the titles, or [] after noting that some have no place there."""
        width = self.title_row.width
        if len(cells) < width or not all(map(is_blank, cells[width:])):
            self.errors.append(self._ragged(number, cells))
            return []
        for index in self.title_row.untitled:
            if not is_blank(cells[index]):
                self.errors.append(_untitled(number, index))
                return []
        return cells[:width]

    def _ragged(self, number: int, cells: list[Cell]) -> RowError:
        """Why a row has no place under the titles."""
        return ragged(number, cells, self.title_row.width)

    def _too_many(self, number: int) -> RowError:
        return RowError(
            None,
            None,
            "too_many_rows",
            f"The file has more than {self._max_rows:,} rows; row {number} is the first too many. "
            "Split it into smaller files.",
        )


def ragged(number: int, cells: list[Cell], width: int) -> RowError:
    """Why a row of other cells than there are titles has no place under them."""
    count = len(cells)
    while count > width and is_blank(cells[count - 1]):
        count -= 1
    return RowError(
        number,
        None,
        "ragged",
        f"Row {number} has {count} cells and there are {width} titles, so a value may be under the wrong title. "
        "Put text that has the separator in it, such as 1,000.00, in quotation marks.",
    )


def empty_file() -> RowError:
    """The error of a file in which no row stands below the titles."""
    return RowError(
        None, None, "empty", "The file has no rows below its titles. Fill in at least one row."
    )


def _untitled(number: int, index: int) -> RowError:
    letters = column_letters(index)
    return RowError(
        number,
        None,
        "columns",
        f"Column {letters} has a value in row {number} and no title. Give it a title, or empty the column.",
    )
