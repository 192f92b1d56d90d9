"""What does a stored file look like, without handing out its bytes?

PDFs and pictures are drawn in the child; text is shown as its first lines. The number of pages comes from the
file itself, and is remembered under its SHA-256: the bytes never change, so neither does the number.
"""

import codecs
from typing import cast

from django.core.cache import cache

from savings.models import StoredFile
from savings.models.choices import FileType

from . import store
from .confined import ChildNotStarted, ChildRefused, read_apart

MAX_PAGES = 20
MAX_LINES = 100
_MAX_TEXT = 64 << 10

_PICTURES = (FileType.PNG, FileType.JPEG)
_TEXTS = (FileType.CSV, FileType.TXT)
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class PreviewImpossible(Exception):
    """The file cannot be shown; the text says why, and that it can be downloaded."""


def page_count(stored: StoredFile) -> int:
    """How many pages `preview_png` shows: of a PDF at most MAX_PAGES, of a picture one; PreviewImpossible."""
    if stored.file_type in _PICTURES:
        return 1
    if stored.file_type != FileType.PDF:
        raise PreviewImpossible(
            f"{stored.get_file_type_display()} files are not shown here. Download the file to read it."
        )

    def counted() -> int:
        return min(int(_read_apart(stored, "count_pages")), MAX_PAGES)

    return cast(int, cache.get_or_set(f"pages-of-{stored.sha256}", counted, timeout=None))


def preview_png(stored: StoredFile, page: int = 1) -> bytes:
    """Return the page, counted from 1, as PNG at most 1200 pixels wide; PreviewImpossible."""
    if not 1 <= page <= page_count(stored):
        raise PreviewImpossible(
            f"The file has no page {page} that can be shown here. Download the file to read all of it."
        )
    if stored.file_type in _PICTURES:
        return _read_apart(stored, "draw_picture", stored.file_type)
    return _read_apart(stored, "draw_page", str(page))


def preview_text(stored: StoredFile) -> str:
    """Return the first lines of a CSV or text file, at most MAX_LINES; PreviewImpossible for other types."""
    if stored.file_type not in _TEXTS:
        raise PreviewImpossible("The file is not text. Download the file to read it.")
    with store.open_stored(stored.sha256) as file:
        beginning = file.read(_MAX_TEXT)
    lines = _decoded(beginning).splitlines()
    if len(beginning) == _MAX_TEXT:
        lines = lines[:-1] or lines  # The last one was cut.
    return "\n".join(lines[:MAX_LINES])


def _read_apart(stored: StoredFile, task: str, *arguments: str) -> bytes:
    try:
        with store.open_stored(stored.sha256) as file:
            return read_apart(task, *arguments, file=file)
    except ChildNotStarted:
        raise PreviewImpossible(
            "No file can be shown here at the moment. Try again later, or download the file to read it."
        ) from None
    except ChildRefused as refused:
        why = "It has a password." if refused.code == "encrypted" else "It is too large or unusual."
        raise PreviewImpossible(
            f"The file cannot be shown here. {why} Download the file to read it."
        ) from None


def _decoded(beginning: bytes) -> str:
    """As `text_encodings` read it when it was taken: a mark says which, else UTF-8, else Windows-1252."""
    codec = next((c for mark, c in _MARKS.items() if beginning.startswith(mark)), "utf-8")
    decoder = codecs.getincrementaldecoder(codec)
    try:
        return decoder().decode(beginning)  # A character cut off at the end waits, and is left out.
    except UnicodeDecodeError:
        return beginning.decode("cp1252", errors="replace")
