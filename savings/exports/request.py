"""What is a file taken for, and as at which day? The page and the export commands ask the same."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from savings.access import Purpose

_HINTS = {
    Purpose.REVIEW: "Reading what places have submitted, as a reviewer",
    Purpose.SERVICE_REDESIGN: "Learning from what other places do",
    Purpose.PROGRAMME_TOTAL: "Adding up what places have stated",
    Purpose.PARLIAMENT: "Answering a question in Parliament",
    Purpose.GRANT_ALLOCATION: "Refused under conditions A to C: of other places only claims that "
    "are open (D) or published are in the file",
}


class ExportRequest(forms.Form):
    """When valid, `cleaned_data` has `purpose`, one of `access.Purpose`, and `as_at`, a date."""

    purpose = forms.ChoiceField(
        label="What will you use it for?",
        help_text="The purpose decides what is in the file. Every row gives it, and so does the file’s name.",
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what you will use the file for.",
            "invalid_choice": "“%(value)s” is not a purpose. Select one from the list.",
        },
    )
    as_at = forms.DateField(
        label="As at",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.HiddenInput,
        error_messages={"invalid": "Write the day as 2009-10-31, or leave it out for today."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].widget.hints = {p.value: words for p, words in _HINTS.items()}

    def clean_as_at(self) -> date:
        today = timezone.localdate()
        asked = self.cleaned_data["as_at"] or today
        if asked != today:
            raise forms.ValidationError(
                f"Data as at another day is not available yet. Leave the day out, or give today: {today}."
            )
        return asked
