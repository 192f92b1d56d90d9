"""Is it safe to unpack this Office file?

DOCX, XLSX, ODT and ODS are ZIP archives, and an archive can lie: 300 kB may unpack to 300 MB. So its directory is
measured before it is read, its parts before they are unpacked, and each part again while it is unpacked. Used by
the importers and for evidence; each has its own words for the codes.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MAX_RATIO = 300  # Office XML shrinks 5 to 50 times; only repeated filler shrinks further.
_SMALL = 8 << 20  # Below this the ratio does no harm.
_PIECE = 1 << 20

_RECORD = b"PK\x01\x02"  # begins each entry of the directory
_XML = (".xml", ".rels")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("xl/macrosheets/", "basic/", "scripts/")
_ENCRYPTED = 0x1
_METHODS = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # Office uses no others; they unpack without a limit.
_OUTSIDE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:")
_DOCUMENT_TYPE = b"<!DOCTYPE"
_IN_UTF_16 = tuple(_DOCUMENT_TYPE.decode().encode(codec) for codec in ("utf-16-le", "utf-16-be"))
OVERLAP = max(map(len, _IN_UTF_16))  # bytes of the piece before in which one may have begun

UNSAFE = (
    "corrupt", "encrypted", "macro", "bad_member_name", "repeated_part", "archive_bomb",
    "too_many_entries", "xml_entity",
)  # fmt: skip


@dataclass(frozen=True)
class Caps:
    """The most that is unpacked: parts, and bytes in all."""

    entries: int
    unpacked: int


class UnsafeArchive(Exception):
    """`code` is one of UNSAFE."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_archive(path: Path, caps: Caps) -> zipfile.ZipFile:
    """Open the archive; UnsafeArchive if what its directory says is not safe or not whole."""
    with _damage_refused():
        # The library reads the whole directory at once, whatever its length.
        if _records(path) > caps.entries:
            raise UnsafeArchive("too_many_entries")
        archive = zipfile.ZipFile(path)
    try:
        _check_entries(archive.infolist(), caps)
    except UnsafeArchive:
        archive.close()
        raise
    return archive


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the part in pieces, never more than it says it holds; UnsafeArchive if it is damaged."""
    with _damage_refused(), archive.open(entry) as part:
        # The library stops at the size the directory gives; a part that holds more then fails its checksum.
        while piece := part.read(_PIECE):
            yield piece


def is_xml(name: str) -> bool:
    """Whether the part is read as XML."""
    return name.casefold().endswith(_XML)


def refuse_document_type(xml: bytes) -> None:
    """UnsafeArchive if the XML has a document type: no Office program writes one, and entities need it."""
    # The search for a zero is quick, and nearly all XML is spared the others.
    if _DOCUMENT_TYPE in xml or (b"\0" in xml and any(words in xml for words in _IN_UTF_16)):
        raise UnsafeArchive("xml_entity")


def _records(path: Path) -> int:
    """At least the number of entries in the directory: parts that are archives themselves count too."""
    found, tail = 0, b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found += (tail + piece).count(_RECORD)
            tail = piece[-len(_RECORD) + 1 :]
    return found


def _check_entries(entries: list[zipfile.ZipInfo], caps: Caps) -> None:
    names = [entry.filename.casefold() for entry in entries]
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnsafeArchive("encrypted")
    if any(n.endswith(_MACROS) or n.startswith(_MACRO_FOLDERS) for n in names):
        raise UnsafeArchive("macro")
    if any(_leads_out(entry) for entry in entries):
        raise UnsafeArchive("bad_member_name")
    if len(set(names)) != len(names):
        raise UnsafeArchive("repeated_part")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise UnsafeArchive("corrupt")
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > caps.unpacked or (unpacked > _SMALL and unpacked > packed * MAX_RATIO):
        raise UnsafeArchive("archive_bomb")


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    # The library cuts a name at NUL; what was written stays in `orig_filename`.
    return is_link or "\0" in entry.orig_filename or bool(_OUTSIDE.search(entry.orig_filename))


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError,
    ):  # fmt: skip
        raise UnsafeArchive("corrupt") from None
