"""Which rows does an XLSX or ODS workbook hold under our titles? Its cells are read in `workbook_cells`."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from savings.imports.cells import is_blank
from savings.imports.column_letters import column_letters
from savings.imports.control_characters import without_controls
from savings.imports.errors import ImportRefused, RowError
from savings.imports.ods_facts import ods_facts
from savings.imports.office_zip import xml_parts
from savings.imports.sheet import NumberedRow, Sheet, empty_file
from savings.imports.sheet_facts import SheetFacts
from savings.imports.titles import (
    ROWS_SEARCHED,
    Columns,
    TitleRow,
    match_score,
    read_titles,
)
from savings.imports.workbook_cells import (
    rounded_cells,
    rows_of_sheet,
    values_of_sheet,
    with_merges,
)
from savings.imports.xlsx_facts import xlsx_facts
from totalplace.refused_value import quoted

# Sheets of our own template that explain the columns; a person does not fill them in.
TEMPLATE_SHEETS = ("Columns", "Lists")
# One word such as “Note” or “Year” stands in many a list.
_TITLES_OF_A_TABLE = 2


class WorkbookSheet(Sheet):
    """The one sheet with data of a workbook; see `Sheet`."""

    def __init__(self, path: Path, columns: Columns, max_rows: int | None = None) -> None:
        parts = xml_parts(path)
        all_facts = self._read_facts(parts)
        self._facts, self._index = _sheet_with_data(all_facts)
        self._values = values_of_sheet(parts, self._index)
        super().__init__(self._find_titles(columns), max_rows)
        self._merges = [merge for merge in self._facts.merges if merge[2] > self.title_row.row]
        self.errors += [*self._hidden_rows(), *self._hidden_columns()]
        self.notes += self._roundings()
        self._look_at_hidden(all_facts, parts, columns)

    def _look_at_hidden(
        self, all_facts: list[SheetFacts], parts: Mapping[str, bytes], columns: Columns
    ) -> None:
        """Refuse a hidden sheet that may hold what the visible one does; name those that hold lists of a program."""
        passed_over = []
        for index, facts in _hidden_with_data(all_facts):
            rows = islice(rows_of_sheet(values_of_sheet(parts, index), facts), ROWS_SEARCHED)
            if any(match_score(cells, columns) >= _TITLES_OF_A_TABLE for _, cells in rows):
                self.errors.append(_hidden_sheet(facts))
            else:
                passed_over.append(quoted(facts.name))
        if passed_over:
            self.notes.append(
                f"Not read, because hidden and without our titles: {', '.join(passed_over)}."
            )

    @staticmethod
    @abstractmethod
    def _read_facts(parts: Mapping[str, bytes]) -> list[SheetFacts]:
        """What the workbook's XML says of each of its sheets."""

    def _find_titles(self, columns: Columns) -> TitleRow:
        rows = [
            row
            for row in islice(rows_of_sheet(self._values, self._facts), ROWS_SEARCHED)
            if not all(map(is_blank, row[1]))
        ]
        if not rows:
            raise ImportRefused([empty_file()])
        title_row, errors = read_titles(rows, columns)
        if title_row is None or errors:
            raise ImportRefused(errors, title_row.notes if title_row else ())
        return title_row

    def _numbered_rows(self) -> Iterator[NumberedRow]:
        width = self.title_row.width
        for number, cells in islice(
            rows_of_sheet(self._values, self._facts), self.title_row.row, None
        ):
            cells = without_controls(cells)
            cells += [""] * (width - len(cells))
            yield number, with_merges(self._merges, number, cells, width)

    def _ragged(self, number: int, cells: list) -> RowError:
        width = self.title_row.width
        outside = [i for i, cell in enumerate(cells) if i >= width and not is_blank(cell)]
        named = f"{column_letters(outside[0])}{number}"
        holds = "holds a value" if len(outside) == 1 else "and others hold values"
        return RowError(
            number,
            None,
            "ragged",
            f"{named} {holds} outside the table, where there is no title. Empty what is there, or give it a "
            "title that is taken here.",
        )

    def _roundings(self) -> list[str]:
        """The cells in columns that are read whose format rounds what they hold: the first of them by name."""
        read = set(self.position.values())
        return rounded_cells(
            (row, column, rounding)
            for (row, column), rounding in sorted(self._facts.roundings.items())
            if row > self.title_row.row and column - 1 in read
        )

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
        hidden = [_hidden_sheet(facts) for _, facts in _hidden_with_data(all_facts)]
        raise ImportRefused([*hidden, empty_file()])
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


def _hidden_with_data(all_facts: list[SheetFacts]) -> list[tuple[int, SheetFacts]]:
    return [
        (index, facts)
        for index, facts in enumerate(all_facts)
        if facts.has_data and facts.is_hidden and facts.name not in TEMPLATE_SHEETS
    ]


def _hidden_sheet(facts: SheetFacts) -> RowError:
    return RowError(
        None,
        None,
        "hidden",
        f"The sheet {quoted(facts.name)} is hidden and holds values. Delete it, or show it and delete the others.",
    )
