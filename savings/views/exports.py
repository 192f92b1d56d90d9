"""Files to take away: what there is, and the files themselves."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from savings.exports.files import CLAIMS, FIGURES, FILES, Export, ExportFile
from savings.exports.request import ExportRequest
from savings.forms.claim_filter import ClaimFilter, FigureFilter


@require_safe
def export_list(request: HttpRequest) -> HttpResponse:
    return _page(request, ExportRequest(), _filters(request))


@require_safe
def claims_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    return _file(request, CLAIMS, _filters(request))


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    filters = _filters(request, FigureFilter)
    return _file(request, FIGURES, filters, narrowed_figures=filters.figures)


def _file(
    request: HttpRequest, file: ExportFile, filters: ClaimFilter, **narrowing
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
    request: HttpRequest, asked: ExportRequest, filters: ClaimFilter, status: int = 200
) -> HttpResponse:
    del filters.fields["sort"]
    context = {
        "form": asked,
        "filters": filters,
        "is_filtered": filters.is_valid() and any(filters.cleaned_data.values()),
        "files": FILES.values(),
    }
    return render(request, "savings/export_list.html", context, status=status)


def _filters(request: HttpRequest, form: type[ClaimFilter] = ClaimFilter) -> ClaimFilter:
    asked = request.GET.copy()
    asked.pop("sort", None)  # A file has one order; rows are sorted where it is opened.
    return form(asked)


def _in_words(filters: ClaimFilter) -> str:
    return urlencode(sorted((name, value) for name, value in filters.cleaned_data.items() if value))
