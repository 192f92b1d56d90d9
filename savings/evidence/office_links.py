"""Does an Office document fetch or start something when it is opened, as far as its XML says?

Nothing is expanded or fetched here. What is written so that it cannot be read in this way is said to be so: no Office
program writes letters by their codes, or its text in sections of its own.
"""

import re
from collections.abc import Callable
from html import unescape
from xml.parsers import expat

from .office_archive import UnsafeArchive
from .part_windows import is_ascii_in_bytes

REACHES_OUT = "fetches something from another address"
STARTS = "starts another program"
UNREADABLE = "holds what could not be checked"

_MOST_LINKS = 300_000  # A sheet of Excel has at most 66,530 links.
_LONGEST_RELATIONSHIPS = 16 << 20  # Bytes: of those links some 13 MB.
_LONGEST_TAG = 1 << 20  # Bytes of a tag and the text after it; a cell holds 128 kB at most.

# A hyperlink waits for a click; a template, a picture or another workbook is fetched.
_HYPERLINKS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink",
}
_ENCODINGS = {None, "utf-8", "us-ascii", "ascii"}

# The code of a letter, 65 to 90 or 97 to 122, as XML may write it.
_LETTER_BY_CODE = re.compile(
    rb"&#(?:0*(?:6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2])|x0*(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]));",
    re.IGNORECASE,
)

# A field of Word is written in pieces: its beginning, the words of it, and what parts them from its result.
_FIELD_PIECE = re.compile(
    rb"""<(?:[\w.-]+:)?(?:(fldChar)\b|instrText\b(?:[^<>"']|"[^"<]*"|'[^'<]*')*>([^<]*)"""
    rb"""|fldSimple\b[^<]*?instr\s*=\s*("[^"<]*"|'[^'<]*'))"""
)
_LONGEST_INSTRUCTION = 1024
_STARTING_FIELD = re.compile(r"\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_FETCHING_FIELD = re.compile(
    r"\s*(?:(?:INCLUDETEXT|IMPORT|INCLUDE|DATABASE|LINK|RD)\b|INCLUDEPICTURE\b(?:.*(?:://|\\\\)|.{500}))",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED_BY_CODE = re.compile(r"\s*QUOTE\s+\d", re.IGNORECASE)

_FUNCTION = re.compile(rb"\b(?:(webservice|image)|dde|rtd|call)\s*\(", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?(?:f|definedName|formula\d?)[\s>]")
_FORMULA_OF_TAG = re.compile(rb"formula\s*=")
_FUNCTIONS = (b"webservice", b"image", b"dde", b"rtd", b"call")
_ELSEWHERE = re.compile(rb"""href\s*=\s*["'](?:[A-Za-z][A-Za-z0-9+.-]{1,20}:|[/\\]{2})""")
_CLICKED = re.compile(rb"<(?:[\w.-]+:)?(?:a|form)\s")


class Links:
    """`found` says what a document does when it is opened. One with too many links to look at is said to fetch."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._left = _MOST_LINKS

    def reader_of(self, name: str) -> Callable[[bytes], None] | None:
        """What takes the part of this name, in lower case, piece by piece, and an empty one at its end.

        None where such a part says nothing of the kind.
        """
        if name.endswith(".rels"):
            return _Relationships(self).take
        kind = next((kind for part, kind in _KINDS if part.search(name)), None)
        return kind(self).take if kind else None

    def count(self) -> bool:
        """Whether one more link may be looked at."""
        self._left -= 1
        if self._left < 0:
            self.found.add(REACHES_OUT)
        return self._left >= 0


class _Relationships:
    """A part that says what the others belong to, read as XML."""

    def __init__(self, links: Links) -> None:
        self._links, self._left, self._is_done = links, _LONGEST_RELATIONSHIPS, False
        self._parser = expat.ParserCreate("utf-8")
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = _refuse_document_type
        self._parser.StartElementHandler = self._begun

    def take(self, piece: bytes) -> None:
        if self._is_done:
            return
        self._left -= len(piece)
        try:
            self._parser.Parse(piece, not piece)
        except expat.ExpatError:
            self._reaches_out()
        if self._left < 0:
            self._reaches_out()

    def _declared(self, _version: str | None, encoding: str | None, _standalone: int) -> None:
        if (encoding and encoding.lower()) not in _ENCODINGS:
            self._reaches_out()

    def _begun(self, name: str, said: dict[str, str]) -> None:
        if self._is_done or name.rpartition(":")[2] != "Relationship":
            return
        if not self._links.count():
            self._is_done = True
        elif said.get("Type") not in _HYPERLINKS and _leads_out(said):
            self._reaches_out()

    def _reaches_out(self) -> None:
        self._links.found.add(REACHES_OUT)
        self._is_done = True


class _Text:
    """A part that is searched as it stands, in windows that each end before a tag."""

    def __init__(self, links: Links) -> None:
        self._links, self._tail, self._is_first = links, b"", True

    def look(self, xml: bytes) -> None:
        raise NotImplementedError

    def take(self, piece: bytes) -> None:
        window = self._tail + piece
        last = max(window.rfind(b"<"), 0) if piece else len(window)
        self._tail = window[last:]
        if len(self._tail) > _LONGEST_TAG:
            self._tail = b""
            self._links.found.add(UNREADABLE)
        if (self._is_first and not is_ascii_in_bytes(window)) or _is_veiled(window):
            self._links.found.add(UNREADABLE)
        self._is_first = False
        self.look(window[:last])


class _Fields(_Text):
    """A part of Word: what is said between two marks of a field is one instruction."""

    def __init__(self, links: Links) -> None:
        super().__init__(links)
        self._words = b""

    def look(self, xml: bytes) -> None:
        for piece in _FIELD_PIECE.finditer(xml):
            mark, text, simple = piece.groups()
            if simple:
                self._look_at(simple[1:-1])
            if mark:
                self._words = b""
            # Of what goes on for long, such as a reference to a book, the beginning says what it is.
            elif text and len(self._words) < _LONGEST_INSTRUCTION:
                self._words = (self._words + text).lstrip()[:_LONGEST_INSTRUCTION]
                self._look_at(self._words)

    def _look_at(self, words: bytes) -> None:
        instruction = unescape(words.decode("utf-8", "replace"))
        if _STARTING_FIELD.match(instruction):
            self._links.found.add(STARTS)
        elif _FETCHING_FIELD.match(instruction):
            self._links.found.add(REACHES_OUT)
        elif _QUOTED_BY_CODE.match(instruction):
            self._links.found.add(UNREADABLE)


class _Formulas(_Text):
    """A sheet or the names of a workbook."""

    def look(self, xml: bytes) -> None:
        lowered = xml.lower().replace(b"hidden", b"")  # Said of many rows, and no call of dde.
        if not any(function in lowered for function in _FUNCTIONS):
            return
        before, is_formula = 0, False
        for function in _FUNCTION.finditer(xml):
            start = xml.rfind(b"<", before, function.start())
            if start >= 0:
                is_formula, before = bool(_FORMULA.match(xml, start)), start
            # Of a long tag only what was not looked at yet.
            is_formula = is_formula or bool(_FORMULA_OF_TAG.search(xml, before, function.start()))
            before = function.end()
            if is_formula:
                self._links.found.add(REACHES_OUT if function[1] else STARTS)


class _ExternalLink(_Text):
    """What a workbook says of another program or workbook."""

    def look(self, xml: bytes) -> None:
        if b"ddeLink" in xml:
            self._links.found.add(STARTS)


class _OpenDocument(_Formulas):
    """The text or the styles of an OpenDocument file: all that leads elsewhere and does not wait for a click."""

    def look(self, xml: bytes) -> None:
        super().look(xml)
        found = self._links.found
        if b"dde-application" in xml:
            found.add(STARTS)
        before, is_clicked = 0, True
        for elsewhere in _ELSEWHERE.finditer(xml):
            if REACHES_OUT in found or not self._links.count():
                return
            start = xml.rfind(b"<", before, elsewhere.start())
            if start >= 0:
                is_clicked = bool(_CLICKED.match(xml, start))
            before = elsewhere.end()
            if not is_clicked:
                found.add(REACHES_OUT)


_KINDS = (
    (re.compile(r"^word/[^/]*\.xml$"), _Fields),
    (re.compile(r"^xl/externallinks/.*\.xml$"), _ExternalLink),
    (re.compile(r"^xl/(?:worksheets/.*|workbook)\.xml$"), _Formulas),
    (re.compile(r"(?:content|styles)\.xml$"), _OpenDocument),
)


def _is_veiled(xml: bytes) -> bool:
    """Whether words may be parted by comments or sections (a document type was refused before), or written by codes."""
    return b"<!" in xml or (b"&#" in xml and bool(_LETTER_BY_CODE.search(xml)))


def _leads_out(said: dict[str, str]) -> bool:
    return said.get("TargetMode", "").strip().lower() == "external" or "://" in said.get(
        "Target", ""
    )


def _refuse_document_type(*_declaration: object) -> None:
    raise UnsafeArchive("xml_entity")
