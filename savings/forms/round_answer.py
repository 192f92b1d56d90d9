"""What does a place answer to the open round: of which claims has nothing changed, or has it nothing to report at all?

The page draws the boxes itself, beside what each claim says; the fields here read what was sent and say what is wrong.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from pilots.models import Place, User
from savings.access import own_versions
from savings.claims.rounds import open_round
from savings.models import Round, Version
from savings.workflow import places_written_by
from totalplace.row_keys import is_key

from .boxes import row_box
from .received_files import Rows

NOTHING_CHANGED, NOTHING_TO_REPORT = "nothing_changed", "nothing_to_report"
_OPEN_AGAIN = "The form did not say what to do. Use the buttons on this page."
_NOT_THEIRS = "One of the claims is not one that you can answer for. Choose from the list."


class RoundAnswer(forms.Form):
    """`round` is the one that was on the screen, so that nothing is said to another that has opened since."""

    round = forms.ModelChoiceField(
        Round.objects, error_messages={"required": _OPEN_AGAIN, "invalid_choice": _OPEN_AGAIN}
    )
    place = forms.ModelChoiceField(
        Place.objects,
        to_field_name="code",
        error_messages={
            "required": _OPEN_AGAIN,
            "invalid_choice": "You do not answer for this place. Use the buttons on this page.",
        },
    )
    do = forms.ChoiceField(
        choices=[(NOTHING_CHANGED, ""), (NOTHING_TO_REPORT, "")],
        error_messages={"required": _OPEN_AGAIN, "invalid_choice": _OPEN_AGAIN},
    )
    versions = Rows(Version.objects, required=False, error_messages={"invalid_choice": _NOT_THEIRS})

    def __init__(self, data: Mapping[str, Any], user: User, today: date) -> None:
        super().__init__(data)
        self._today = today
        own = own_versions(user).select_related("claim__place").order_by("claim__reference")
        row_box(self, "place").queryset = places_written_by(user)
        row_box(self, "versions").queryset = own

    def clean_round(self) -> Round:
        said_to: Round = self.cleaned_data["round"]
        if said_to != open_round(self._today):
            raise forms.ValidationError(
                f"The round “{said_to}” is not open any more. Nothing was stored: see what is due now."
            )
        return said_to

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        versions, place = data.get("versions"), data.get("place")
        if versions is None or place is None or data.get("do") != NOTHING_CHANGED:
            return data
        if not versions:
            words = "Choose the claims in which nothing has changed."
            self.add_error("versions", forms.ValidationError(words, code="none"))
        elif any(version.claim.place_id != place.pk for version in versions):
            self.add_error("versions", _NOT_THEIRS)
        return data

    @property
    def chosen(self) -> set[int]:
        """The keys that were sent, so that the ticks stay where the answer is refused."""
        sent = self.data.getlist("versions") if hasattr(self.data, "getlist") else []
        return {int(key) for key in sent if is_key(key)}

    @property
    def unticked(self) -> Place | None:
        """The place of which no claim was chosen, where that is what is wrong."""
        is_bare = self.has_error("versions", "none") and "place" in self.cleaned_data
        return self.cleaned_data["place"] if is_bare else None

    @property
    def problems(self) -> list[str]:
        """What is wrong, each once."""
        return list(dict.fromkeys(str(words) for each in self.errors.values() for words in each))
