"""Files to download: what there is, and the files themselves."""

from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pilots.own_places import places_of
from pilots.signed_in import SignedInRequest
from savings.access import default_purpose
from savings.exports.files import CLAIMS, FIGURES, FILES, Export, ExportFile
from savings.exports.request import ExportRequest
from savings.exports.sizes import Size
from savings.forms.claim_filter import ClaimFilter, FigureFilter

Filter = TypeVar("Filter", bound=ClaimFilter)


# What narrows each file.
FILTERS: dict[str, type[ClaimFilter]] = {"claims": ClaimFilter, "figures": FigureFilter}


@require_safe
def export_list(request: SignedInRequest) -> HttpResponse:
    asked = ExportRequest(request.GET)
    if not asked.is_valid():  # Nothing is taken yet, so nothing is missing.
        asked = ExportRequest()
    return _page(request, asked, _filters(request, ClaimFilter))


@require_safe
def claims_csv(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    return _file(request, CLAIMS)


@require_safe
def figures_csv(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    return _file(request, FIGURES)


def _file(request: SignedInRequest, file: ExportFile) -> HttpResponse | StreamingHttpResponse:
    asked, filters = ExportRequest(request.GET), _filters(request, FILTERS[file.name])
    if not all([asked.is_valid(), filters.is_valid()]):
        return _page(request, asked, filters, status=400)
    return _export(request, file, filters, **asked.cleaned_data).response()


def _export(
    request: SignedInRequest, file: ExportFile, filters: ClaimFilter, *, purpose: str, as_at: date
) -> Export:
    """One taking of a file, with filters that are valid."""
    narrowing: dict[str, Any] = {"narrowed": filters.filtered, "filters": _in_words(filters)}
    if isinstance(filters, FigureFilter):
        narrowing |= {"narrowed_figures": filters.figures, "drafts": filters.is_of_drafts}
    return Export(file, request.user, purpose, as_at, **narrowing)


def _page(
    request: SignedInRequest, asked: ExportRequest, filters: ClaimFilter, status: int = 200
) -> HttpResponse:
    del filters.fields["sort"]
    context = {
        "form": asked,
        "filters": filters,
        "is_filtered": filters.is_valid() and any(filters.cleaned_data.values()),
        "files": FILES.values(),
        "sizes": _sizes(request, asked, filters) if filters.is_valid() else [],
    }
    return render(request, "savings/export_list.html", context, status=status)


def _sizes(request: SignedInRequest, asked: ExportRequest, like: ClaimFilter) -> list[Size]:
    """How long each file would be; where no purpose is chosen yet, for that of the person's pages."""
    said = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    purpose = said.get("purpose") or default_purpose(request.user)
    sizes = []
    for file in FILES.values():
        filters = _filters(request, FILTERS[file.name], like)
        if filters.is_valid():  # As `like` is: asked for what it has cleaned.
            sizes.append(_size(request, file, filters, purpose))
    return sizes


def _size(request: SignedInRequest, file: ExportFile, filters: ClaimFilter, purpose: str) -> Size:
    export = _export(request, file, filters, purpose=purpose, as_at=timezone.localdate())
    return Size(file.name, export.count())


def _filters(
    request: SignedInRequest, form: type[Filter], like: ClaimFilter | None = None
) -> Filter:
    asked = request.GET.copy()
    asked.pop("sort", None)  # A file has one order; rows are sorted where it is opened.
    return form(asked, like, mine=() if like else places_of(request.user))


def _in_words(filters: ClaimFilter) -> str:
    return urlencode(sorted((name, value) for name, value in filters.cleaned_data.items() if value))
