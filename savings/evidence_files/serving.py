"""How does a file leave?

Always as an attachment, under a type of our own: no browser runs or shows what somebody else sent. Who may have
it is decided before, by `savings.access`.
"""

from django.http import FileResponse

from savings.evidence_files import store
from savings.models import Evidence
from savings.models.choices import FileType
from totalplace.direction import contained

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


def download(evidence: Evidence) -> FileResponse:
    """Stream the bytes; `store.BytesGone` if the store has lost them."""
    return FileResponse(
        store.open_stored(evidence.file.sha256),
        as_attachment=True,
        filename=contained(evidence.file_name),
        content_type=CONTENT_TYPES[evidence.file.file_type],
        headers=_HEADERS | {"Content-Length": str(evidence.file.size)},
    )
