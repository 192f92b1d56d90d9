"""Which two versions of a claim are compared?"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from savings.models import Version


class VersionChoice(forms.Form):
    """`a` and `b` are numbers of the `versions` the reader may see, earlier first."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, versions: QuerySet[Version], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        choices = [
            (number, f"Version {number}")
            for number in versions.order_by("number").values_list("number", flat=True)
        ]
        for name, label in (("a", "Earlier version"), ("b", "Later version")):
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                coerce=int,
                error_messages={"invalid_choice": "Choose a version from the list."},
            )
