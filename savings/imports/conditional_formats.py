"""Which conditional formats of an XLSX sheet change what a number shows?

Colours do not. Another number format does, and so does a picture in the place of the number.
"""

import operator
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from savings.imports.errors import BadCell
from savings.imports.number_formats import NumberFormat, NumberFormats
from savings.imports.sheet_facts import Merge, read_xml
from savings.imports.shown_amounts import perhaps, rounding_or_flaw, shown_by_format
from savings.imports.xlsx_references import area

_MARK = b"conditionalFormatting"
_PICTURES = ("iconSet", "dataBar")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "lessThan": operator.lt, "lessThanOrEqual": operator.le, "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge, "equal": operator.eq, "notEqual": operator.ne,
}  # fmt: skip


@dataclass(frozen=True)
class ConditionalFormat:
    """A rule over some cells. `number_format` None: in the place of the number nothing is shown."""

    areas: tuple[Merge, ...]
    number_format: NumberFormat | None
    compared: str = ""
    bound: Decimal | None = None

    def flaw(self, row: int, column: int, held: Decimal) -> BadCell | None:
        """Why the number that the cell here holds cannot be told from what it may show."""
        is_here = any(
            top <= row <= bottom and left <= column <= right
            for top, left, bottom, right in self.areas
        )
        if not is_here or not self._may_hold(held):
            return None
        shown = self.number_format.shown(held) if self.number_format else ""
        if self.number_format and shown is None:
            return perhaps(shown_by_format(self.number_format.code, held))
        found = rounding_or_flaw(shown or "", held)
        return perhaps(found) if isinstance(found, BadCell) else None

    def _may_hold(self, held: Decimal) -> bool:
        """A rule that compares with a number is looked at; of any other it is not said when it holds."""
        if self.bound is None:
            return True
        return _COMPARE[self.compared](held, self.bound)


def conditional_formats(sheet: bytes, formats: NumberFormats) -> list[ConditionalFormat]:
    """Read a worksheet's XML for those that matter; they stand below the cells, so they are read first."""
    if _MARK not in sheet:
        return []
    reader = _RuleReader(formats)
    read_xml(sheet, reader.start, reader.end, reader.characters)
    return reader.found


class _RuleReader:
    """Walks over the rules. Those of newer programs stand apart, and carry their formats with them."""

    def __init__(self, formats: NumberFormats) -> None:
        self.found: list[ConditionalFormat] = []
        self._formats = formats
        self._areas = self._text = ""
        self._rules: list[dict] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._text = ""
        if name == "conditionalFormatting":
            self._areas, self._rules = attributes.get("sqref", ""), []
        elif name == "cfRule":
            self._rules.append({"formulas": []} | self._begun(attributes))
        elif name == "numFmt" and self._rules:
            self._rules[-1]["format"] = NumberFormat(attributes.get("formatCode", ""))
        elif name in _PICTURES and attributes.get("showValue") in ("0", "false") and self._rules:
            self._rules[-1]["format"] = None

    def characters(self, text: str) -> None:
        self._text += text

    def end(self, name: str) -> None:
        if name in ("formula", "f") and self._rules:
            self._rules[-1]["formulas"].append(self._text)
        elif name == "sqref":
            self._areas = self._text
        elif name == "conditionalFormatting":
            areas = tuple(map(area, self._areas.split()))
            self.found += [_made(areas, rule) for rule in self._rules if "format" in rule]
            self._rules = []

    def _begun(self, attributes: dict[str, str]) -> dict:
        rule: dict = {"compared": attributes.get("operator", "")}
        if "dxfId" in attributes and (styled := self._formats.of_rule[int(attributes["dxfId"])]):
            rule["format"] = styled
        return rule


def _made(areas: tuple[Merge, ...], rule: dict) -> ConditionalFormat:
    compared, formulas = rule["compared"], rule["formulas"]
    bound = None
    if compared in _COMPARE and len(formulas) == 1:
        with suppress(ArithmeticError):  # Else it is worked out, from other cells.
            bound = Decimal(formulas[0].strip())
    return ConditionalFormat(areas, rule["format"], compared, bound)
