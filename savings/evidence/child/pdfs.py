"""Is this a whole PDF, what does it do when it is opened, and what does a page of it look like?"""

import re
import zlib
from contextlib import suppress
from typing import BinaryIO

import pypdfium2 as pdfium
from pypdfium2.raw import FPDF_ERR_PASSWORD

from .answers import Hidden, answer
from .hidden_kinds import HiddenKind
from .limits import MAX_HEIGHT, MAX_WIDTH
from .pictures import as_png
from .refusal import Unreadable

_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_END_REGION = 4096  # Some writers put a little behind the end.

# A name ends where one of these stands. Scripts hang on /JS; /Rendition may carry one without saying /JavaScript.
_NAME = rb"/(?:%s)(?=[\s/<>\[\]()])"
_ACTIVE = {
    "holds a script": re.compile(_NAME % rb"JavaScript|Rendition|JS(?=\s*[(<\d])"),
    "starts another program": re.compile(_NAME % rb"Launch"),
    "has other files inside": re.compile(_NAME % rb"EmbeddedFiles?|RichMedia"),
    "sends what is typed into it to an address": re.compile(_NAME % rb"SubmitForm|ImportData"),
}
# What is pinned to a page: a file, a note, and words about a passage that is marked.
_PINNED = re.compile(rb"/Subtype\s*" + _NAME % rb"FileAttachment")
_NOTE = re.compile(
    rb"/Subtype\s*" + _NAME % rb"(?:Text|Highlight|Underline|Squiggly|StrikeOut|Caret)"
)
_MOST_NAMES = 100

_TOO_MUCH = "holds more than could be checked"
_LOCKED = "has a password, so it could not be checked"

# Names may also stand in compressed object streams, and be written with #41 for A.
_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,500}?stream\r?\n", re.DOTALL)
_STREAM_BYTES = 1 << 20
_STREAM_UNPACKED = 8 << 20
_ALL_UNPACKED = 64 << 20
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def check(file: BinaryIO) -> bytes:
    """Answer what was found; Unreadable `corrupt`."""
    content = file.read()
    # Some scanners fill a file up with zeros; no reader minds.
    if not _END.search(content.rstrip(b"\0")[-_END_REGION:]):
        raise Unreadable("corrupt")
    try:
        document = _opened(content)
    except Locked:
        return answer([_LOCKED], [])
    if not len(document):
        raise Unreadable("corrupt")
    places, is_all = _places(content)
    return answer(_active_content(places, is_all=is_all), _hidden(document, places))


def count_pages(file: BinaryIO) -> bytes:
    """Answer the number of pages, in digits."""
    return str(len(_opened(file.read()))).encode()


def draw_page(file: BinaryIO, number: str) -> bytes:
    """Answer page `number`, counted from 1, as PNG."""
    page = _opened(file.read())[int(number) - 1]
    width, height = (max(side, 1) for side in page.get_size())
    picture = page.render(scale=min(MAX_WIDTH / width, MAX_HEIGHT / height)).to_pil()
    return as_png(picture)


def _active_content(places: list[bytes], *, is_all: bool) -> list[str]:
    """What the PDF does by itself, in words. Names that somebody went to length to hide may stay hidden."""
    found = [words for words, name in _ACTIVE.items() if any(map(name.search, places))]
    return found if is_all else [*found, _TOO_MUCH]


def _hidden(document: pdfium.PdfDocument, places: list[bytes]) -> list[Hidden]:
    """The files attached to the document and to its pages, and the comments on its pages."""
    attached, names = document.count_attachments(), []
    with suppress(pdfium.PdfiumError):  # A name may be damaged; the file is there.
        names = [document.get_attachment(n).get_name() for n in range(min(attached, _MOST_NAMES))]
    on_pages, comments = (
        sum(len(name.findall(place)) for place in places) for name in (_PINNED, _NOTE)
    )
    found = [
        Hidden(HiddenKind.ATTACHED, attached + on_pages, names),
        Hidden(HiddenKind.COMMENT, comments),
    ]
    return [hidden for hidden in found if hidden.number]


def _places(content: bytes) -> tuple[list[bytes], bool]:
    """Where names may stand, as they are read, and whether that is all of it."""
    packed, is_all = _object_streams(content)
    return [
        _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), place) for place in [content, *packed]
    ], is_all


class Locked(Unreadable):
    """A password is needed to open it."""


def _opened(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise Locked("encrypted") from None
        raise Unreadable("corrupt") from None


def _object_streams(content: bytes) -> tuple[list[bytes], bool]:
    """The object streams, unpacked, and whether that is all of them."""
    unpacked, room = [], _ALL_UNPACKED
    for start in _OBJECT_STREAM.finditer(content):
        packed = content[start.end() : start.end() + _STREAM_BYTES]
        try:
            unpacked.append(zlib.decompressobj().decompress(packed, min(_STREAM_UNPACKED, room)))
        except zlib.error:
            continue
        room -= len(unpacked[-1])
        if room <= 0:
            return unpacked, False
    return unpacked, True
