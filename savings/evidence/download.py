"""How does a file leave?

Always as an attachment, under a type of our own: no browser runs or shows what somebody else sent.
"""

from typing import cast

from django.http import FileResponse

from pilots.models import User
from savings.access import own_places
from savings.models import Evidence, StoredFile
from savings.models.choices import FileType, Scan
from totalplace.direction import contained

from . import scanner, store

CONTENT_TYPES: dict[str, str] = {
    FileType.PDF: "application/pdf",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
    FileType.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    # Without a charset: the bytes are given back as they came, in whatever encoding they were written.
    FileType.CSV: "text/csv",
    FileType.TXT: "text/plain",
    FileType.PNG: "image/png",
    FileType.JPEG: "image/jpeg",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store",
}


def may_have_file(user: User, evidence: Evidence) -> bool:
    """Whether the bytes of evidence that `user` may see (`savings.access`) leave for them.

    Never with a virus; where files are scanned, before that only to people of the place that sent them.
    """
    scan = file_of(evidence).scan
    if scan == Scan.NOT_SCANNED and scanner.is_configured():
        return evidence.place_id in own_places(user)
    return scan != Scan.INFECTED


def download(evidence: Evidence) -> FileResponse:
    """Stream the bytes; `store.BytesGone` if the store has lost them."""
    stored = file_of(evidence)
    return FileResponse(
        store.open_stored(stored.sha256),
        as_attachment=True,
        filename=contained(evidence.file_name),
        content_type=CONTENT_TYPES[stored.file_type],
        headers=_HEADERS | {"Content-Length": str(stored.size)},
    )


def file_of(evidence: Evidence) -> StoredFile:
    """A link has no file, and nobody is offered to download one."""
    return cast(StoredFile, evidence.file)
