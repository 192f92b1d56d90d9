"""Is it the same money in two claims, and why?"""

from django import forms

from savings.models.choices import Sameness

from .action_form import words


class OverlapForm(forms.Form):
    answer = forms.ChoiceField(
        label="Is it the same money?",
        choices=[
            (Sameness.SAME, "Yes, it is the same money"),
            (Sameness.UNCLEAR, "It is unclear"),
            (Sameness.SEPARATE, "No, the two are separate"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether it is the same money.",
            "invalid_choice": "Choose yes, unclear or no.",
        },
    )
    because = words(
        "Why?",
        "Say why.",
        "Say what you compared. Reviewers read it, and so does anybody in either place who may see both claims.",
    )
