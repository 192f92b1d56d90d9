"""Is this workbook safe to open, and what XML is in it?

XLSX and ODS are ZIP archives, and an archive can lie: 300 kB may unpack to 300 MB. So each part is
unpacked here, under caps on what it says it holds and on what really comes out, and the spreadsheet
library is only ever given an archive that `repacked` wrote from those parts.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from savings.imports.errors import ImportRefused, RowError

MAX_ENTRIES = 2_000
MAX_UNPACKED = 128 << 20  # A sheet of 100,000 rows and ten columns is about 50 MB of XML.
MAX_RATIO = 300  # Spreadsheet XML shrinks 5 to 50 times; only repeated filler shrinks further.
_SMALL = 8 << 20  # Below this the ratio does no harm.

_XML = (".xml", ".rels")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("xl/macrosheets/", "basic/", "scripts/")
_ENCRYPTED = 0x1

SAVE_AGAIN = "Open it in your spreadsheet program and save it as .xlsx or .csv."


def xml_parts(path: Path) -> dict[str, bytes]:
    """Return the XML parts of the workbook by name; ImportRefused `not_a_table` if it is not safe or whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            return _unpacked(archive, [e for e in entries if _is_needed(e.filename)])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise refused(f"The file is damaged and cannot be opened. {SAVE_AGAIN}") from None


def repacked(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return the parts as a new archive, not compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed


def refused(message: str) -> ImportRefused:
    """The refusal of a whole file because of what it is."""
    return ImportRefused([RowError(None, None, "not_a_table", message)])


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.casefold() for entry in entries]
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refused(f"The file has a password. Take the password off. {SAVE_AGAIN}")
    if any(n.endswith(_MACROS) or n.startswith(_MACRO_FOLDERS) for n in names):
        raise refused("The file has macros in it. Save it as .xlsx without macros, or as .csv.")
    if len(set(names)) != len(names):
        raise refused(f"The file holds two parts of the same name. {SAVE_AGAIN}")
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    too_big = unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > packed * MAX_RATIO)
    if len(entries) > MAX_ENTRIES or too_big:
        raise refused(
            "The file unpacks to far more than a sheet of figures needs. Save it as .csv, or copy the "
            "figures into a new workbook."
        )


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts = {}
    for entry in entries:
        # Told how much to expect, `read` unpacks no more than that; a part that holds more then fails
        # its checksum. Without the number it would unpack everything first.
        with archive.open(entry) as part:
            content = part.read(entry.file_size + 1)
        # No spreadsheet program writes a document type; it is how entity bombs get in.
        if b"<!DOCTYPE" in content[:4096]:
            raise refused(
                f"The file holds a document type, which no spreadsheet needs. {SAVE_AGAIN}"
            )
        parts[entry.filename] = content
    return parts


def _is_needed(name: str) -> bool:
    return name.casefold().endswith(_XML) or name == "mimetype"
