"""Which savings do the rows of a place's own sheet state, with which words and which pounds of each year?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from pilots.models import Organisation, Theme
from savings.claims.same_words import same_words
from savings.imports.cells import Cell, read_into
from savings.imports.errors import RowError
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import AMOUNTS, Reading, Use, Years, cell_name, words_in
from savings.imports.layouts.rows import SaidRow, Table
from savings.imports.layouts.slips import error_at, other_sign
from savings.imports.model_cells import column
from savings.imports.staging import NOT_SAID
from savings.models import Version
from totalplace.financial_year import FinancialYear
from totalplace.money import MAX_POUNDS, format_pounds, to_pence
from totalplace.refused_value import quoted
from totalplace.seen_text import folded

_READ = {
    Use.OWN_REFERENCE: column(Version, "own_reference").read,
    Use.WHAT_CHANGES: column(Version, "what_changes", required=True).read,
    Use.NOTES: column(Version, "notes").read,
}


@dataclass(frozen=True)
class YearSaid:
    """What a saving says of one year: pence; None where its cell is blank, NOT_SAID where the sheet has no such column.

    `cell` is the first cell in which it says it.
    """

    year: FinancialYear
    saving: int
    one_off_cost: int | None
    running_cost: int | None
    cell: str


@dataclass(frozen=True)
class _Amount:
    """What one cell says, by its row and its column; `pounds` may be what it comes to with those before it."""

    pounds: Decimal
    row: int
    column: int

    @property
    def cell(self) -> str:
        return cell_name(self.row, self.column)


_Said = dict[tuple[FinancialYear, str], _Amount]  # By year and use.


@dataclass(frozen=True)
class StatedSaving:
    """One saving of the sheet: `number` is its first row; `content` as a version keeps it."""

    number: int
    reference: str
    words: str
    content: dict[str, Any]
    years: list[YearSaid]


def stated_savings(
    reading: Reading, grid: Grid, table: Table, errors: list[RowError]
) -> list[StatedSaving]:
    """The savings that the rows state; why rows do not fit together is noted in `errors`."""
    reader = _Stated(reading, grid, errors)
    return [reader.saving(rows) for rows in reader.grouped(table.rows)]


class _Stated:
    def __init__(self, reading: Reading, grid: Grid, errors: list[RowError]) -> None:
        self._reading, self._grid, self._errors = reading, grid, errors
        self._titles = reading.titles_of(grid)
        self._is_down = reading.column_of(Use.YEAR) is not None

    @cached_property
    def _named(self) -> dict[str, dict[str, Any]]:
        return {Use.THEME.value: _by_key(Theme), Use.LEAD.value: _by_key(Organisation)}

    def grouped(self, rows: Iterable[SaidRow]) -> list[list[SaidRow]]:
        """The rows of each saving: one where the years stand across, several where they stand down."""
        groups: dict[str, list[SaidRow]] = {}
        for row in rows:
            key = folded(row.reference) or same_words(row.words)
            if key not in groups:
                groups[key] = [row]
            elif problem := self._meets(row, groups[key]):
                self._error(row.number, self._name_column, "duplicate", problem)
            else:
                groups[key].append(row)
        return list(groups.values())

    def saving(self, rows: list[SaidRow]) -> StatedSaving:
        """What the rows of one saving say together."""
        first = rows[0]
        years = self._years(rows)
        return StatedSaving(first.number, first.reference, first.words, self._content(first), years)

    @property
    def _name_column(self) -> int | None:
        own = self._reading.column_of(Use.OWN_REFERENCE)
        return self._reading.column_of(Use.WHAT_CHANGES) if own is None else own

    def _meets(self, row: SaidRow, before: list[SaidRow]) -> str:
        """Why a row cannot be of the same saving as rows before it that are called the same; "" where it can."""
        first = before[0]
        if row.reference and same_words(row.words) != same_words(first.words):
            return (
                f"{quoted(row.reference)} is also in row {first.number}, with other words. Give each saving a "
                "reference of its own, or write the same words in both rows."
            )
        if not self._is_down:
            called = quoted(row.reference or row.words)
            return f"{called} is also in row {first.number}. Keep one row for each saving, or tell them apart."
        same = next((one for one in before if one.year == row.year), None)
        if same is None:
            return ""
        called = quoted(row.reference or row.words)
        return f"{called} has this year in row {same.number} already. Keep one of the rows."

    def _content(self, row: SaidRow) -> dict[str, Any]:
        said: dict[str, Any] = {
            Use.OWN_REFERENCE.value: row.reference,
            Use.WHAT_CHANGES.value: row.words,
            **{use: cell for use, cell in row.cells.items() if use == Use.NOTES},
        }
        content = {}
        for use, cell in said.items():
            at = self._reading.column_of(use)
            if at is not None:
                content[use] = read_into(
                    self._errors, row.number, self._titles[at], _READ[Use(use)], cell
                )
        meant = {use: self._meant(use, cell) for use, cell in row.cells.items() if use != Use.NOTES}
        return content | {use: value for use, value in meant.items() if value}

    def _meant(self, use: str, cell: Cell) -> Any:
        """What the words of the sheet mean, as its sender has said; None where they are left blank."""
        said = self._reading.words.get(use, {}).get(words_in(cell), "")
        return said if use == Use.KIND else self._named[use].get(said)

    def _years(self, rows: list[SaidRow]) -> list[YearSaid]:
        said: _Said = {}
        for row in rows:
            for at, pounds in row.amounts.items():
                column_use = self._reading.columns[at]
                year = row.year if self._is_down else FinancialYear(column_use.year or 0)
                if year is not None:
                    said[year, column_use.use] = _Amount(pounds, row.number, at)
        for use in (Use.SAVING, Use.RUNNING_COST):
            if self._reading.years == Years.ON_TOP:
                self._add_up(use.value, said, rows)
        return list(self._by_year(said))

    def _add_up(self, use: str, said: _Said, rows: Sequence[SaidRow]) -> None:
        """Put in place of what each year adds what it comes to with the years before it."""
        years = sorted(year for year, of in said if of == use)
        total = Decimal(0)
        for before, year in zip([None, *years], years, strict=False):
            if before is not None and before.next() != year:
                self._gap(rows, before.next(), use)
            amount = said[year, use]
            total += amount.pounds
            said[year, use] = replace(amount, pounds=total)
            if total < 0:
                words = f"{amount.cell} takes away more than the years before it have saved. Correct the amount."
                if before is None:
                    words = (
                        f"{amount.cell} has the sign of more spending. {other_sign(self._reading)}"
                    )
                self._error(amount.row, amount.column, "not_a_number", words)

    def _gap(self, rows: Sequence[SaidRow], year: FinancialYear, use: str) -> None:
        row, column = self._blank_of(rows, year, use)
        cell = "the amount" if column is None else cell_name(row, column)
        words = (
            f"{Use(use).label} of {year}: {cell} is blank, and the years after it build on it. "
            "Type what is added in that year; if nothing is, type 0."
        )
        self._error(row, column, "missing", words)

    def _blank_of(
        self, rows: Sequence[SaidRow], year: FinancialYear, use: str
    ) -> tuple[int, int | None]:
        """The row and the column in which nothing is said of a year; the first row alone where the list has no such."""
        row = next((row for row in rows if row.year == year), None) if self._is_down else rows[0]
        columns = [at for at in self._reading.used(use) if self._is_of(at, year)]
        return (row.number, columns[0]) if row and columns else (rows[0].number, None)

    def _by_year(self, said: _Said) -> Iterator[YearSaid]:
        for year in sorted({year for year, _ in said}):
            cells = [said[year, use] for use in AMOUNTS if (year, use) in said]
            if (year, Use.SAVING) not in said:
                cost = cells[0]
                words = (
                    f"{cost.cell} states a cost of {year}, and the row no saving of that year. Type the saving; "
                    "if there is none, type 0."
                )
                self._error(cost.row, cost.column, "missing", words)
            elif all(amount.pounds >= 0 for amount in cells):
                amounts = [self._pence(said, year, use) for use in AMOUNTS]
                yield YearSaid(year, amounts[0] or 0, amounts[1], amounts[2], cells[0].cell)

    def _pence(self, said: _Said, year: FinancialYear, use: str) -> int | None:
        if (year, use) not in said:
            return None if self._has_column(year, use) else NOT_SAID
        amount = said[year, use]
        if amount.pounds > MAX_POUNDS:  # Of one cell it was refused where that was read.
            words = (
                f"{amount.cell}: with the years before it this comes to {format_pounds(amount.pounds)}, and no amount "
                f"here is above {format_pounds(MAX_POUNDS)}. Check the amounts, and the unit of the list."
            )
            self._error(amount.row, amount.column, "too_large", words)
            return None
        return to_pence(amount.pounds)

    def _has_column(self, year: FinancialYear, use: str) -> bool:
        return any(self._is_of(at, year) for at in self._reading.used(use))

    def _is_of(self, at: int, year: FinancialYear) -> bool:
        """Whether a column of amounts holds those of a year; where the years stand down, each does."""
        return self._is_down or self._reading.columns[at].year == year.start

    def _error(self, number: int, at: int | None, code: str, words: str) -> None:
        self._errors.append(error_at(self._reading, self._grid, number, at, code, words))


def words_of(reading: Reading, table: Table) -> dict[str, list[str]]:
    """The different words under each use that needs one of ours, in the order of the sheet."""
    found: dict[str, dict[str, None]] = {}
    for row in table.rows:
        for use, cell in row.cells.items():
            if use != Use.NOTES and words_in(cell):
                found.setdefault(use, {})[words_in(cell)] = None
    return {use: list(words) for use, words in found.items() if reading.column_of(use) is not None}


def _by_key(model: type[Theme] | type[Organisation]) -> dict[str, Any]:
    return {str(row.pk): row for row in model._default_manager.all()}
