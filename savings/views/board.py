"""The coverage board: how hard are the numbers, place by place, what is missing, and what may be added up."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pilots.models import Place
from pilots.people import held_with
from pilots.signed_in import SignedInRequest
from savings.access import withheld_from
from savings.forms.place_filter import PlaceFilter
from savings.pages.first_steps import of_treasury
from savings.totals import coverage
from savings.totals.earlier_verdicts import earlier_on_board
from savings.totals.sums import totals_of

PLACES_A_PAGE = 50


@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    form = PlaceFilter(request.GET)
    context = {"form": form, "first_steps": of_treasury(request.user)}
    if form.is_valid():
        places = form.filtered(Place.objects.all())
        context |= _answer(request, places, places if form.has_changed() else None)
    return render(request, "savings/board.html", context)


def _answer(
    request: SignedInRequest, places: QuerySet[Place], narrowed: QuerySet[Place] | None
) -> dict:
    """What is shown of `places`; `narrowed` are the same where not all are asked for."""
    # What is made up is on the board of those who may see it, and in no count of all places together.
    real = places.exclude(kind=Place.Kind.PRACTICE)
    keys = set(real.values_list("pk", flat=True))
    claims = coverage.counted(request.user, narrowed)
    counts = coverage.by_place(claims)
    number, gaps = coverage.gaps(row for row in claims if row["claim__place"] in keys)
    return {
        **_place_by_place(request, places, counts),
        **_all_places(keys, counts),
        "number": number,
        "gaps": gaps,
        "totals": totals_of(request.user, narrowed),
        "earlier": earlier_on_board(request.user, narrowed),
        "withheld": withheld_from(request.user).filter(place__in=real).count(),
    }


def _all_places(places: set[int], counts: dict[int, coverage.Counts]) -> dict:
    counts = {place: numbers for place, numbers in counts.items() if place in places}
    steps = coverage.steps(counts)
    by_year, supported = coverage.how_hard(steps)
    return {
        "steps": steps,
        "by_year": by_year,
        "supported": supported,
        "places": len(places),
        "places_with_claims": len(counts),
    }


def _place_by_place(
    request: SignedInRequest, places: QuerySet[Place], counts: dict[int, coverage.Counts]
) -> dict:
    own = {held.place_id for held in held_with(request.user, "savings.read_own_place")}
    ordered = sorted(places.order_by("name", "pk"), key=lambda place: place.pk not in own)
    shown = [place for place in ordered if place.pk in counts or place.pk in own]
    a_page = max(len(shown), 1) if request.GET.get("show") == "all" else PLACES_A_PAGE
    rows = Paginator(coverage.rows(shown, counts, own), a_page)
    return {
        "rows": rows.get_page(request.GET.get("page")),
        "silent": [place for place in ordered if place not in shown],
    }
