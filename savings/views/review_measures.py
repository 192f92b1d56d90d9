"""How the review is doing: its measures as at today, beside what reviews of savings found before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from savings.measures.published_reviews import published_reviews, taken_together
from savings.measures.review import measures_for


@require_safe
def review_measures(request: HttpRequest) -> HttpResponse:
    reviews = published_reviews()
    context = {
        "measures": measures_for(request.user, timezone.localdate()),
        "reviews": reviews,
        "together": taken_together(reviews),
    }
    return render(request, "savings/review_measures.html", context)
