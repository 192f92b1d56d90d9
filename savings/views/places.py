"""Places: the list of them, and one place with what its sources say, its claims and its burdens."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pilots.models import Place
from pilots.signed_in import SignedInRequest
from savings.access import all_visible_to, visible_to, withheld_from
from savings.addresses import in_capitals
from savings.claims.rounds import every_round
from savings.forms.place_filter import PlaceFilter
from savings.models import Figure
from savings.pages.claim_rows import claim_rows
from savings.totals import coverage
from savings.totals.accepted_sums import accepted_of_place
from savings.totals.at_risk import at_risk_of
from savings.totals.by_round import ByRound, by_round, opened
from savings.totals.sums import stated_again

PLACES_A_PAGE = 50
CLAIMS_SHOWN = 25


@require_safe
def place_list(request: SignedInRequest) -> HttpResponse:
    form = PlaceFilter(request.GET)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        places = form.filtered(Place.objects.order_by("name", "pk"))
        page = Paginator(places, PLACES_A_PAGE).get_page(request.GET.get("page"))
        counts = coverage.hardness_by_place(request.user, list(page))
        context |= {"page": page, "rows": coverage.rows(page, counts)}
    return render(request, "savings/place_list.html", context)


@require_safe
@in_capitals
def place_detail(request: SignedInRequest, code: str) -> HttpResponse:
    place = get_object_or_404(Place, code=code)
    claims = visible_to(request.user).filter(claim__place=place)
    keys = claims.order_by("claim__reference", "pk").values_list("pk", flat=True)
    counts = coverage.hardness_by_place(request.user, [place])
    number = claims.count()
    context = {
        "place": place,
        "practice": place.is_practice,
        "partnerships": place.partnerships.select_related("organisation").order_by(
            "-is_lead", "organisation__name"
        ),
        "row": coverage.rows([place], counts)[0],
        "claims": claim_rows(request.user, list(keys[:CLAIMS_SHOWN])),
        "number": number,
        "at_risk": at_risk_of(request.user, place) if number else None,
        "stated_again": stated_again(request.user, Place.objects.filter(pk=place.pk))
        if number
        else [],
        "accepted": accepted_of_place(request.user, place) if number else [],
        "by_round": _by_round(request, place) if number else [],
        "withheld": withheld_from(request.user).filter(place=place).count(),
        "burdens": place.burdens.order_by("pk"),
        "sources": place.source_urls.split(),
    }
    return render(request, "savings/place_detail.html", context)


def _by_round(request: SignedInRequest, place: Place) -> list[ByRound]:
    today = timezone.localdate()
    seen = all_visible_to(request.user).filter(claim__place=place)
    found = by_round(seen, Figure.objects.all(), opened(every_round(), today), today)
    return found.get(place.pk, [])
