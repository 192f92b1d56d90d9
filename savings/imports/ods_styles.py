"""Which styles of an ODS workbook show a number as it is held, but for rounding? By what they are made of.

A cell of an ODS workbook brings its text along, and that is looked at. Its style is asked where there is no text, and
where a condition may put another style in its place.
"""

import re
from collections.abc import Iterable

from savings.imports.sheet_facts import Merge, read_xml
from savings.imports.xlsx_references import row_and_column

_MARK = b"conditional-format"
_OF_NUMBERS = ("number-style", "currency-style", "text-style")
_OF_OTHERS = ("percentage-style", "date-style", "time-style", "boolean-style")
# What may stand in a style of numbers, where its words add nothing to the digits.
_HOLDS_DIGITS = ("number", "text-content")
_HOLDS_WORDS = ("text", "currency-symbol", "fill-character", "embedded-text")
_OTHERWISE_HARMLESS = ("text-properties", "map")
_ADDS_NOTHING = re.compile(r"(?:£|GBP|[-\u2212()]|\s)*")
_PICTURES = ("icon-set", "data-bar")
_CELL = r"\$?([A-Z]{1,3})\$?([0-9]+)"
_AREA = re.compile(rf"\.{_CELL}(?::[^:]*?\.?{_CELL})?(?=\s|$)")


class OdsStyles:
    """The styles of a workbook, from each of its parts that has some."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._data_style: dict[str, str] = {}
        self._parent: dict[str, str] = {}
        self._instead: dict[
            str, list[str]
        ] = {}  # By a style of cells or of numbers: those of its conditions.
        self._made_otherwise: set[str] = set()
        self._style = self._data = self._text = ""
        self._has_digits = False
        for part in parts:
            read_xml(part, self._start, self._end, self._characters)

    def is_plain(self, style: str) -> bool:
        """Whether every cell of this style, by its name, shows its number, and nothing but pounds beside it."""
        data = next(
            (self._data_style[s] for s in self._with_parents(style) if s in self._data_style), ""
        )
        return not self._made_otherwise.intersection([data, *self._instead.get(data, [])])

    def has_other_by_condition(self, style: str) -> bool:
        """Whether a condition may put a style in the place of this one that is not plain."""
        return any(
            not self.is_plain(other)
            for one in self._with_parents(style)
            for other in self._instead.get(one, [])
        )

    def _with_parents(self, style: str) -> list[str]:
        found: list[str] = []
        while style and style not in found:
            found.append(style)
            style = self._parent.get(style, "")
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        attributes = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        self._text = ""
        if name == "style":
            self._start_style(attributes)
        elif name in _OF_NUMBERS or name in _OF_OTHERS:
            self._data, self._has_digits = attributes.get("name", ""), False
            self._made_otherwise |= {self._data} if name in _OF_OTHERS else set()
        elif name == "map" and "apply-style-name" in attributes:
            self._instead.setdefault(self._data or self._style, []).append(
                attributes["apply-style-name"]
            )
        elif self._data:
            self._start_inside(name, attributes)

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("name", "")
        if "data-style-name" in attributes:
            self._data_style[self._style] = attributes["data-style-name"]
        self._parent[self._style] = attributes.get("parent-style-name", "")

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        self._has_digits |= name in _HOLDS_DIGITS
        is_known = name in (*_HOLDS_DIGITS, *_HOLDS_WORDS, *_OTHERWISE_HARMLESS)
        if not is_known or attributes.get("display-factor", "1") != "1":
            self._made_otherwise.add(self._data)

    def _characters(self, text: str) -> None:
        self._text += text

    def _end(self, name: str) -> None:
        if not self._data:
            return
        if name in _HOLDS_WORDS and not _ADDS_NOTHING.fullmatch(self._text):
            self._made_otherwise.add(self._data)
        elif name in (*_OF_NUMBERS, *_OF_OTHERS):
            self._made_otherwise |= set() if self._has_digits else {self._data}
            self._data = ""


def conditional_areas(content: bytes, styles: OdsStyles) -> list[list[Merge]]:
    """For each sheet, in their order, where a condition may show a number as something else."""
    if _MARK not in content:
        return []
    found: list[list[Merge]] = []
    here: list[Merge] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal here
        attributes = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table":
            found.append([])
        elif name == "conditional-format":
            here = _areas(attributes.get("target-range-address", ""))
        elif found and (
            (name == "condition" and not styles.is_plain(attributes.get("apply-style-name", "")))
            or (name in _PICTURES and attributes.get("show-value") == "false")
        ):
            found[-1] += here

    read_xml(content, start)
    return found


def _areas(addresses: str) -> list[Merge]:
    areas = []
    for first_column, first_row, last_column, last_row in _AREA.findall(addresses):
        first = row_and_column(first_column + first_row)
        last = row_and_column(last_column + last_row) if last_row else first
        areas.append((*first, *last))
    return areas
