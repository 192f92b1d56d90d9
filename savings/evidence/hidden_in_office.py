"""What does a Word document or an Excel workbook hold that does not show when it is opened?

Only what is there to be read is counted: many people hide the empty columns beside a table.
"""

import re
from collections.abc import Callable

from savings.evidence.child.hidden_kinds import HiddenKind

from .hidden_columns import HiddenColumns, columns
from .hidden_content import HiddenContent
from .part_windows import PartWindows, attribute, number_of

# Each pattern goes over a byte a few times at most, whatever the file says: `++` and `*+` give nothing back.
_NAME = rb"<(?:[\w.-]+:)?"
_SHEET = re.compile(_NAME + rb"""sheet(\s(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_COLUMN = re.compile(_NAME + rb"col(\s[^<>]*+)>")
_ROW = re.compile(_NAME + rb"row(\s[^<>]*+)(?<!/)>")
# What comes first in a row: a cell with something in it, or the end of the row, be it that the next begins.
_CELL_OR_END = re.compile(rb"<(?:[\w.-]+:)?(c)(?:\s[^<>]*+)?+(?<!/)>|</?(?:[\w.-]+:)?row[\s/>]")
# That the cell has an end and is not empty is seen before its column is looked for, and once.
_COLUMN_OF_CELL = re.compile(
    _NAME + rb"""c(?=\s[^<>]*+(?<!/)>)(?:[^<>]*?\s)r\s*+=\s*+["']([A-Z]{1,3})\d+["']"""
)
_END_OF_ROW = b"row>"
_NO_HEIGHT = re.compile(rb"""\sht\s*+=\s*+["']0["']""")
_YES = (b"1", b"true")
_COMMENT = re.compile(_NAME + rb"(?:comment|threadedComment)[\s>/]")
# Beside each thread of comments Excel keeps a comment for older programs, under an author of its own.
_OF_A_THREAD = re.compile(_NAME + rb"author>tc=")
_CHANGE = re.compile(_NAME + rb"(?:ins|del|moveFrom|moveTo)[\s>/]")
_VANISHED = re.compile(_NAME + rb"""vanish(?:\s+[\w:]*val\s*=\s*["'](?:1|true|on)["'])?\s*/?>""")
_VALUE_ELSEWHERE = re.compile(_NAME + rb"cell\s")
_EMBEDDED = re.compile(r"^(?:word|xl)/embeddings/")


class _Workbook(PartWindows):
    """Which sheets are hidden, be it so that Excel does not offer to show them."""

    def look(self, window: bytes) -> None:
        for tag in self._hidden.looking_at(_SHEET.finditer(window)):
            if attribute(tag[1], b"state").lower() in (b"hidden", b"veryhidden"):
                name = attribute(tag[1], b"name").decode("utf-8", "replace")
                self._hidden.add(HiddenKind.SHEET, names=[name])


class _Worksheet(PartWindows):
    """The rows and columns that are hidden and hold something. Columns are described before the rows come."""

    def __init__(self, hidden: HiddenContent) -> None:
        super().__init__(hidden)
        self._has_rows = False
        self._columns = HiddenColumns()

    def end_of(self, window: bytes) -> int:
        last = window.rfind(_END_OF_ROW)
        return last + len(_END_OF_ROW) if last >= 0 else 0

    def look(self, window: bytes) -> None:
        for tag in () if self._has_rows else self._hidden.looking_at(_COLUMN.finditer(window)):
            if _is_hidden(tag[1], b"width"):
                first, last = (number_of(tag[1], end) for end in (b"min", b"max"))
                if first and last:
                    self._columns.hide(columns(first, last + 1))
        self._has_rows = True
        self._look_at_rows(window)
        if self._columns:
            self._look_at_columns(window)

    def _look_at_rows(self, window: bytes) -> None:
        if b"hidden" not in window and not _NO_HEIGHT.search(window):
            return
        for tag in self._hidden.looking_at(_ROW.finditer(window)):
            if _is_hidden(tag[1], b"ht"):
                found = _CELL_OR_END.search(window, tag.end())
                if found and found[1]:
                    self._hidden.add(HiddenKind.ROW)

    def _look_at_columns(self, window: bytes) -> None:
        filled = 0
        for letters in set(_COLUMN_OF_CELL.findall(window)):
            column = _number_of(letters)
            filled |= columns(column, column + 1)
        self._hidden.add(HiddenKind.COLUMN, self._columns.fill(filled))


class _Comments(PartWindows):
    """Comments, of Word and of either kind of Excel."""

    def look(self, window: bytes) -> None:
        found = len(_COMMENT.findall(window)) - len(_OF_A_THREAD.findall(window))
        self._hidden.add(HiddenKind.COMMENT, found)


class _Text(PartWindows):
    """What Word says on its pages: what was put in and struck out, and what is there and not shown."""

    def look(self, window: bytes) -> None:
        self._hidden.add(HiddenKind.CHANGE, len(_CHANGE.findall(window)))
        self._hidden.add(HiddenKind.TEXT, len(_VANISHED.findall(window)))


class _Elsewhere(PartWindows):
    """What a workbook remembers of another to which its formulas lead."""

    _is_said = False

    def look(self, window: bytes) -> None:
        if not self._is_said and _VALUE_ELSEWHERE.search(window):
            self._is_said = True
            self._hidden.add(HiddenKind.ELSEWHERE)


_READERS: tuple[tuple[re.Pattern[str], type[PartWindows]], ...] = (
    (re.compile(r"^xl/workbook\.xml$"), _Workbook),
    (re.compile(r"^xl/worksheets/[^/]*\.xml$"), _Worksheet),
    (re.compile(r"^xl/(?:comments|threadedcomments/).*\.xml$"), _Comments),
    (re.compile(r"^xl/externallinks/[^/]*\.xml$"), _Elsewhere),
    (re.compile(r"^word/comments\d*\.xml$"), _Comments),
    (re.compile(r"^word/(?:document|header|footer|footnotes|endnotes)\d*\.xml$"), _Text),
)
# Parts of which it says enough that they are there.
_THERE = (
    (_EMBEDDED, HiddenKind.ATTACHED),
    (re.compile(r"^xl/pivotcache/pivotcacherecords"), HiddenKind.PIVOT),
    (re.compile(r"^xl/revisions/revisionlog"), HiddenKind.EARLIER),
)


def reader_of(name: str, hidden: HiddenContent) -> Callable[[bytes], None] | None:
    """What takes the part of this name, in lower case, piece by piece, and an empty one at its end; None if nothing."""
    for part, kind in _THERE:
        if part.search(name):
            hidden.add(kind)
    reader = next((reader for part, reader in _READERS if part.search(name)), None)
    return reader(hidden).take if reader else None


def _is_hidden(tag: bytes, size: bytes) -> bool:
    return attribute(tag, b"hidden") in _YES or attribute(tag, size) == b"0"


def _number_of(letters: bytes) -> int:
    """The number of a column by its letters, A the first."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
