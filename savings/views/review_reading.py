"""The reading page of one claim: here its words alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from savings.access import open_to_review_by
from savings.addresses import in_capitals


@require_safe
@in_capitals
def review_read(request: HttpRequest, code: str) -> HttpResponse:
    versions = open_to_review_by(request.user).filter(claim__reference=code)
    version = get_object_or_404(versions.order_by("-number")[:1])
    return render(request, "savings/review_read.html", {"version": version})
