"""Which part of the review queue does the reader want, of which place, and in which order? Read from the address."""

from django import forms
from django.http import QueryDict

from pilots.models import Place
from savings.forms.boxes import PlaceCode, choice_box
from savings.review.queue import ORDERS, VIEWS


class QueueFilter(forms.Form):
    """When valid, `cleaned_data` has `view`, `place` (a code) and `order`, each empty where it was not said."""

    view = forms.ChoiceField(
        choices=[(view.name, view.label) for view in VIEWS.values()],
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": "“%(value)s” is not a part of the queue. Choose one from the links above."
        },
    )
    place = PlaceCode(
        label="Place",
        required=False,
        error_messages={
            "invalid_choice": "“%(value)s” is not one of the places. Choose one from the list."
        },
    )
    order = forms.ChoiceField(
        label="Order by",
        choices=[(name, label) for name, (label, _) in ORDERS.items()],
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not an order. Choose one from the list."},
    )

    def __init__(self, data: QueryDict):
        super().__init__(data)
        places = Place.objects.order_by("name").values_list("code", "name")
        choice_box(self, "place").choices = [("", "All"), *places]
