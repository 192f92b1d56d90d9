"""Is this really the Office document its name says, is it safe to keep, and does it reach outside when opened?"""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from savings.models.choices import FileType

from . import hidden_in_office, hidden_in_opendocument
from .cautions import caution
from .findings import Findings
from .hidden_content import HiddenContent
from .office_archive import (
    OVERLAP,
    Caps,
    UnsafeArchive,
    is_xml,
    open_archive,
    refuse_document_type,
    unpack,
)
from .office_links import Links
from .refusals import FileRefused

HiddenReaderOf = Callable[[str, HiddenContent], Callable[[bytes], None] | None]

# A ledger of 25 MB is some 250 MB of XML; unpacking 400 MB takes about two seconds.
CAPS = Caps(entries=5_000, unpacked=400 << 20)
_MAX_LIST = 1 << 20  # bytes of the part that says what the others are

_TYPES = "[Content_Types].xml"
_MAIN_PART = {
    FileType.DOCX: b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    FileType.XLSX: b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_MIMETYPE = {
    FileType.ODT: b"application/vnd.oasis.opendocument.text",
    FileType.ODS: b"application/vnd.oasis.opendocument.spreadsheet",
}
_CONTENT_TYPE = re.compile(rb"""ContentType\s*=\s*["']([^"']*)["']""")
_MACROS = (b"macroenabled", b"vbaproject", b"macrosheet")

_HIDDEN_IN = {
    FileType.DOCX: hidden_in_office.reader_of,
    FileType.XLSX: hidden_in_office.reader_of,
    FileType.ODT: hidden_in_opendocument.reader_of,
    FileType.ODS: hidden_in_opendocument.reader_of,
}

_HOLDS_FILES = "has other files inside"
_EMBEDDED = ("word/embeddings/", "xl/embeddings/", "word/activex/", "xl/activex/")

_SAVE_AGAIN = "Open it in the program it was made with, save it again, and send that."
_WORDS = {
    "corrupt": f"The file is damaged or cut off. {_SAVE_AGAIN}",
    "encrypted": "The file has a password, so nobody could read it. Take the password off, save it, and send it again.",
    "macro": "The file holds macros. Save it without macros (.docx, .xlsx) or as PDF, and send that.",
    "bad_member_name": f"A part of the file has a name that leads out of it. {_SAVE_AGAIN}",
    "repeated_part": f"The file holds two parts of the same name. {_SAVE_AGAIN}",
    "archive_bomb": f"The file unpacks to more than {CAPS.unpacked >> 20} MB, or to far more than it should. "
    "Save it as PDF or CSV, or in parts, and send that.",
    "too_many_entries": f"The file has more than {CAPS.entries:,} parts. Save it as PDF, and send that.",
    "xml_entity": f"The file defines entities, which no Office document needs. {_SAVE_AGAIN}",
}


def check_office(path: Path, file_type: FileType) -> Findings:
    """Return what was found; FileRefused if the document is damaged, dangerous, or another kind than `file_type`."""
    try:
        with open_archive(path, CAPS) as archive:
            _check_kind(archive, file_type)
            return _look_into(archive, _HIDDEN_IN[file_type])
    except UnsafeArchive as unsafe:
        code = "corrupt" if unsafe.code == "repeated_part" else unsafe.code
        raise FileRefused(code, _WORDS[unsafe.code]) from None


def _check_kind(archive: zipfile.ZipFile, file_type: FileType) -> None:
    if file_type in _MIMETYPE:
        if _small_part(archive, "mimetype").strip() != _MIMETYPE[file_type]:
            raise _other_kind(file_type)
        if b"encryption-data" in _small_part(archive, "META-INF/manifest.xml"):
            raise UnsafeArchive("encrypted")
        return
    types = _small_part(archive, _TYPES)
    if any(word in types.lower() for word in _MACROS):
        raise UnsafeArchive("macro")
    # Nobody writes these by their codes but to hide one from us.
    if b"&#" in types:
        raise UnsafeArchive("corrupt")
    if _MAIN_PART[file_type] not in _CONTENT_TYPE.findall(types):
        raise _other_kind(file_type)


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The part's content; empty if there is none."""
    if name not in archive.namelist():
        return b""
    entry = archive.getinfo(name)
    if entry.file_size > _MAX_LIST:
        raise UnsafeArchive("corrupt")
    return b"".join(unpack(archive, entry))


def _other_kind(file_type: FileType) -> FileRefused:
    return FileRefused(
        "type_mismatch",
        f"The file is named .{file_type}, but is something else inside. Open it in the program it was made "
        f"with, save it as {file_type.label}, and send that.",
    )


def _look_into(archive: zipfile.ZipFile, hidden_reader_of: HiddenReaderOf) -> Findings:
    """Unpack every part, which tells whether it is damaged, and return what was found."""
    names = [entry.filename.casefold() for entry in archive.infolist()]
    found = [_HOLDS_FILES] if any(name.startswith(_EMBEDDED) for name in names) else []
    links, hidden = Links(), HiddenContent()
    for name, entry in zip(names, archive.infolist(), strict=True):
        readers = [read for read in (links.reader_of(name), hidden_reader_of(name, hidden)) if read]
        tail = b""
        for piece in unpack(archive, entry):
            if is_xml(name):
                refuse_document_type(tail + piece)
                tail = piece[-OVERLAP:]
            for read in readers:
                read(piece)
        for read in readers:
            read(b"")
    return Findings(caution("This file", [*found, *links.found]), hidden.words)
