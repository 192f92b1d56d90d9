"""Does a file begin as its name says it should?"""

from pathlib import Path

from savings.models.choices import FileType

from .refusals import FileRefused

_PDF, _ZIP, _PNG, _JPEG = b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_BEGINNINGS = {
    FileType.PDF: _PDF,
    FileType.DOCX: _ZIP,
    FileType.XLSX: _ZIP,
    FileType.ODT: _ZIP,
    FileType.ODS: _ZIP,
    FileType.PNG: _PNG,
    FileType.JPEG: _JPEG,
}
# For text, which begins in any way: how other files begin, and in words for whoever sent one.
_KNOWN = {
    _PDF: "a PDF",
    _ZIP: "an Office document or a ZIP archive",
    _PNG: "a PNG picture",
    _JPEG: "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"{\\rtf": "a rich text document",
    b"\x1f\x8b": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"Rar!": "an archive",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and any Office document with a password
_OLE_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_OLE_LABEL = "DRMEncryptedDataSpace".encode("utf-16-le")
_PIECE = 1 << 20


def refuse_mismatch(path: Path, file_type: FileType, ending: str) -> None:
    """FileRefused `type_mismatch`, or `encrypted`, if the first bytes are not those of `file_type`."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_OLE):
        raise _refused_ole(path)
    looks_like = next((words for begins, words in _KNOWN.items() if head.startswith(begins)), "")
    begins = _BEGINNINGS.get(file_type)
    if head.startswith(begins) if begins else not looks_like:
        return
    words = f"The file is named {ending}, but is not {_a(file_type.label)} inside"
    words += f": it looks like {looks_like}." if looks_like else "."
    raise FileRefused(
        "type_mismatch",
        f"{words} Open it in the program it was made with, save it again, and send that.",
    )


def _refused_ole(path: Path) -> FileRefused:
    if _contains(path, _OLE_LABEL):
        return FileRefused(
            "encrypted",
            "The file is protected by a label of your organisation (no password), so nobody else could read it. Save a "
            "copy without protection, and send that.",
        )
    if _contains(path, _OLE_PASSWORD):
        return FileRefused(
            "encrypted",
            "The file has a password, so nobody could read it. Take the password off, save it, and send it again.",
        )
    return FileRefused(
        "type_mismatch",
        "The file is in an old Office format. Open it and save it as .docx, .xlsx or PDF, and send that.",
    )


def _contains(path: Path, wanted: bytes) -> bool:
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if wanted in tail + piece:
                return True
            tail = piece[-len(wanted) :]
    return False


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'AEIOU' else 'a'} {words}"
