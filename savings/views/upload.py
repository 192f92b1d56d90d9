"""Figures and claims by spreadsheet: take the template, send the sheet, see what is wrong with it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.forms.sheet_upload import ClaimUpload, FigureUpload, OwnUpload, SheetForm
from savings.imports import sent_claims, sent_figures, sent_layouts
from savings.imports.claim_template import claim_template
from savings.imports.errors import ImportRefused
from savings.imports.figure_template import figure_template
from savings.models import FigureSheet
from savings.models.choices import Holds
from savings.pages import upload_sheet
from totalplace.workbook import workbook_response

_PAGES: dict[str, tuple[type[SheetForm], str]] = {
    Holds.FIGURES: (FigureUpload, "savings/upload.html"),
    Holds.CLAIMS: (ClaimUpload, "savings/upload_claims.html"),
    Holds.BOTH: (OwnUpload, "savings/upload_own.html"),
}
_REFUSAL_OF: dict[str, Callable[[FigureSheet], ImportRefused | None]] = {
    Holds.FIGURES: sent_figures.refusal_of,
    Holds.CLAIMS: sent_claims.refusal_of,
    Holds.BOTH: sent_layouts.refusal_of,
}


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    return _take(request, Holds.FIGURES)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_claims(request: SignedInRequest) -> HttpResponse:
    return _take(request, Holds.CLAIMS)


@require_safe
def upload_template(request: SignedInRequest) -> HttpResponse:
    workflow.check_writes(request.user)
    return workbook_response(*figure_template(request.user))


@require_safe
def upload_claims_template(request: SignedInRequest) -> HttpResponse:
    workflow.check_writes(request.user)
    return workbook_response(*claim_template(request.user))


def refusal_of(sheet: FigureSheet) -> ImportRefused | None:
    """Everything for which the sheet cannot be stored now, whatever it holds; None where it can."""
    return _REFUSAL_OF[sheet.holds](sheet)


def start_page(request: SignedInRequest, template: str, form: SheetForm) -> HttpResponse:
    """The page where a sheet is sent, before any is."""
    context = {"form": form, "practice": workflow.writes_for_practice_alone(request.user)}
    return render(request, template, context, status=400 if form.errors else 200)


def errors_page(
    request: SignedInRequest, sheet: FigureSheet, refused: ImportRefused, status: int
) -> HttpResponse:
    """The page where such a sheet is sent, with what is wrong with this one."""
    form, template = _PAGES[sheet.holds]
    context = {
        "form": form(),
        "practice": workflow.writes_for_practice_alone(request.user),
        "sheet": sheet,
        "number": len(refused.errors),
        "reasons": upload_sheet.errors_by_reason(refused.errors),
        "notes": refused.notes,
        "may_be_own": upload_sheet.may_be_own_layout(refused.errors),
        "other_template": upload_sheet.other_template(refused.errors),
    }
    return render(request, template, context, status=status)


def _take(request: SignedInRequest, holds: Holds) -> HttpResponse:
    workflow.check_writes(request.user)
    form_class, template = _PAGES[holds]
    if request.method != "POST":
        return start_page(request, template, form_class())
    form = form_class(request.POST, request.FILES)
    if not form.is_valid():
        return start_page(request, template, form)
    sheet = workflow.keep_sheet(by=request.user, **form.cleaned_data)
    if refused := refusal_of(sheet):
        may_be_own = upload_sheet.may_be_own_layout(refused.errors)
        step = sent_layouts.lay_out_as_before(sheet) if may_be_own else None
        if step:
            return redirect("savings:upload_layout", sheet.pk, step)
        if step == "":
            return redirect("savings:upload_sheet", sheet.pk)
        return errors_page(request, sheet, refused, status=400)
    return redirect("savings:upload_sheet", sheet.pk)
