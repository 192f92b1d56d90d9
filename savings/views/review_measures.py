"""How the review is doing: its measures as at today, beside what reviews of savings found before; and as a file."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pilots.signed_in import SignedInRequest
from savings.measures.published_reviews import published_reviews, taken_together
from savings.measures.review import measures_for
from savings.measures.rows import HEADINGS, rows_of
from totalplace.csv_export import BYTE_ORDER_MARK


@require_safe
def review_measures(request: SignedInRequest) -> HttpResponse:
    reviews = published_reviews()
    context = {
        "measures": measures_for(request.user, timezone.localdate()),
        "reviews": reviews,
        "together": taken_together(reviews),
    }
    return render(request, "savings/review_measures.html", context)


@require_safe
def review_measures_csv(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    response = HttpResponse(
        BYTE_ORDER_MARK,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="measures-{today}.csv"'},
    )
    csv.writer(response).writerows([HEADINGS, *rows_of(measures_for(request.user, today))])
    return response
