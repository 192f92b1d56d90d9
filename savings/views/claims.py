"""Claims: the list, one claim as it stands, an older version of it, and what changed between two."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from pilots.own_places import places_of
from pilots.people import is_offered_editing
from pilots.signed_in import SignedInRequest
from savings.access import Sight, all_visible_to, read_with_sight, sight_among, visible_to
from savings.addresses import in_capitals
from savings.claims.comparison import compare
from savings.forms.claim_filter import ClaimFilter
from savings.forms.version_choice import VersionChoice
from savings.pages.claim_detail import claim_page, read_joined
from savings.pages.claim_rows import claim_rows
from savings.pages.workspace_links import workspace_href
from totalplace.paging import KeysFirstPaginator

from .opened import opened

CLAIMS_A_PAGE = 25


@require_safe
def claim_list(request: SignedInRequest) -> HttpResponse:
    form = ClaimFilter.opened(request.GET, places_of(request.user))
    context = {
        "form": form,
        "may_begin": is_offered_editing(request.user),
    }
    if form.is_valid():
        paginator = KeysFirstPaginator(
            form.filtered(visible_to(request.user)),
            CLAIMS_A_PAGE,
            read=partial(claim_rows, request.user),
        )
        context["page"] = paginator.get_page(request.GET.get("page"))
    return render(request, "savings/claim_list.html", context)


@require_safe
@in_capitals
def claim_detail(request: SignedInRequest, code: str) -> HttpResponse:
    sight = _sight(request, code, lambda version: version.is_latest_seen)
    opened(request, sight.version.claim)
    context = claim_page(sight) | {"workspace_href": workspace_href(sight)}
    return render(request, "savings/claim_detail.html", context)


@require_safe
@in_capitals
def version_detail(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    context = claim_page(_sight(request, code, lambda version: version.number == number))
    context["version_words"] = f"Version {number}"
    return render(request, "savings/version_detail.html", context)


def _sight(request: SignedInRequest, code: str, is_wanted: Callable) -> Sight:
    """Of the version of the claim that `is_wanted`, read with the others: one statement; 404 where they see none."""
    versions = list(read_joined(read_with_sight(request.user)).filter(claim__reference=code))
    version = next(filter(is_wanted, versions), None)
    if version is None:
        raise Http404
    return sight_among(request.user, version, versions)


@require_safe
@in_capitals
def version_compare(request: SignedInRequest, code: str, a: int, b: int) -> HttpResponse:
    versions = all_visible_to(request.user).filter(claim__reference=code)
    read = versions.select_related("claim__place", "theme", "lead")
    before, after = (get_object_or_404(read, number=number) for number in (a, b))
    choice = VersionChoice(request.GET or None, versions=versions, initial={"a": a, "b": b})
    if choice.is_valid():
        return redirect("savings:version_compare", code, *choice.cleaned_data.values())
    context = {
        "before": before,
        "after": after,
        "choice": choice,
        "practice": after.claim.place.is_practice,
        "comparison": compare(before, after),
    }
    return render(request, "savings/version_compare.html", context)
