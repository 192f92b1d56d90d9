"""A workbook (XLSX) that is downloaded."""

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(name: str, content: bytes) -> HttpResponse:
    """The workbook, to be kept under this name."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})
