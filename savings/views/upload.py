"""Figures by spreadsheet: send one, see what is wrong with it or what it would change, confirm."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pilots.models import User
from pilots.people import edits_somewhere
from savings import upload_page
from savings.forms.figure_upload import ConfirmSheet, FigureUpload
from savings.imports.errors import ImportRefused, RowError, as_csv
from savings.imports.figure_template import figure_template
from savings.imports.sent_sheets import (
    SheetChanged,
    SheetReading,
    confirm_sheet,
    errors_of,
    read_sheet,
    sheets_of,
)
from savings.models import FigureSheet
from savings.workflow.sheets import keep_sheet
from totalplace.csv_export import BYTE_ORDER_MARK

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHANGED = (
    "What is stored has changed since this page was shown to you, so nothing was stored. "
    "Below is what the spreadsheet would change now."
)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    _refuse_unless_edits(request.user)
    if request.method != "POST":
        return render(request, "savings/upload.html", {"form": FigureUpload()})
    form = FigureUpload(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "savings/upload.html", {"form": form}, status=400)
    sheet = keep_sheet(by=request.user, **form.cleaned_data)
    errors = errors_of(sheet)
    if errors:
        return _errors(request, sheet, errors, status=400)
    return redirect("savings:upload_sheet", sheet.pk)


@require_GET
def upload_template(request: HttpRequest) -> HttpResponse:
    _refuse_unless_edits(request.user)
    name, content = figure_template(request.user)
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "HEAD", "POST"])
def upload_sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    sheet = get_object_or_404(sheets_of(request.user), pk=key)
    _refuse_unless_edits(request.user)
    if sheet.stored_at:
        return render(request, "savings/upload_stored.html", upload_page.stored_page(sheet))
    is_sent = request.method == "POST"
    try:
        return _confirm(request, sheet) if is_sent else _difference(request, sheet)
    except ImportRefused as refused:
        return _errors(request, sheet, refused.errors, status=409 if is_sent else 200)


@require_GET
def upload_errors(request: HttpRequest, key: UUID) -> HttpResponse:
    sheet = get_object_or_404(sheets_of(request.user), pk=key, stored_at=None)
    _refuse_unless_edits(request.user)
    errors = errors_of(sheet)
    if not errors:
        raise Http404
    disposition = 'attachment; filename="errors.csv"'
    return HttpResponse(
        BYTE_ORDER_MARK + as_csv(errors),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _refuse_unless_edits(user: User) -> None:
    if not edits_somewhere(user):
        raise PermissionDenied(
            "Only an officer or finance officer of a place uploads its figures. "
            "An administrator can make you one."
        )


def _difference(request: HttpRequest, sheet: FigureSheet) -> HttpResponse:
    reading = read_sheet(sheet)
    context = _context(request, sheet, reading, ConfirmSheet(reading=reading))
    return render(request, "savings/upload_sheet.html", context)


def _confirm(request: HttpRequest, sheet: FigureSheet) -> HttpResponse:
    if sheet.only_check:
        raise PermissionDenied(
            "This spreadsheet was sent to be checked only. Upload it again to store it."
        )
    reading = read_sheet(sheet)
    form = ConfirmSheet(request.POST, reading=reading)
    is_as_shown = request.POST.get("digest") == reading.digest
    if is_as_shown and not form.is_valid():
        context = _context(request, sheet, reading, form)
        return render(request, "savings/upload_sheet.html", context, status=400)
    digest = reading.digest if is_as_shown else ""
    try:
        confirm_sheet(sheet, digest=digest, reasons=form.reasons)
    except SheetChanged:
        return _changed(request, sheet)
    return redirect("savings:upload_sheet", sheet.pk)


def _changed(request: HttpRequest, sheet: FigureSheet) -> HttpResponse:
    """The new difference, with the reasons that were typed for the old one."""
    reading = read_sheet(sheet)
    typed = {name: said for name, said in request.POST.items() if name != "digest"}
    form = ConfirmSheet(initial=typed, reading=reading)
    template = "savings/upload_sheet.html"
    context = _context(request, sheet, reading, form) | {"words": _CHANGED}
    return render(request, template, context, status=409)


def _context(
    request: HttpRequest, sheet: FigureSheet, reading: SheetReading, form: ConfirmSheet
) -> dict:
    page = upload_page.difference_page(reading, request.GET.get("page"))
    can_confirm = reading.result.has_changes and not sheet.only_check
    return {"sheet": sheet, "form": form, "can_confirm": can_confirm, **page}


def _errors(
    request: HttpRequest, sheet: FigureSheet, errors: list[RowError], status: int
) -> HttpResponse:
    context = {
        "form": FigureUpload(),
        "sheet": sheet,
        "number": len(errors),
        "reasons": upload_page.errors_by_reason(errors),
    }
    return render(request, "savings/upload.html", context, status=status)
