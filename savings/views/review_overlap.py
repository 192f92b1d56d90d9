"""Whether money in two claims is the same: what is alike in them, what was said of it, and the answer."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.access import overlaps_open_to_review_by
from savings.addresses import in_capitals
from savings.forms.overlap import OverlapForm
from savings.intake.sent_forms import carry_out, sent_once
from savings.models import Overlap, Version
from savings.models.choices import STANDING
from savings.pages.review_overlap import overlap_page
from totalplace.typed_text import typed
from totalplace.views import conflict


@require_http_methods(["GET", "HEAD", "POST"])
@in_capitals
@sent_once
def review_overlap(request: SignedInRequest, code: str, other: str) -> HttpResponse:
    overlap = _opened(request, code, other)
    if request.method != "POST":
        return _page(request, overlap, code, OverlapForm())
    form = OverlapForm(typed(request))
    if request.POST.get("seen") != _on_the_screen(overlap):
        return _page(request, overlap, code, form, status=409)
    if form.is_valid():
        return _answered(request, overlap, code, form)
    return _page(request, overlap, code, form, status=400)


def _opened(request: SignedInRequest, code: str, other: str) -> Overlap:
    """What may be the same money in the two claims as they stand; 404 for whoever may not review both."""
    standing = overlaps_open_to_review_by(request.user).filter(
        Q(earlier__claim__reference=code, later__claim__reference=other)
        | Q(earlier__claim__reference=other, later__claim__reference=code),
        earlier__status__in=STANDING,
        later__status__in=STANDING,
    )
    read = standing.select_related("earlier__claim__place", "later__claim__place")
    if overlap := read.prefetch_related("figures__figure__organisation").first():
        return overlap
    raise Http404


def _answered(
    request: SignedInRequest, overlap: Overlap, code: str, form: OverlapForm
) -> HttpResponse:
    # What the person read, and not what was said since: as it was posted it is `_on_the_screen`.
    _money, _dash, read = request.POST["seen"].rpartition("-")
    seen = int(read) if read else None

    def act() -> str:
        workflow.mark_overlap(overlap, by=request.user, seen=seen, **form.cleaned_data)
        messages.success(request, "What you said of the two claims is stored.")
        return reverse("savings:review_read", args=[code])

    try:
        return redirect(carry_out(request, act, of=_seen_from(overlap, code)))
    except workflow.StaleError as stale:
        return conflict(request, str(stale))


def _page(
    request: SignedInRequest, overlap: Overlap, code: str, form: OverlapForm, status: int = 200
) -> HttpResponse:
    context = overlap_page(overlap, _seen_from(overlap, code)) | {
        "form": form,
        "has_moved_on": status == 409,
        "seen": _on_the_screen(overlap),
    }
    return render(request, "savings/review_overlap.html", context, status=status)


def _on_the_screen(overlap: Overlap) -> str:
    """The amounts and the answer that the person decides on, as they stand now."""
    return f"{overlap.money}-{workflow.latest_mark(overlap) or ''}"


def _seen_from(overlap: Overlap, code: str) -> Version:
    is_earlier = overlap.earlier.claim.reference == code
    return overlap.earlier if is_earlier else overlap.later
