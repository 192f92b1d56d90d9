"""Which rows of a place's own sheet state a saving, and which are left out: headings, totals, rows without a name?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from savings.imports.cells import Cell, is_blank, is_total, optional, read_into, year
from savings.imports.errors import BadCell, RowError
from savings.imports.layouts.amounts import cost_in_pounds, saving_in_pounds
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import AMOUNTS, Reading, Use, Years, data_rows, words_in
from savings.imports.layouts.slips import no_words, sign_slips
from savings.imports.layouts.totals import begins_as_total, is_near, is_total_in_words
from savings.imports.title_units import says_only_a_unit
from savings.imports.workbook_cells import with_merges
from totalplace.financial_year import FinancialYear
from totalplace.refused_value import ValueRefused
from totalplace.seen_text import folded

# Of amounts in rows, before their sum is no chance.
_ENOUGH = 4
_NOTHING = Decimal(0)
_FAR = 200  # So many rows are looked at below a heading.
_NO_WORDS = "it does not say what changes"
_TEXTS = (Use.THEME, Use.LEAD, Use.KIND, Use.NOTES)


@dataclass(frozen=True)
class SaidRow:
    """One row that states a saving: `amounts` in pounds by column, stated cells only."""

    number: int
    reference: str
    words: str
    cells: dict[str, Cell]
    year: FinancialYear | None
    amounts: dict[int, Decimal]


@dataclass(frozen=True)
class LeftOut:
    """A row that is not taken, by its number and what it calls itself, and why."""

    number: int
    name: str
    why: str
    has_amounts: bool = False
    has_other_sign: bool = False


@dataclass(frozen=True)
class FoundTotal:
    """A row of the file that adds others up: what it says, and what the rows that it is about come to, by column."""

    number: int
    name: str
    of: str
    said: dict[int, Decimal]
    read: dict[int, Decimal]

    @property
    def differs(self) -> bool:
        return any(self.said[column] != self.read[column] for column in self.said)


@dataclass
class Table:
    """What the rows of a sheet say, as it is read; `errors` are what cannot be read in rows that are taken."""

    rows: list[SaidRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    totals: list[FoundTotal] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def read_table(reading: Reading, grid: Grid) -> Table:
    """The rows of `grid` under its titles."""
    return _Reader(reading, grid).read()


class _Reader:
    def __init__(self, reading: Reading, grid: Grid) -> None:
        self._reading, self._grid = reading, grid
        self._titles = reading.titles_of(grid)
        self._amounts = reading.used(*AMOUNTS)
        self._merges = [merge for merge in grid.merges if merge[2] > reading.last_title_row]
        self._table = Table()
        # The rows since the last total, and what each column of them comes to.
        self._block: list[SaidRow] = []
        self._block_sums: dict[int, Decimal] = {}
        self._all_sums: dict[
            int, Decimal
        ] = {}  # Of the rows so far: a last total adds up what others did.
        self._names = self._names_of_parts()
        self._headings: set[int] = set()  # Rows that turn out to be the sum of those below them.
        self._found: list[tuple[int, str, list[SaidRow], dict[int, Decimal]]] = []

    def read(self) -> Table:
        for number in data_rows(self._reading, self._grid):
            self._read(number)
        self._leave_out_sums_of_rows_below()
        self._table.totals = [self._total(*found) for found in self._found]
        return self._table

    def _read(self, number: int) -> None:
        before = len(self._table.errors)
        reference, words = (
            self._text(number, Use.OWN_REFERENCE),
            self._text(number, Use.WHAT_CHANGES),
        )
        stated = [i for i in self._amounts if not is_blank(self._grid.cell(number, i))]
        if self._is_total(number, reference, words):
            self._leave_out_total(number, "it is a total")
        elif why := self._unnamed(reference, words, is_stated=bool(stated)):
            if stated and self._adds_up(number):
                self._leave_out_total(number, "it is the sum of the rows above it")
            elif why == _NO_WORDS and self._has_amounts(number):
                if len(self._table.errors) == before:  # Words that cannot be read have theirs.
                    self._table.errors.append(no_words(self._reading, self._grid, number))
            else:
                self._leave_out(number, why)
        else:
            self._take(number, reference, words)

    def _take(self, number: int, reference: str, words: str) -> None:
        before = len(self._table.errors)
        row = SaidRow(
            number, reference, words, self._texts(number), self._year(number), self._pounds(number)
        )
        below = list(self._savings_below_zero(row))
        if below and any(self._is_saving(at) and row.amounts[at] > 0 for at in row.amounts):
            self._table.errors += sign_slips(self._reading, self._grid, number, below)
        if len(self._table.errors) > before:
            return
        if below:
            over = ", ".join(self._titles[column] or f"column {column + 1}" for column in below)
            why = f"its amounts have the sign of more spending, not of a saving ({over})"
            self._leave_out(number, why, has_other_sign=True)
        elif not reference and self._adds_up(number):
            self._leave_out_total(number, "it is the sum of the rows above it")
        else:
            self._table.rows.append(row)
            self._block.append(row)
            for column, pounds in row.amounts.items():
                for sums in (self._block_sums, self._all_sums):
                    sums[column] = sums.get(column, _NOTHING) + pounds

    def _unnamed(self, reference: str, words: str, *, is_stated: bool) -> str:
        """Why a row is no saving by itself; "" where it is one."""
        if self._reading.column_of(Use.OWN_REFERENCE) is not None and not reference:
            return "it has no reference" if is_stated else "it has no reference and no amounts"
        if not words:
            return _NO_WORDS
        return "" if is_stated or reference else "it has no amounts"

    def _is_total(self, number: int, reference: str, words: str) -> bool:
        said = words or self._name(number)
        names = self._names | {folded(reference)} if reference else self._names
        return (
            is_total(reference)
            or is_total_in_words(said, names)
            or (bool(reference) and is_total_in_words(reference, names))
            or (begins_as_total(said) and self._is_about_the_sum(number))
        )

    def _names_of_parts(self) -> frozenset[str]:
        """What the parts of the list are called, folded: its services, and the rows without amounts."""
        themes = self._reading.column_of(Use.THEME)
        names = set()
        for number in data_rows(self._reading, self._grid):
            if themes is not None:
                names.add(folded(words_in(self._grid.cell(number, themes))))
            if not self._has_amounts(number):
                names.add(folded(self._name(number)))
        return frozenset(names - {""})

    def _has_amounts(self, number: int) -> bool:
        said = (words_in(self._grid.cell(number, at)) for at in self._amounts)
        return any(any(map(str.isdigit, one)) and not says_only_a_unit(one) for one in said)

    def _adds_up(self, number: int) -> bool:
        """Whether each amount of the row is the sum of those in the rows above it, of which there are enough."""
        said = self._said(number)
        parts = (self._block, self._block_sums), (self._table.rows, self._all_sums)
        return any(
            _is_no_chance(rows, said)
            and all(sums.get(column, _NOTHING) == pounds for column, pounds in said.items())
            for rows, sums in parts
        )

    def _is_about_the_sum(self, number: int) -> bool:
        """Whether a row that calls itself a total is near to the sum of some rows above it."""
        said = self._said(number)
        parts = (self._block, self._block_sums), (self._table.rows, self._all_sums)
        return any(
            len(rows) > 1
            and any(said.values())
            and is_near({column: sums.get(column, _NOTHING) for column in said}, said)
            for rows, sums in parts
        )

    def _leave_out_sums_of_rows_below(self) -> None:
        """A heading may have the sum of the rows under it; a saving with a reference of its own is none.

        Of one column, or of rows of several years, that may be chance: a saving may come to what the next ones do.
        """
        rows = self._table.rows if self._reading.column_of(Use.YEAR) is None else []
        headings = [
            row
            for at, row in enumerate(rows)
            if not row.reference and _is_sum_of_first(rows[at + 1 : at + _FAR], row.amounts)
        ]
        for row in headings:
            self._leave_out(row.number, "it is the sum of the rows below it")
        self._headings = {row.number for row in headings}
        self._table.rows = [row for row in self._table.rows if row.number not in self._headings]
        self._table.left_out.sort(key=lambda one: one.number)

    def _leave_out(self, number: int, why: str, *, has_other_sign: bool = False) -> None:
        has_amounts = self._has_amounts(number)
        self._table.left_out.append(
            LeftOut(number, self._name(number), why, has_amounts, has_other_sign)
        )

    def _leave_out_total(self, number: int, why: str) -> None:
        self._leave_out(number, why)
        if said := self._said(number):
            self._found.append((number, self._name(number), self._block, said))
        self._block, self._block_sums = [], {}

    def _total(
        self, number: int, name: str, block: list[SaidRow], said: dict[int, Decimal]
    ) -> FoundTotal:
        """What a total is about: the rows above it, where it agrees with them or is called a part; else all."""
        block = [row for row in block if row.number not in self._headings]
        of_block = _sums(block, said)
        if block and (of_block == said or "sub" in name.casefold()):
            rows = f"row {block[0].number}"
            if len(block) > 1:
                rows = f"rows {block[0].number} to {block[-1].number}"
            return FoundTotal(number, name, rows, said, of_block)
        return FoundTotal(
            number, name, "all rows that are read", said, _sums(self._table.rows, said)
        )

    def _name(self, number: int) -> str:
        return next(filter(None, map(words_in, self._grid.rows[number - 1])), "")

    def _text(self, number: int, use: Use) -> str:
        column = self._reading.column_of(use)
        if column is None:
            return ""
        cell = self._grid.cell(number, column)
        return read_into(self._table.errors, number, self._title(column), _words, cell) or ""

    def _texts(self, number: int) -> dict[str, Cell]:
        columns = {use.value: self._reading.column_of(use) for use in _TEXTS}
        cells = self._cells(number)
        return {use: cells[column] for use, column in columns.items() if column is not None}

    def _cells(self, number: int) -> list[Cell]:
        width = self._grid.width
        cells = [self._grid.cell(number, column) for column in range(width)]
        return with_merges(self._merges, number, cells, width)

    def _year(self, number: int) -> FinancialYear | None:
        column = self._reading.column_of(Use.YEAR)
        if column is None:
            return None
        cell = self._cells(number)[column]
        return read_into(self._table.errors, number, self._title(column), year, cell)

    def _pounds(self, number: int) -> dict[int, Decimal]:
        """The amounts of a row; what cannot be read is noted, by its cell."""
        cells, found = self._cells(number), {}
        for column in self._amounts:
            read = optional(self._reader(column))
            pounds = read_into(self._table.errors, number, self._title(column), read, cells[column])
            if pounds is not None:
                found[column] = pounds
        return found

    def _reader(self, column: int) -> Callable[[Cell], Decimal]:
        read = saving_in_pounds if self._is_saving(column) else cost_in_pounds
        return lambda cell: read(cell, self._reading)

    def _is_saving(self, column: int) -> bool:
        return self._reading.columns[column].use == Use.SAVING

    def _said(self, number: int) -> dict[int, Decimal]:
        """The amounts of a row that is not taken, as far as they can be read."""
        found = {}
        for column in self._amounts:
            cell = self._grid.cell(number, column)
            if not is_blank(cell) and not isinstance(cell, BadCell):
                try:
                    found[column] = self._reader(column)(cell)
                except ValueRefused:
                    continue
        return found

    def _savings_below_zero(self, row: SaidRow) -> Iterator[int]:
        """Where each year stands by itself; on top of the year before, less may be added."""
        if self._reading.years == Years.EACH:
            yield from (column for column, pounds in row.amounts.items() if pounds < 0)

    def _title(self, column: int) -> str:
        return self._titles[column] if column < len(self._titles) else ""


def _is_no_chance(rows: Sequence[SaidRow], said: dict[int, Decimal]) -> bool:
    """Whether so many rows and amounts are there that what adds up is a total: of 10, 20 and 30 none need be one."""
    amounts = sum(map(bool, said.values()))
    return len(rows) > 1 and len(rows) * amounts >= _ENOUGH


def _is_sum_of_first(rows: Sequence[SaidRow], said: dict[int, Decimal]) -> bool:
    """Whether `said` is the sum of the first rows, however many."""
    if sum(map(bool, said.values())) < 2:
        return False
    sums = dict.fromkeys(said, _NOTHING)
    for count, row in enumerate(rows, start=1):
        for column in sums:
            sums[column] += row.amounts.get(column, _NOTHING)
        if sums == said and _is_no_chance(rows[:count], said):
            return True
        if any(sums[column] > said[column] for column in said):
            return False
    return False


def _words(cell: Cell) -> str:
    if isinstance(cell, BadCell):
        raise cell.with_traceback(None)
    return words_in(cell)


def _sums(rows: list[SaidRow], columns: dict[int, Decimal]) -> dict[int, Decimal]:
    return {
        column: sum((row.amounts.get(column, _NOTHING) for row in rows), _NOTHING)
        for column in columns
    }
