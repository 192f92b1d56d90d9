"""Which places does the reader want to see? The board and the list of places take the same filters."""

from django import forms
from django.db.models import Q, QuerySet

from pilots.models import Place
from pilots.regions import Region

NOT_STATED = "not_stated"


class PlaceFilter(forms.Form):
    """`filtered(places)` when valid: the places asked for."""

    q = forms.CharField(
        label="Name of a place",
        max_length=100,
        required=False,
        error_messages={"max_length": "Search for 100 characters or fewer."},
    )
    kind = forms.ChoiceField(
        label="Kind of place",
        choices=[("", "All"), *Place.Kind.choices],
        required=False,
        error_messages={
            "invalid_choice": "“%(value)s” is not a kind of place. Choose one from the list."
        },
    )
    region = forms.ChoiceField(
        label="Region",
        choices=[("", "All"), *Region.choices, (NOT_STATED, "Not stated")],
        required=False,
        error_messages={
            "invalid_choice": "“%(value)s” is not a region of England. Choose one from the list."
        },
    )

    def filtered(self, places: QuerySet[Place]) -> QuerySet[Place]:
        """Those of `places` that fit. Only for a valid form."""
        if self.cleaned_data["kind"]:
            places = places.filter(kind=self.cleaned_data["kind"])
        region = self.cleaned_data["region"]
        if region:
            places = places.filter(region="" if region == NOT_STATED else region)
        for word in self.cleaned_data["q"].split():
            places = places.filter(Q(name__icontains=word) | Q(code__icontains=word))
        return places
