"""Guidance: what counts, how it is stated and used, and what each word means. For everybody signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pilots.people import is_offered_editing
from pilots.signed_in import SignedInRequest
from savings.pages.guidance import guidance_page, words_page


@require_safe
def guidance(request: SignedInRequest) -> HttpResponse:
    return render(
        request,
        "savings/guidance.html",
        guidance_page() | {"may_begin": is_offered_editing(request.user)},
    )


@require_safe
def guidance_words(request: SignedInRequest) -> HttpResponse:
    return render(request, "savings/guidance_words.html", words_page())
