"""What does the XML of an ODS workbook say that its values do not? See `sheet_facts`."""

from collections.abc import Mapping

from savings.imports.errors import BadCell
from savings.imports.office_zip import SAVE_AGAIN, refused
from savings.imports.sheet_facts import (
    SheetFacts,
    cell_error,
    formula_without_result,
    not_pounds,
    percentage,
    read_xml,
)

_CONTENT = "content.xml"
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_CELLS = ("table-cell", "covered-table-cell")
_LARGEST = 1 << 21  # more rows or columns than any program has


def ods_facts(parts: Mapping[str, bytes]) -> list[SheetFacts]:
    """Return the facts of each sheet, in the order of the workbook."""
    if parts.get("mimetype", b"").strip() != _TYPE.encode() or _CONTENT not in parts:
        raise refused(f"The file is not a spreadsheet, whatever its name says. {SAVE_AGAIN}")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refused(f"The file has a password. Take the password off. {SAVE_AGAIN}")
    reader = _ContentReader()
    read_xml(parts[_CONTENT], reader.start, reader.end, reader.characters)
    return reader.sheets


class _ContentReader:
    """Walks over all sheets, keeping where it is: ODS gives no references, only how often to repeat."""

    def __init__(self) -> None:
        self.sheets: list[SheetFacts] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables = 0
        self._row = self._rows = self._column = 0
        self._row_is_hidden = False
        self._cell: dict[str, str] | None = None
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        attributes = {key.rpartition(":")[2]: value for key, value in _without_calcext(attributes)}
        if name == "table":
            self._start_table(attributes)
        elif name in _CELLS:
            self._cell, self._text = attributes, ""
        elif name == "table-row":
            self._row += self._rows
            self._rows = _repeated(attributes, "number-rows-repeated")
            self._row_is_hidden = attributes.get("visibility", "visible") != "visible"
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

    def characters(self, text: str) -> None:
        if self._cell is not None:
            self._text += text

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables > 1:
            raise refused("The sheet has a table inside a cell. Copy the figures into a new sheet.")
        is_hidden = attributes.get("style-name") in self._hidden_styles
        self.sheets.append(SheetFacts(attributes.get("name", ""), is_hidden))
        self._row, self._rows, self._column = 1, 0, 1

    def _start_column(self, attributes: dict[str, str]) -> None:
        count = _repeated(attributes, "number-columns-repeated")
        if attributes.get("visibility", "visible") != "visible":
            self.sheets[-1].hidden_columns.append((self._column, self._column + count - 1))
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
        flaw = self._flaw(cell)
        for row in rows if self._row_is_hidden or flaw else ():
            if self._row_is_hidden:
                facts.note_hidden_row(row)
            if flaw:
                for column in columns:
                    facts.note_flaw(row, column, flaw)

    def _flaw(self, cell: dict[str, str]) -> BadCell | None:
        kind = cell.get("value-type")
        if cell.get("is-error"):
            return cell_error(self._text.strip())
        if kind is None:
            return formula_without_result()
        if kind == "percentage":
            return percentage()
        currency = cell.get("currency", "GBP")
        return not_pounds(currency) if kind == "currency" and currency != "GBP" else None


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
