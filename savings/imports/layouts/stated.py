"""Which savings do the rows of a place's own sheet state, with which words and which pounds of each year?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from pilots.models import Organisation, Theme
from savings.claims.same_words import same_words
from savings.imports.cells import Cell, read_into
from savings.imports.errors import RowError
from savings.imports.layouts.reading import AMOUNTS, Reading, Use, Years, cell_name, words_in
from savings.imports.layouts.rows import SaidRow, Table
from savings.imports.model_cells import column
from savings.imports.staging import NOT_SAID
from savings.models import Version
from totalplace.financial_year import FinancialYear
from totalplace.money import to_pence
from totalplace.refused_value import ValueRefused, quoted
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
class StatedSaving:
    """One saving of the sheet: `number` is its first row; `content` as a version keeps it."""

    number: int
    reference: str
    words: str
    content: dict[str, Any]
    years: list[YearSaid]


def stated_savings(
    reading: Reading, titles: Sequence[str], table: Table, errors: list[RowError]
) -> list[StatedSaving]:
    """The savings that the rows state; why rows do not fit together is noted in `errors`."""
    reader = _Stated(reading, titles, errors)
    return [reader.saving(rows) for rows in reader.grouped(table.rows)]


class _Stated:
    def __init__(self, reading: Reading, titles: Sequence[str], errors: list[RowError]) -> None:
        self._reading, self._titles, self._errors = reading, titles, errors
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
        said: dict[tuple[FinancialYear, str], tuple[Decimal, str]] = {}
        for row in rows:
            for at, pounds in row.amounts.items():
                column_use = self._reading.columns[at]
                year = row.year if self._is_down else FinancialYear(column_use.year or 0)
                if year is not None:
                    said[year, column_use.use] = pounds, cell_name(row.number, at)
        for use in (Use.SAVING, Use.RUNNING_COST):
            if self._reading.years == Years.ON_TOP:
                self._add_up(use.value, said, rows[0])
        return list(self._by_year(said, rows[0]))

    def _add_up(
        self, use: str, said: dict[tuple[FinancialYear, str], tuple[Decimal, str]], row: SaidRow
    ) -> None:
        """Put in place of what each year adds what it comes to with the years before it."""
        years = sorted(year for year, of in said if of == use)
        total = Decimal(0)
        for before, year in zip([None, *years], years, strict=False):
            if before is not None and before.next() != year:
                self._gap(row, before.next(), use)
            pounds, cell = said[year, use]
            total += pounds
            said[year, use] = total, cell
            if total < 0:
                words = f"{cell} takes away more than the years before it have saved. Correct the amount."
                if before is None:
                    words = f"{cell} is below zero. If your list shows savings with a minus, change how it is read."
                self._error(row.number, None, "not_a_number", words)

    def _gap(self, row: SaidRow, year: FinancialYear, use: str) -> None:
        words = (
            f"{Use(use).label} of {year}: the amount is blank, and the years after it build on it. "
            "Type what is added in that year; if nothing is, type 0."
        )
        self._error(row.number, None, "missing", words)

    def _by_year(
        self, said: Mapping[tuple[FinancialYear, str], tuple[Decimal, str]], row: SaidRow
    ) -> Iterator[YearSaid]:
        for year in sorted({year for year, _ in said}):
            cells = [said[year, use] for use in AMOUNTS if (year, use) in said]
            if (year, Use.SAVING) not in said:
                words = (
                    f"{cells[0][1]} states a cost of {year}, and the row no saving of that year. Type the saving; "
                    "if there is none, type 0."
                )
                self._error(row.number, None, "missing", words)
            elif all(pounds >= 0 for pounds, _ in cells):
                amounts = [self._pence(said, year, use, row) for use in AMOUNTS]
                yield YearSaid(year, amounts[0] or 0, amounts[1], amounts[2], cells[0][1])

    def _pence(
        self,
        said: Mapping[tuple[FinancialYear, str], tuple[Decimal, str]],
        year: FinancialYear,
        use: str,
        row: SaidRow,
    ) -> int | None:
        if (year, use) not in said:
            return None if self._has_column(year, use) else NOT_SAID
        pounds, cell = said[year, use]
        try:
            return to_pence(pounds)
        except ValueRefused as refused:
            self._error(row.number, None, refused.code, f"{cell}: {refused.in_sheet}")
            return None

    def _has_column(self, year: FinancialYear, use: str) -> bool:
        columns = (self._reading.columns[at] for at in self._reading.used(use))
        return any(self._is_down or one.year == year.start for one in columns)

    def _error(self, number: int, at: int | None, code: str, words: str) -> None:
        title = None if at is None else self._titles[at] or None
        self._errors.append(RowError(number, title, code, words))


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
