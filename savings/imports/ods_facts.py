"""What does the XML of an ODS workbook say that its values do not? See `sheet_facts`."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from savings.imports.errors import BadCell
from savings.imports.ods_styles import OdsStyles, conditional_areas
from savings.imports.office_zip import SAVE_AGAIN, refused
from savings.imports.sheet_facts import (
    Merge,
    SheetFacts,
    cell_error,
    formula_without_result,
    read_xml,
)
from savings.imports.shown_amounts import held_number, perhaps, rounding_or_flaw, shown_by_style

_CONTENT, _STYLES, _SETTINGS = "content.xml", "styles.xml", "settings.xml"
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_CELLS = ("table-cell", "covered-table-cell")
_LARGEST = 1 << 21  # more rows or columns than any program has
_NUMBERS = ("float", "currency", "percentage")
# Of what stands in a cell only its paragraphs are its text.
_ASIDE = ("annotation", "shapes", "frame", "custom-shape", "rect", "control", "g")
_NO_ZEROS = re.compile(rb'ShowZeroValues"[^>]*>\s*false')


def ods_facts(parts: Mapping[str, bytes]) -> list[SheetFacts]:
    """Return the facts of each sheet, in the order of the workbook."""
    if parts.get("mimetype", b"").strip() != _TYPE.encode() or _CONTENT not in parts:
        raise refused(f"The file is not a spreadsheet, whatever its name says. {SAVE_AGAIN}")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refused(f"The file has a password. Take the password off. {SAVE_AGAIN}")
    styles = OdsStyles([parts.get(_STYLES, b"<none/>"), parts[_CONTENT]])
    reader = _ContentReader(
        styles,
        conditional_areas(parts[_CONTENT], styles),
        hides_zeros=bool(_NO_ZEROS.search(parts.get(_SETTINGS, b""))),
    )
    read_xml(parts[_CONTENT], reader.start, reader.end, reader.characters)
    return reader.sheets


class _ContentReader:
    """Walks over all sheets, keeping where it is: ODS gives no references, only how often to repeat."""

    def __init__(
        self, styles: OdsStyles, conditional: list[list[Merge]], *, hides_zeros: bool
    ) -> None:
        self.sheets: list[SheetFacts] = []
        self._styles, self._conditional, self._hides_zeros = styles, conditional, hides_zeros
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables = 0
        self._row = self._rows = self._column = 0
        self._row_is_hidden = False
        self._row_style = ""
        self._column_styles: list[tuple[int, int, str]] = []
        self._cell: dict[str, str] | None = None
        self._text = ""
        self._paragraphs = self._aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        attributes = {key.rpartition(":")[2]: value for key, value in _without_calcext(attributes)}
        if name == "table":
            self._start_table(attributes)
        elif name in _CELLS:
            self._cell, self._text, self._paragraphs = attributes, "", 0
        elif self._cell is not None:
            self._start_in_cell(name, attributes)
        elif name == "table-row":
            self._row += self._rows
            self._rows = _repeated(attributes, "number-rows-repeated")
            self._row_is_hidden = attributes.get("visibility", "visible") != "visible"
            self._row_style = attributes.get("default-cell-style-name", "")
            self._column = 1
        elif name == "table-column":
            self._start_column(attributes)
        elif name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        if name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table":
            self._tables -= 1
        elif name in _ASIDE and self._aside:
            self._aside -= 1

    def characters(self, text: str) -> None:
        if self._cell is not None and not self._aside:
            self._text += text

    def _start_in_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ASIDE:
            self._aside += 1
        elif name == "p" and not self._aside:
            self._paragraphs += 1
        elif name in ("s", "tab", "line-break") and not self._aside:
            self._text += " " * min(int(attributes.get("c", "1")), 100)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables > 1:
            raise refused("The sheet has a table inside a cell. Copy the figures into a new sheet.")
        is_hidden = attributes.get("style-name") in self._hidden_styles
        self.sheets.append(SheetFacts(attributes.get("name", ""), is_hidden))
        self._row, self._rows, self._column = 1, 0, 1
        self._column_styles = []

    def _start_column(self, attributes: dict[str, str]) -> None:
        count = _repeated(attributes, "number-columns-repeated")
        if attributes.get("visibility", "visible") != "visible":
            self.sheets[-1].hidden_columns.append((self._column, self._column + count - 1))
        style = attributes.get("default-cell-style-name", "")
        self._column_styles.append((self._column, self._column + count - 1, style))
        self._column += count

    def _end_cell(self, cell: dict[str, str]) -> None:
        first = self._column
        self._column += _repeated(cell, "number-columns-repeated")
        if _spans(cell):
            self._note_merge(cell, first)
        if "value-type" in cell or "formula" in cell:
            self._note_value(cell, range(first, self._column))

    def _note_merge(self, cell: dict[str, str], column: int) -> None:
        rows = _repeated(cell, "number-rows-spanned")
        columns = _repeated(cell, "number-columns-spanned")
        self.sheets[-1].note_merge((self._row, column, self._row + rows - 1, column + columns - 1))

    def _note_value(self, cell: dict[str, str], columns: range) -> None:
        facts = self.sheets[-1]
        rows = range(self._row, self._row + self._rows)
        facts.note_value(rows[-1], columns[-1])
        facts.data_columns.update(columns)
        for row in rows if self._row_is_hidden else ():
            facts.note_hidden_row(row)
        flaw = self._flaw(cell)
        facts.note_found(flaw, rows, columns)
        is_number = not flaw and cell.get("value-type") in _NUMBERS
        held = held_number(cell.get("value", "")) if is_number else None
        if held is not None:
            self._note_number(cell, held, rows, columns)

    def _flaw(self, cell: dict[str, str]) -> BadCell | None:
        if cell.get("is-error"):
            return cell_error(self._text.strip())
        # A formula that gives an empty text has an empty paragraph, and no type.
        gives_blank = self._paragraphs and not self._text.strip()
        return formula_without_result() if "value-type" not in cell and not gives_blank else None

    def _note_number(
        self, cell: dict[str, str], held: Decimal, rows: range, columns: range
    ) -> None:
        """Take down how a number is shown, or may be where a condition holds: once for all cells that repeat it."""
        facts = self.sheets[-1]
        shown = self._shown_in(cell) if self._paragraphs else None
        shown = "" if self._hides_zeros and held == 0 else shown
        found = None if shown is None else rounding_or_flaw(shown, held)
        for style, run in self._by_style(cell, columns):
            is_plain = shown is not None or self._styles.is_plain(style)
            facts.note_found(found if is_plain else shown_by_style(held), rows, run)
            if self._styles.has_other_by_condition(style):
                facts.note_found(perhaps(shown_by_style(held)), rows, run)
        for top, left, bottom, right in self._areas_here():
            here = _both(rows, top, bottom), _both(columns, left, right)
            if all(here):
                facts.note_found(perhaps(shown_by_style(held)), *here)

    def _areas_here(self) -> list[Merge]:
        return self._conditional[len(self.sheets) - 1] if self._conditional else []

    def _shown_in(self, cell: dict[str, str]) -> str:
        """The text of a cell, with the unit of which its type tells."""
        text, currency = self._text, cell.get("currency", "GBP")
        if cell["value-type"] == "percentage" and "%" not in text:
            return f"{text}%"
        return f"{text} {currency}" if currency != "GBP" and text[-1:].isdigit() else text

    def _by_style(self, cell: dict[str, str], columns: range) -> Iterator[tuple[str, range]]:
        """The style of the cell, or of its row; without one those of the columns in which it is repeated."""
        if style := cell.get("style-name") or self._row_style:
            yield style, columns
            return
        for first, last, style in self._column_styles:
            if run := _both(columns, first, last):
                yield style, run
        styled = self._column_styles[-1][1] if self._column_styles else 0
        if beyond := _both(columns, styled + 1, columns.stop):
            yield "", beyond


def _both(numbers: range, first: int, last: int) -> range:
    """Those of the numbers that are from `first` to `last`."""
    return range(max(numbers.start, first), min(numbers.stop, last + 1))


def _without_calcext(attributes: dict[str, str]) -> list[tuple[str, str]]:
    """LibreOffice repeats the type in a name space of its own, where it says that a cell is an error."""
    pairs = [(k, v) for k, v in attributes.items() if not k.startswith("calcext:")]
    if attributes.get("calcext:value-type") == "error":
        pairs.append(("is-error", "true"))
    return pairs


def _spans(cell: dict[str, str]) -> bool:
    return any(cell.get(f"number-{way}-spanned", "1") != "1" for way in ("rows", "columns"))


def _repeated(attributes: dict[str, str], name: str) -> int:
    count = int(attributes.get(name, "1"))
    if not 1 <= count <= _LARGEST:
        raise ValueError(f"{name} is {count}.")
    return count
