"""What is this file, and may it be kept as evidence?

Its name's ending and its content must say the same, and be on the list. What is only dangerous in the hands of
the program that opens it (a script in a PDF, a link that is fetched) is kept with a caution, in words. What does not
show when it is opened (a hidden sheet, a comment) is said before the file is evidence.
"""

from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings

from savings.models.choices import FileType
from totalplace.refused_value import quoted

from .findings import Findings
from .names import clean_name
from .office_files import check_office
from .pdfs_and_pictures import check_pdf, check_picture
from .refusals import FileRefused
from .signatures import refuse_mismatch
from .text_files import check_text
from .upload_handler import ReceivedFile

ENDINGS = {
    ".pdf": FileType.PDF,
    ".docx": FileType.DOCX,
    ".xlsx": FileType.XLSX,
    ".odt": FileType.ODT,
    ".ods": FileType.ODS,
    ".csv": FileType.CSV,
    ".txt": FileType.TXT,
    ".png": FileType.PNG,
    ".jpg": FileType.JPEG,
    ".jpeg": FileType.JPEG,
    ".jfif": FileType.JPEG,  # As Windows names them.
}
TAKEN = "PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), CSV, text, PNG and JPEG"
# What people send instead, and what they can do about it.
_INSTEAD = {
    (".doc", ".dot", ".rtf", ".docm", ".dotx", ".dotm", ".pages"): "Save it as .docx or PDF.",
    (".xls", ".xlt", ".xlsm", ".xlsb", ".xltx", ".xltm", ".numbers"): "Save it as .xlsx.",
    (".ppt", ".pptx", ".pptm", ".odp", ".key"): "Save the slides as PDF.",
    (".msg", ".eml", ".htm", ".html", ".mht"): "Print it to a PDF.",
    (".zip", ".7z", ".rar", ".gz"): "Take the files out of it, and send each of them.",
    (".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp", ".svg"): "Save the picture as PNG or JPEG.",
}
_CHECKS = {
    FileType.PDF: check_pdf,
    FileType.DOCX: check_office,
    FileType.XLSX: check_office,
    FileType.ODT: check_office,
    FileType.ODS: check_office,
    FileType.CSV: check_text,
    FileType.TXT: check_text,
    FileType.PNG: check_picture,
    FileType.JPEG: check_picture,
}


@dataclass(frozen=True)
class Examined:
    """A file that may be kept, with what was `found` in it."""

    file_type: FileType
    name: str
    size: int
    sha256: str
    found: Findings


def examine(received: ReceivedFile, *, name: str) -> Examined:
    """Say what the file is; FileRefused if it is not kept. `name` is what the sender calls it."""
    name = clean_name(name)
    ending = PurePath(name).suffix.casefold()
    if received.is_too_big:
        raise FileRefused(
            "too_big",
            f"The file is larger than {settings.EVIDENCE_FILE_MB} MB. Make it smaller, or send it in parts.",
        )
    if not received.size:
        raise FileRefused(
            "empty", "The file is empty. Check that it was saved, and choose it again."
        )
    if ending not in ENDINGS:
        raise FileRefused("ext_not_allowed", _not_taken(ending))
    file_type = ENDINGS[ending]
    path = Path(received.temporary_file_path())
    refuse_mismatch(path, file_type, ending)
    found = _CHECKS[file_type](path, file_type)
    return Examined(file_type, name, received.size, received.sha256, found)


def _not_taken(ending: str) -> str:
    if not ending:
        return f"The file’s name has no ending that says what it is. These are taken: {TAKEN}."
    instead = next((f"{words} " for endings, words in _INSTEAD.items() if ending in endings), "")
    return f"Files of type {quoted(ending)} are not taken. {instead}These are taken: {TAKEN}."
