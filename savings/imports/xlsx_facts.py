"""What does the XML of an XLSX workbook say that its values do not? See `sheet_facts`."""

import posixpath
import re
from collections.abc import Mapping

from savings.imports.conditional_formats import ConditionalFormat, conditional_formats
from savings.imports.errors import BadCell
from savings.imports.number_formats import NumberFormats, number_formats
from savings.imports.office_zip import SAVE_AGAIN, refused
from savings.imports.sheet_facts import (
    SheetFacts,
    cell_error,
    formula_without_result,
    read_xml,
)
from savings.imports.shown_amounts import held_number, shown_by_format
from savings.imports.xlsx_references import area, row_and_column

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_NO_PART = b"<none/>"
_NUMBERS = (None, "n")
_WHOLE = re.compile(r"[1-9][0-9]{0,11}")
_ZERO = re.compile(r"-?[0.]+(?:[eE].*)?")


def xlsx_facts(parts: Mapping[str, bytes]) -> list[SheetFacts]:
    """Return the facts of each worksheet, in the order of the workbook."""
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise refused("The file has macros in it. Save it as .xlsx without macros, or as .csv.")
    if _WORKBOOK not in parts:
        raise refused(f"The file is not a spreadsheet, whatever its name says. {SAVE_AGAIN}")
    workbook = _Workbook(parts)
    formats = number_formats(parts.get(_STYLES, _NO_PART))
    for facts, part in workbook.sheets:
        # A chart sheet has a part of its own, and no cells in it.
        _SheetReader(facts, formats, workbook.is_stale).read(parts.get(part, _NO_PART))
    return [facts for facts, _ in workbook.sheets]


class _Workbook:
    """The sheets with their parts, and whether formulas are marked to be worked out on opening."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.sheets: list[tuple[SheetFacts, str]] = []
        self.is_stale = False
        self._targets: dict[str, str] = {}
        read_xml(parts.get(_RELATIONS, _NO_PART), self._relation)
        read_xml(parts[_WORKBOOK], self._element)

    def _relation(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = posixpath.join("/xl", attributes.get("Target", ""))
            self._targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            facts = SheetFacts(attributes.get("name", ""), is_hidden)
            self.sheets.append((facts, self._targets.get(relation, "")))
        elif name == "calcPr":
            # Written by programs that store formulas without working them out, often with 0 as the
            # result.
            self.is_stale = attributes.get("fullCalcOnLoad") in ("1", "true")


class _SheetReader:
    """Walks over one sheet's cells, keeping where it is: references may be left out of the file."""

    def __init__(self, facts: SheetFacts, formats: NumberFormats, is_stale: bool) -> None:
        self._facts = facts
        self._formats = formats
        self._is_stale = is_stale
        self._hides_zeros = False
        self._conditional: list[ConditionalFormat] = []
        self._row = self._column = 0
        self._row_is_hidden = False
        self._cell: dict[str, str] = {}
        self._has_formula = self._has_value = self._in_value = False
        self._text = ""

    def read(self, content: bytes) -> None:
        self._conditional = conditional_formats(content, self._formats)
        read_xml(content, self._start, self._end, self._characters)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "is"):
            self._in_value = self._has_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            self._row_is_hidden = _is_hidden(attributes, "ht")
        elif name == "col" and _is_hidden(attributes, "width"):
            self._facts.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif name == "mergeCell":
            self._facts.note_merge(area(attributes.get("ref", "")))
        elif name == "sheetView" and attributes.get("showZeros") in ("0", "false"):
            self._hides_zeros = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            self._row, self._column = row_and_column(reference)
        else:
            self._column += 1
        self._cell = attributes
        self._has_formula = self._has_value = False
        self._text = ""

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._text += text

    def _end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in ("v", "is"):
            self._in_value = False

    def _end_cell(self) -> None:
        if not self._has_value and not self._has_formula:
            return
        self._facts.note_value(self._row, self._column)
        if self._row_is_hidden:
            self._facts.note_hidden_row(self._row)
        flaw = self._flaw()
        if flaw:
            self._facts.note_flaw(self._row, self._column, flaw)
        elif self._cell.get("t") in _NUMBERS and self._text:
            self._note_shown(self._text)

    def _flaw(self) -> BadCell | None:
        kind = self._cell.get("t")
        if kind == "e":
            return cell_error(self._text)
        # The result of a formula may be empty text; a number or a date cannot be empty.
        if self._has_formula and (self._is_stale or (not self._text and kind != "str")):
            return formula_without_result()
        return None

    def _note_shown(self, text: str) -> None:
        """Take down how the format, or one that comes with a condition, shows the number that is held."""
        styled = self._formats.of_style.get(self._cell.get("s", "0"))
        is_plain = styled is None or (styled.shows_whole_pounds and _WHOLE.fullmatch(text))
        if is_plain and not self._conditional and not (self._hides_zeros and _ZERO.fullmatch(text)):
            return
        held = held_number(text)
        if held is None:
            return
        here = self._row, self._column
        if self._hides_zeros and held == 0:
            self._facts.note_shown(*here, "", held)
        elif styled and (shown := styled.shown(held)) is not None:
            self._facts.note_shown(*here, shown, held)
        elif styled:
            self._facts.note_flaw(*here, shown_by_format(styled.code, held))
        for conditional in self._conditional:
            if flaw := conditional.flaw(*here, held):
                self._facts.note_flaw(*here, flaw)


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    return attributes.get("hidden") in ("1", "true") or attributes.get(size) == "0"
