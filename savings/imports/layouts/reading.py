"""How is a sheet of a place's own layout read: which rows are its titles, and which column is which?"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from django.db.models import TextChoices

from savings.imports.cells import Cell, is_blank
from savings.imports.column_letters import column_letters
from savings.imports.errors import BadCell
from savings.imports.layouts.grids import Grid
from totalplace.seen_text import folded

TITLES_WITHIN = 15  # The titles are looked for in so many rows, which a page shows.


class Use(TextChoices):
    """What a column of such a sheet is."""

    LEFT_OUT = "", "Leave it out"
    OWN_REFERENCE = "own_reference", "Your own reference"
    WHAT_CHANGES = "what_changes", "What changes (the title)"
    THEME = "theme", "Service"
    LEAD = "lead", "Organisation that leads"
    KIND = "kind_of_gain", "Kind of gain"
    NOTES = "notes", "Note"
    YEAR = "year", "Financial year of the row"
    SAVING = "saving", "Saving"
    ONE_OFF_COST = "one_off_cost", "One-off cost"
    RUNNING_COST = "running_cost", "Extra running cost"


AMOUNTS = (Use.SAVING, Use.ONE_OFF_COST, Use.RUNNING_COST)
# Of these a row has one of ours, and a council's list may have other words for it.
NAMED = (Use.THEME, Use.LEAD, Use.KIND)


class Unit(TextChoices):
    """In which unit the amounts of a sheet are, by how many pounds it is."""

    POUNDS = "1", "Pounds (£)"
    THOUSANDS = "1000", "Thousands of pounds (£000)"
    MILLIONS = "1000000", "Millions of pounds (£m)"


class Sign(TextChoices):
    """How a sheet shows a saving."""

    POSITIVE = "positive", "As a plain number, such as 250"
    NEGATIVE = "negative", "With a minus or in brackets, such as −250 or (250)"


class Years(TextChoices):
    """What the amount of a year is."""

    EACH = "each", "What is saved in that year, by itself"
    ON_TOP = "on_top", "What is added in that year, on top of the year before"


@dataclass(frozen=True)
class ColumnUse:
    """What one column is; `year`: of which year an amount across is, by the year in which that begins."""

    use: str
    year: int | None = None


@dataclass(frozen=True)
class Reading:
    """How a sheet is read, as far as its sender has said. Rows count from 1, columns from 0.

    `words` gives, for each use of `NAMED`, what the words of the sheet mean: a code or a key of ours, or nothing.
    """

    sheet: str = ""
    first_title_row: int = 0
    last_title_row: int = 0
    place: int = 0
    columns: Mapping[int, ColumnUse] = field(default_factory=dict)
    unit: str = ""
    sign: str = ""
    state: str = ""
    years: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def stored(cls, said: Mapping[str, Any]) -> Self:
        """The reading that `as_stored` gave; nothing said gives one of which nothing is known."""
        if not said:
            return cls()
        columns = {int(index): ColumnUse(**use) for index, use in said["columns"].items()}
        return cls(**{**said, "columns": columns})

    def as_stored(self) -> dict[str, Any]:
        """The reading as JSON keeps it."""
        return asdict(self) | {"columns": {str(i): asdict(use) for i, use in self.columns.items()}}

    @property
    def has_titles(self) -> bool:
        return self.first_title_row > 0

    @property
    def has_columns(self) -> bool:
        answers = self.columns and self.unit and self.sign and self.state and self.years
        return bool(answers) and (self.is_down or not self.used_without_year)

    @property
    def is_down(self) -> bool:
        """Whether each row has a year of its own."""
        return self.column_of(Use.YEAR) is not None

    @property
    def used_without_year(self) -> list[int]:
        """The columns of amounts of which no year is said."""
        return [index for index in self.used(*AMOUNTS) if self.columns[index].year is None]

    def used(self, *uses: str) -> list[int]:
        """The columns that are one of `uses`, left to right."""
        return sorted(index for index, column in self.columns.items() if column.use in uses)

    def column_of(self, use: str) -> int | None:
        """The one column of a use, of which there is at most one."""
        found = self.used(use)
        return found[0] if found else None

    def titles_of(self, grid: Grid) -> list[str]:
        """The title over each column, joined where it runs over two rows or over merged cells."""
        rows = range(self.first_title_row, self.last_title_row + 1)
        lines = [_title_line(grid, row) for row in rows]
        return [" ".join(filter(None, parts)) for parts in zip(*lines, strict=True)]

    def fingerprint(self, grid: Grid) -> str:
        """SHA-256 (hex) of the titles, as they are seen: the same for a file of the same layout."""
        titles = [folded(title) for title in self.titles_of(grid)]
        return hashlib.sha256("\n".join(titles).encode()).hexdigest()

    def moved(self, grid: Grid, fingerprint: str) -> "Reading | None":
        """The same reading of another table, wherever its titles stand; None where it has none that are the same."""
        more = self.last_title_row - self.first_title_row
        last = min(TITLES_WITHIN, len(grid.rows) - more)
        for row in range(1, last + 1):
            here = replace(self, sheet=grid.name, first_title_row=row, last_title_row=row + more)
            if here.fingerprint(grid) == fingerprint:
                return here
        return None


def data_rows(reading: Reading, grid: Grid) -> Iterator[int]:
    """The numbers of the rows below the titles in which anything stands."""
    for row in range(reading.last_title_row + 1, len(grid.rows) + 1):
        if not all(map(is_blank, grid.rows[row - 1])):
            yield row


def cell_name(row: int, column: int) -> str:
    """`C4`, as the spreadsheet program has it."""
    return f"{column_letters(column)}{row}"


def words_in(cell: Cell) -> str:
    """What a cell says, for a person to know it again: nothing where it has no value that can be used."""
    if isinstance(cell, BadCell) or cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _title_line(grid: Grid, row: int) -> list[str]:
    """The words over each column in one row of titles; those of merged cells stand over each of their columns."""
    line = [words_in(grid.cell(row, column)) for column in range(grid.width)]
    for top, left, bottom, right in grid.merges:
        if top <= row <= bottom:
            said = words_in(grid.cell(top, left - 1)) if row == top else ""
            for column in range(left - 1, min(right, grid.width)):
                line[column] = said
    return line
