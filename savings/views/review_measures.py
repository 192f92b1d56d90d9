"""How the review is doing: its measures as at today, beside what reviews of savings found before."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pilots.signed_in import SignedInRequest
from savings.measures.published_reviews import published_reviews, taken_together
from savings.measures.review import measures_for


@require_safe
def review_measures(request: SignedInRequest) -> HttpResponse:
    reviews = published_reviews()
    context = {
        "measures": measures_for(request.user, timezone.localdate()),
        "reviews": reviews,
        "together": taken_together(reviews),
    }
    return render(request, "savings/review_measures.html", context)
