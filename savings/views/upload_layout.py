"""A spreadsheet of a place's own layout: sending it, and saying step by step how it is read; nothing is stored yet."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.forms.layout import LayoutStep
from savings.forms.layout_words import STEPS
from savings.forms.sheet_upload import OwnUpload
from savings.imports.errors import ImportRefused
from savings.imports.layouts.grids import Grid
from savings.imports.layouts.reading import NAMED, Reading
from savings.imports.layouts.steps import (
    Step,
    first_reading,
    grid_of,
    next_step,
    with_known_words,
)
from savings.imports.sent_layouts import grids_of, keep_reading
from savings.imports.sent_sheets import sheets_of
from savings.models import FigureSheet
from savings.pages.upload_layout import step_page
from savings.views.upload import errors_page, start_page

_CHANGED = (
    "How this sheet is read has changed since this page was shown to you, perhaps in another tab, so nothing was "
    "kept. Below is what is asked now, with what you have chosen: look at each answer again."
)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_own(request: SignedInRequest) -> HttpResponse:
    workflow.check_writes(request.user)
    if request.method != "POST":
        return start_page(request, "savings/upload_own.html", OwnUpload())
    form = OwnUpload(request.POST, request.FILES)
    if not form.is_valid():
        return start_page(request, "savings/upload_own.html", form)
    sheet = workflow.keep_sheet(by=request.user, **form.cleaned_data)
    try:
        grids = grids_of(sheet)
    except ImportRefused as refused:
        return errors_page(request, sheet, refused, status=400)
    return _onwards(request, sheet, grids, _reading(request, sheet, grids))


@require_http_methods(["GET", "HEAD", "POST"])
def upload_layout(request: SignedInRequest, key: UUID, step: str) -> HttpResponse:
    sheet = get_object_or_404(sheets_of(request.user), pk=key)
    workflow.check_writes(request.user)
    if step not in STEPS:
        raise Http404
    if sheet.stored_at:
        return redirect("savings:upload_sheet", sheet.pk)
    try:
        grids = grids_of(sheet)
    except ImportRefused as refused:
        return errors_page(request, sheet, refused, status=200)
    reading = _reading(request, sheet, grids)
    following = next_step(reading, grids)
    if _is_too_early(step, following):
        return redirect("savings:upload_layout", sheet.pk, following)
    if step == Step.WORDS and not reading.used(*NAMED):
        return redirect("savings:upload_sheet", sheet.pk)
    return _step(request, sheet, step, grids, reading)


def _step(
    request: SignedInRequest, sheet: FigureSheet, step: str, grids: list[Grid], reading: Reading
) -> HttpResponse:
    """One step: asked, or answered."""
    about = grids, grid_of(reading, grids), reading, workflow.places_written_by(request.user)
    if request.method != "POST":
        return _show(request, sheet, step, STEPS[step](*about), 200)
    form = STEPS[step](*about, request.POST)
    if not form.is_as_shown:
        again = STEPS[step](*about, typed=request.POST.dict())
        return _show(request, sheet, step, again, 409, words=_CHANGED)
    if form.is_valid():
        return _onwards(request, sheet, grids, form.said(), after=step)
    return _show(request, sheet, step, form, 400)


def _reading(request: SignedInRequest, sheet: FigureSheet, grids: list[Grid]) -> Reading:
    """What was said of the sheet so far, if need be of the last one with the same titles."""
    if sheet.layout:
        return Reading.stored(sheet.layout)
    return first_reading(grids, workflow.places_written_by(request.user))


def _onwards(
    request: SignedInRequest,
    sheet: FigureSheet,
    grids: list[Grid],
    reading: Reading,
    after: str = "",
) -> HttpResponse:
    """Keep what is said so far, and go to what is asked next, or to what would be stored."""
    grid = grid_of(reading, grids)
    if grid and reading.has_columns:
        reading = with_known_words(reading, grid)
    workflow.lay_out(sheet, reading.as_stored())
    step = next_step(reading, grids)
    if after == Step.TITLES and step is None:
        step = Step.COLUMNS
    if step:
        return redirect("savings:upload_layout", sheet.pk, step)
    if after and grid:
        keep_reading(sheet, reading, grid)
    return redirect("savings:upload_sheet", sheet.pk)


def _is_too_early(step: str, following: Step | None) -> bool:
    order = list(Step)
    return following is not None and order.index(Step(step)) > order.index(following)


def _show(
    request: SignedInRequest,
    sheet: FigureSheet,
    step: str,
    form: LayoutStep,
    status: int,
    words: str = "",
) -> HttpResponse:
    context = step_page(sheet, Step(step), form) | {"words": words}
    return render(request, "savings/upload_layout.html", context, status=status)
