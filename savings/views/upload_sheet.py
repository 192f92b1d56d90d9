"""One spreadsheet that was sent: what is wrong with it or what it would change, and storing it once it is confirmed."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.forms.confirm_sheet import (
    ConfirmClaims,
    ConfirmFigures,
    ConfirmLayout,
    ConfirmSheet,
)
from savings.imports.errors import ImportRefused, as_csv
from savings.imports.layouts.steps import Step
from savings.imports.sent_claims import ParsedClaims, confirm_claims, read_claim_sheet
from savings.imports.sent_figures import ParsedFigures, confirm_figures, read_figure_sheet
from savings.imports.sent_layouts import confirm_layout, is_laid_out, read_layout_sheet
from savings.imports.sent_sheets import SheetChanged, sheets_of
from savings.imports.unknown_columns import unknown_columns
from savings.models import FigureSheet
from savings.models.choices import Holds
from savings.pages.upload_claims_sheet import claims_difference_page
from savings.pages.upload_layout import layout_difference_page
from savings.pages.upload_sheet import difference_page, stored_page
from savings.views.upload import errors_page, refusal_of
from totalplace.csv_export import BYTE_ORDER_MARK

_CHANGED = (
    "What is stored has changed since this page was shown to you, so nothing was stored. "
    "Below is what the spreadsheet would change now."
)


class _Kind(NamedTuple):
    """How a sheet of one kind is read, asked about and shown."""

    read: Callable[[FigureSheet], ParsedFigures | ParsedClaims]
    form: type[ConfirmSheet]
    page: Callable[[Any, str | None], dict]  # Of what `read` gives.
    template: str


_KINDS: dict[str, _Kind] = {
    Holds.FIGURES: _Kind(
        read_figure_sheet, ConfirmFigures, difference_page, "savings/upload_sheet.html"
    ),
    Holds.BOTH: _Kind(
        read_layout_sheet,
        ConfirmLayout,
        layout_difference_page,
        "savings/upload_layout_sheet.html",
    ),
    Holds.CLAIMS: _Kind(
        read_claim_sheet, ConfirmClaims, claims_difference_page, "savings/upload_claims_sheet.html"
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def upload_sheet(request: SignedInRequest, key: UUID) -> HttpResponse:
    sheet = get_object_or_404(sheets_of(request.user), pk=key)
    workflow.check_writes(request.user)
    if sheet.stored_at:
        return render(request, "savings/upload_stored.html", stored_page(sheet))
    if sheet.holds == Holds.BOTH and not is_laid_out(sheet):
        # From there the page leads to whatever is to be said first.
        return redirect("savings:upload_layout", sheet.pk, Step.COLUMNS)
    is_sent = request.method == "POST"
    try:
        return _confirm(request, sheet) if is_sent else _difference(request, sheet)
    except ImportRefused as refused:
        return errors_page(request, sheet, refused, status=409 if is_sent else 200)


@require_safe
def upload_errors(request: SignedInRequest, key: UUID) -> HttpResponse:
    sheet = get_object_or_404(sheets_of(request.user), pk=key, stored_at=None)
    workflow.check_writes(request.user)
    refused = refusal_of(sheet)
    if not refused:
        raise Http404
    disposition = 'attachment; filename="errors.csv"'
    unknown = unknown_columns(sheet, refused.errors)
    return HttpResponse(
        BYTE_ORDER_MARK + as_csv(refused.errors, refused.notes, unknown.titles, unknown.of),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _difference(request: SignedInRequest, sheet: FigureSheet) -> HttpResponse:
    kind = _KINDS[sheet.holds]
    parsed = kind.read(sheet)
    return _show(request, sheet, parsed, kind.form(parsed=parsed))


def _confirm(request: SignedInRequest, sheet: FigureSheet) -> HttpResponse:
    if sheet.only_check:
        raise PermissionDenied(
            "This spreadsheet was sent to be checked only. Upload it again to store it."
        )
    kind = _KINDS[sheet.holds]
    parsed = kind.read(sheet)
    form = kind.form(request.POST, parsed=parsed)
    if form.is_as_shown and "turn_to" in request.POST:
        return _show(request, sheet, parsed, _as_typed(request, kind, parsed))
    if form.is_as_shown and not form.is_valid():
        return _show(request, sheet, parsed, form, status=400)
    try:
        _store(sheet, form, digest=parsed.digest if form.is_as_shown else "")
    except SheetChanged:
        return _changed(request, sheet)
    return redirect("savings:upload_sheet", sheet.pk)


def _store(sheet: FigureSheet, form: ConfirmSheet, digest: str) -> None:
    if isinstance(form, ConfirmFigures) and sheet.holds == Holds.BOTH:
        confirm_layout(sheet, digest=digest, reasons=form.reasons)
    elif isinstance(form, ConfirmFigures):
        confirm_figures(sheet, digest=digest, reasons=form.reasons, picked=form.picked)
    else:
        confirm_claims(sheet, digest=digest)


def _changed(request: SignedInRequest, sheet: FigureSheet) -> HttpResponse:
    """The new difference, with the reasons that were typed for the old one."""
    kind = _KINDS[sheet.holds]
    parsed = kind.read(sheet)
    form = _as_typed(request, kind, parsed)
    return _show(request, sheet, parsed, form, status=409, words=_CHANGED)


def _as_typed(
    request: SignedInRequest, kind: _Kind, parsed: ParsedFigures | ParsedClaims
) -> ConfirmSheet:
    """The form with the reasons that were typed so far, of which nothing is asked yet."""
    typed = {name: said for name, said in request.POST.items() if name != "digest"}
    return kind.form(initial=typed, parsed=parsed)


def _show(
    request: SignedInRequest,
    sheet: FigureSheet,
    parsed: ParsedFigures | ParsedClaims,
    form: ConfirmSheet,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    kind = _KINDS[sheet.holds]
    can_confirm = parsed.may_be_confirmed and not sheet.only_check
    context = {"sheet": sheet, "form": form, "can_confirm": can_confirm, **more}
    context |= kind.page(parsed, _page_number(request))
    return render(request, kind.template, context, status=status)


def _page_number(request: SignedInRequest) -> str | None:
    """The page of rows asked for: turned to by a button, which carries what was typed; shown before; or by a link."""
    sent = request.POST
    return sent.get("turn_to") or sent.get("page") or request.GET.get("page")
