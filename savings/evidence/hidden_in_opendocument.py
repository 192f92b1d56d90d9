"""What does an OpenDocument text or spreadsheet hold that does not show when it is opened?"""

import re
from collections.abc import Callable, Iterable

from savings.evidence.child.hidden_kinds import HiddenKind

from .hidden_columns import MOST, HiddenColumns, columns
from .hidden_content import HiddenContent
from .part_windows import PartWindows, attribute, number_of

_END_OF_ROW = b"</table:table-row>"
_COMMENT = re.compile(rb"<office:annotation[\s>/]")
_CHANGE = re.compile(
    rb"<(?:text:changed-region|table:(?:cell-content-change|insertion|deletion|movement))[\s>/]"
)
_HIDDEN_TEXT = re.compile(
    rb"""<text:hidden-(?:text|paragraph)[\s>/]|text:display\s*+=\s*+["']none"""
)
_TAG = re.compile(
    rb"<(style:style|style:table-properties|table:table|table:table-column|table:table-row)(?=[\s/>])([^<>]*+)>"
)
_EDGE_OF_ROW = re.compile(rb"</?table:table-row[\s/>]")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])([^<>]*+)>")
_HOLDS = re.compile(rb"\s(?:office:value-type|table:formula)\s*+=")
_REPEATED = b"table:number-columns-repeated"
_VISIBLE = (b"", b"visible")
_DOCUMENT = (b"<office:spreadsheet", b"<office:text")  # A chart is neither.
_MOST_ROWS = 1 << 20  # LibreOffice and Excel have no more.


class _Content(PartWindows):
    """The text, or the sheets with their rows. A sheet is hidden by its style, which comes before it."""

    def __init__(self, hidden: HiddenContent) -> None:
        super().__init__(hidden)
        self._style = b""
        self._hidden_styles: set[bytes] = set()
        self._column = 0
        self._columns = HiddenColumns()
        self._take = {
            b"style:style": self._begin_style,
            b"style:table-properties": self._style_of_tables,
            b"table:table": self._begin_sheet,
            b"table:table-column": self._begin_columns,
        }

    def end_of(self, window: bytes) -> int:
        last = window.rfind(_END_OF_ROW)
        return last + len(_END_OF_ROW) if last >= 0 else super().end_of(window)

    def look(self, window: bytes) -> None:
        self._hidden.add(HiddenKind.COMMENT, len(_COMMENT.findall(window)))
        self._hidden.add(HiddenKind.CHANGE, len(_CHANGE.findall(window)))
        self._hidden.add(HiddenKind.TEXT, len(_HIDDEN_TEXT.findall(window)))
        for tag in self._hidden.looking_at(_TAG.finditer(window)):
            if tag[1] == b"table:table-row":
                self._begin_row(tag[2], window, tag.end())
            else:
                self._take[tag[1]](tag[2])

    def _begin_style(self, tag: bytes) -> None:
        self._style = attribute(tag, b"style:name")

    def _style_of_tables(self, tag: bytes) -> None:
        if attribute(tag, b"table:display") == b"false":
            self._hidden_styles.add(self._style)

    def _begin_sheet(self, tag: bytes) -> None:
        self._column, self._columns = 1, HiddenColumns()
        if attribute(tag, b"table:style-name") in self._hidden_styles:
            name = attribute(tag, b"table:name").decode("utf-8", "replace")
            self._hidden.add(HiddenKind.SHEET, names=[name])

    def _begin_columns(self, tag: bytes) -> None:
        after = self._column + _repeated(tag)
        if attribute(tag, b"table:visibility") not in _VISIBLE:
            self._columns.hide(columns(self._column, after))
        self._column = after

    def _begin_row(self, tag: bytes, window: bytes, start: int) -> None:
        is_hidden = attribute(tag, b"table:visibility") not in _VISIBLE
        if not is_hidden and not self._columns:
            return
        edge = _EDGE_OF_ROW.search(window, start)  # Of this row, or of the next.
        cells = _CELL.finditer(window, start, edge.start() if edge else len(window))
        filled = _filled_in(self._hidden.looking_at(cells))
        if not filled:
            return
        if is_hidden:
            rows = number_of(tag, b"table:number-rows-repeated") or 1
            self._hidden.add(HiddenKind.ROW, min(rows, _MOST_ROWS))
        self._hidden.add(HiddenKind.COLUMN, self._columns.fill(filled))


class _Object(PartWindows):
    """What lies inside a document: another document, or a chart, of which nothing is said."""

    _is_said = False

    def look(self, window: bytes) -> None:
        if not self._is_said and any(kind in window for kind in _DOCUMENT):
            self._is_said = True
            self._hidden.add(HiddenKind.ATTACHED)


_OBJECT = re.compile(r"^object[^/]*/content\.xml$")
_OTHER_PROGRAMS = re.compile(r"^object [^/]*$")


def reader_of(name: str, hidden: HiddenContent) -> Callable[[bytes], None] | None:
    """As that of `hidden_in_office`."""
    if _OTHER_PROGRAMS.search(name):
        hidden.add(HiddenKind.ATTACHED)
    if name == "content.xml":
        return _Content(hidden).take
    return _Object(hidden).take if _OBJECT.search(name) else None


def _filled_in(cells: Iterable[re.Match[bytes]]) -> int:
    """The columns that hold something, of the cells of a row."""
    column, filled = 1, 0
    for cell in cells:
        # There may be millions, of which few are repeated.
        after = column + (_repeated(cell[1]) if _REPEATED in cell[1] else 1)
        if _HOLDS.search(cell[1]):
            filled |= columns(column, after)
        column = after
        if column > MOST:
            break
    return filled


def _repeated(tag: bytes) -> int:
    return number_of(tag, _REPEATED) or 1
