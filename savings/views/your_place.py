"""The start: *Your place* for whoever is an officer, a finance officer or a partner; for everybody else the board.

Who is of the Treasury too sees *Your place*: work waits there, and the board is in their menu.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pilots.own_places import is_of_a_place
from pilots.signed_in import SignedInRequest
from savings.pages.your_place import your_place_page

from .board import board


@require_safe
def your_place(request: SignedInRequest) -> HttpResponse:
    if not is_of_a_place(request.user):
        return board(request)
    page = your_place_page(request.user, timezone.localdate())
    return render(request, "savings/your_place.html", {"page": page, "practice": page.is_made_up})
