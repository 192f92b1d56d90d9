"""Files made so that the search for what does not show would not end, or would fill the memory of the site.

Nothing is timed: a search that goes over such a file more than a few times would take many minutes over it.
"""

import tracemalloc

import pytest

from savings.evidence import hidden_content, hidden_in_office, hidden_in_opendocument
from savings.evidence.hidden_content import HiddenContent

pytestmark = pytest.mark.no_database

_LONG = 1 << 20
_MEMORY = 32 << 20  # bytes beside the file
_HIDDEN_ROW = b'<row hidden="1"><c><v/></c></row>'
_SHEET, _BOOK, _CONTENT = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "content.xml"
_HIDDEN_COLUMN = b'<col min="1" max="9" hidden="1"/>'
_COLLAPSED = b'table:visibility="collapse"'
_END = b"</table:table-row>"
_MILLIONS = b'table:number-columns-repeated="2097152"'


def _much(of):
    return of * (_LONG // len(of))


TEXTS = {
    "hidden rows without an end": (_SHEET, _much(b'<row hidden="1">'), ""),
    "hidden rows, each with the end of the one before": (
        _SHEET, b'<row hidden="1">' + _much(b'<row hidden="1"/>') + b'<c r="A1">', "",
    ),
    "a cell that says where it is without end": (_SHEET, _HIDDEN_COLUMN + b"<c" + _much(b' r="A1"'), ""),
    "an empty cell that says so": (_SHEET, _HIDDEN_COLUMN + b"<c" + _much(b' r="A1"') + b"/>", ""),
    "a column of a number that has no end": (
        _SHEET, b'<col min="' + b"9" * 5_000 + b'" max="9" hidden="1"/><c r="A1">', "",
    ),
    "a sheet without an end": (_BOOK, b"<sheet " + _much(b"a"), ""),
    "a sheet of quotes": (_BOOK, b"<sheet " + _much(b'""'), ""),
    "hidden rows of ODS without an end": (_CONTENT, _much(b"<table:table-row %s>" % _COLLAPSED), ""),
    "columns and cells of ODS by the million": (
        _CONTENT,
        b"<table:table>" + b"<table:table-column %s %s/>" % (_COLLAPSED, _MILLIONS) * 30
        + b"<table:table-row>" + b'<table:table-cell %s office:value-type="float"/>' % _MILLIONS * 30,
        "16,384 hidden columns",
    ),
    "every other column of ODS, in every row": (
        _CONTENT,
        b"<table:table>" + b"<table:table-column/><table:table-column %s/>" % _COLLAPSED * 8_000
        + _much(b"<table:table-row>" + b'<table:table-cell/><table:table-cell office:value-type="x"/>' * 8_000),
        "8,000 hidden columns",
    ),
}  # fmt: skip


def _look(name, text, hidden):
    of = hidden_in_opendocument if name == _CONTENT else hidden_in_office
    read = of.reader_of(name, hidden)
    for piece in (text, b""):
        read(piece)


@pytest.mark.parametrize(("name", "text", "words"), TEXTS.values(), ids=TEXTS)
def test_the_search_ends_and_takes_little_memory(name, text, words):
    hidden = HiddenContent()
    tracemalloc.start()
    try:
        _look(name, text, hidden)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert hidden.words == words
    assert most < _MEMORY


def test_of_what_is_too_much_to_look_at_it_is_said_that_it_was_not(monkeypatch):
    monkeypatch.setattr(hidden_content, "MOST_LOOKED_AT", 3)
    enough, cells, too_much = (HiddenContent() for _file in range(3))

    _look(_SHEET, _HIDDEN_ROW * 3, enough)
    _look(_SHEET, _HIDDEN_ROW * 2, too_much)
    _look("xl/worksheets/sheet2.xml", _HIDDEN_ROW * 2, too_much)
    _look(_CONTENT, b"<table:table-row %s>" % _COLLAPSED + b"<table:table-cell/>" * 3 + _END, cells)

    assert enough.words == "3 hidden rows"
    assert too_much.words == "3 hidden rows and what could not be checked"
    assert cells.words == "what could not be checked"
