"""Notices: what happened to the claims that concern a person, and what waits for them. The newest first."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pilots.signed_in import SignedInRequest
from savings.notices.addressee import Addressee
from savings.notices.inbox import concerning, in_words
from savings.workflow import mark_seen

NOTICES_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def notice_list(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        return _mark_all_as_read(request)
    addressee = Addressee(request.user)
    notices = concerning(addressee)
    page = Paginator(notices, NOTICES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "told": in_words(addressee, page.object_list),
        "newest": notices.filter(seen_at=None).values_list("pk", flat=True).first(),
    }
    return render(request, "savings/notice_list.html", context)


def _mark_all_as_read(request: SignedInRequest) -> HttpResponse:
    """Looking at the page marks nothing: whatever opens it unasked, as a browser may, must lose nobody a notice."""
    newest = request.POST.get("newest", "")
    if not (newest.isdecimal() and len(newest) < 19):
        raise BadRequest("The form did not say which notices were on the page. Open it again.")
    mark_seen(request.user, newest=int(newest))
    messages.success(
        request, "All notices that were on the page, and older ones, are marked as read."
    )
    return redirect("savings:notice_list")
