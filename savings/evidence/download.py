"""How does a file leave?

Always as an attachment, under a type of our own: no browser runs or shows what somebody else sent.
"""

from django.http import FileResponse

from pilots.models import User
from savings.access import own_places
from savings.models import Evidence
from savings.models.choices import FileType, Scan
from totalplace.direction import contained

from . import scanner, store

CONTENT_TYPES = {
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

    Never with a virus; not yet scanned, only to people of the place that sent them.
    """
    if evidence.file.scan == Scan.NOT_SCANNED and scanner.is_configured():
        return evidence.place_id in own_places(user)
    return evidence.file.scan != Scan.INFECTED


def download(evidence: Evidence) -> FileResponse:
    """Stream the bytes; `store.BytesGone` if the store has lost them."""
    return FileResponse(
        store.open_stored(evidence.file.sha256),
        as_attachment=True,
        filename=contained(evidence.file_name),
        content_type=CONTENT_TYPES[evidence.file.file_type],
        headers=_HEADERS | {"Content-Length": str(evidence.file.size)},
    )
