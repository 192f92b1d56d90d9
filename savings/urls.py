"""Which page of claims is at which address? (Placeholders, until each page is built.)"""

from django.shortcuts import render
from django.urls import path

app_name = "savings"


def _not_built(request):
    return render(request, "404.html", status=404)


urlpatterns = [
    path("", _not_built, name="board"),
    path("places/", _not_built, name="place_list"),
    path("claims/", _not_built, name="claim_list"),
    path("exports/", _not_built, name="export_list"),
]
