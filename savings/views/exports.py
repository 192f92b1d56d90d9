"""Files to take away: what there is, and the files themselves."""

from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pilots.signed_in import SignedInRequest
from savings.exports.files import CLAIMS, FIGURES, FILES, Export, ExportFile
from savings.exports.request import ExportRequest
from savings.forms.claim_filter import ClaimFilter, FigureFilter

Filter = TypeVar("Filter", bound=ClaimFilter)


@require_safe
def export_list(request: SignedInRequest) -> HttpResponse:
    return _page(request, ExportRequest(), _filters(request, ClaimFilter))


@require_safe
def claims_csv(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    return _file(request, CLAIMS, _filters(request, ClaimFilter))


@require_safe
def figures_csv(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    filters = _filters(request, FigureFilter)
    return _file(request, FIGURES, filters, narrowed_figures=filters.figures)


def _file(
    request: SignedInRequest, file: ExportFile, filters: ClaimFilter, **narrowing: Any
) -> HttpResponse | StreamingHttpResponse:
    asked = ExportRequest(request.GET)
    if not all([asked.is_valid(), filters.is_valid()]):
        return _page(request, asked, filters, status=400)
    export = Export(
        file,
        request.user,
        **asked.cleaned_data,
        narrowed=filters.filtered,
        **narrowing,
        filters=_in_words(filters),
    )
    return export.response()


def _page(
    request: SignedInRequest, asked: ExportRequest, filters: ClaimFilter, status: int = 200
) -> HttpResponse:
    del filters.fields["sort"]
    context = {
        "form": asked,
        "filters": filters,
        "is_filtered": filters.is_valid() and any(filters.cleaned_data.values()),
        "files": FILES.values(),
    }
    return render(request, "savings/export_list.html", context, status=status)


def _filters(request: SignedInRequest, form: type[Filter]) -> Filter:
    asked = request.GET.copy()
    asked.pop("sort", None)  # A file has one order; rows are sorted where it is opened.
    return form(asked)


def _in_words(filters: ClaimFilter) -> str:
    return urlencode(sorted((name, value) for name, value in filters.cleaned_data.items() if value))
