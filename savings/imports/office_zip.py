"""Which XML is in this workbook, if it is safe to open?

`savings.evidence.office_archive` unpacks it under caps; the spreadsheet library is only ever given an archive that
`repacked` wrote from those parts.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from savings.evidence.office_archive import (
    Caps,
    UnsafeArchive,
    is_xml,
    open_archive,
    refuse_document_type,
    unpack,
)
from savings.imports.errors import ImportRefused, RowError

CAPS = Caps(entries=2_000, unpacked=128 << 20)  # 100,000 rows of ten columns are 50 MB of XML.

SAVE_AGAIN = "Open it in your spreadsheet program and save it as .xlsx or .csv."
_TOO_MUCH = (
    "The file unpacks to far more than a sheet of figures needs. Save it as .csv, or copy the "
    "figures into a new workbook."
)
_WORDS = {
    "corrupt": f"The file is damaged and cannot be opened. {SAVE_AGAIN}",
    "encrypted": f"The file has a password. Take the password off. {SAVE_AGAIN}",
    "macro": "The file has macros in it. Save it as .xlsx without macros, or as .csv.",
    "bad_member_name": f"The file has a part whose name leads out of it. {SAVE_AGAIN}",
    "repeated_part": f"The file holds two parts of the same name. {SAVE_AGAIN}",
    "archive_bomb": _TOO_MUCH,
    "too_many_entries": _TOO_MUCH,
    "xml_entity": f"The file holds a document type, which no spreadsheet needs. {SAVE_AGAIN}",
}


def xml_parts(path: Path) -> dict[str, bytes]:
    """Return the XML parts of the workbook by name; ImportRefused `not_a_table` if it is not safe or whole."""
    try:
        with open_archive(path, CAPS) as archive:
            return _unpacked(archive)
    except UnsafeArchive as unsafe:
        raise refused(_WORDS[unsafe.code]) from None


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


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts = {}
    for entry in archive.infolist():
        if is_xml(entry.filename) or entry.filename == "mimetype":
            content = b"".join(unpack(archive, entry))
            refuse_document_type(content)
            parts[entry.filename] = content
    return parts
