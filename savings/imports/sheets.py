"""What kind of file is this, and how are its rows read? The one door for every importer."""

from collections.abc import Callable
from pathlib import Path

from savings.imports.csv_sheet import CsvSheet
from savings.imports.errors import ImportRefused
from savings.imports.office_zip import SAVE_AGAIN, refused
from savings.imports.sheet import Sheet, empty_file
from savings.imports.titles import Columns
from savings.imports.workbook_sheet import OdsSheet, XlsxSheet
from totalplace.refused_value import quoted

__all__ = ["Columns", "Sheet", "open_sheet"]

_READERS: dict[str, Callable[[Path, Columns, int | None], Sheet]] = {
    ".csv": CsvSheet,
    ".txt": CsvSheet,
    ".xlsx": XlsxSheet,
    ".ods": OdsSheet,
}
_MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam", ".xlsb")
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Excel, and a workbook with a password
_OLE_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_OLE_LABEL = "DRMEncryptedDataSpace".encode("utf-16-le")
_NOT_TEXT = (b"%PDF-", b"{\\rtf", b"<", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_TYPES = "Send it as a .csv, .xlsx or .ods file."


def open_sheet(
    path: Path | str, columns: Columns, *, name: str | None = None, max_rows: int | None = None
) -> Sheet:
    """Open a spreadsheet and find its titles.

    `name` is the file's own name when `path` is a temporary one. Its ending and the content must
    agree. `max_rows` limits the rows below the titles that are not blank; None is no limit. Raises
    ImportRefused when the file cannot be read at all or its title row is wrong; what is wrong
    further down is gathered in `Sheet.errors` while its rows are read.
    """
    path = Path(path)
    return _READERS[suffix_of(path, name)](path, columns, max_rows)


def suffix_of(path: Path, name: str | None = None) -> str:
    """Which kind of file it is, by the ending of its name, with which its content agrees; else ImportRefused."""
    suffix = Path(name or path).suffix.casefold()
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise ImportRefused([empty_file()])
    _refuse_by_content(path, head, suffix)
    return suffix


def _refuse_by_content(path: Path, head: bytes, suffix: str) -> None:
    if suffix in _MACRO_SUFFIXES:
        raise refused(f"A file of type {suffix} can hold macros. Save it as .xlsx or .csv.")
    if head.startswith(_OLE):
        raise _refused_ole(path)
    if suffix not in _READERS:
        raise refused(f"Files of type {quoted(suffix)} are not read here. {_TYPES}")
    is_zip = head.startswith(_ZIP)
    is_text = _READERS[suffix] is CsvSheet
    if is_text and is_zip:
        raise refused(
            f"The file is named {suffix} but is not text inside. If it is a workbook, open it and "
            "save it as "
            f"{suffix} or .xlsx."
        )
    if is_text and head.startswith(_NOT_TEXT):
        raise refused(f"The file is named {suffix} but holds something else. {_TYPES}")
    if not is_text and not is_zip:
        raise refused(f"The file is named {suffix} but is not a workbook inside. {SAVE_AGAIN}")


def _refused_ole(path: Path) -> ImportRefused:
    content = path.read_bytes()
    if _OLE_LABEL in content:
        return refused(
            "The file is protected by a label of your organisation (no password). Save a copy without protection, and "
            "send that."
        )
    if _OLE_PASSWORD in content:
        return refused(f"The file has a password. Take the password off. {SAVE_AGAIN}")
    return refused(f"The file is in the old Excel format. {SAVE_AGAIN}")
