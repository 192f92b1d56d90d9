"""How many claims are to be drawn for review, and from which seed?"""

import secrets

from django import forms

MOST = 10_000


def random_seed() -> str:
    """A seed that nobody chose."""
    return secrets.token_hex(8)


class DrawForm(forms.Form):
    number = forms.IntegerField(
        label="How many claims do you want to draw?",
        help_text="As well as all that reach the upper threshold. Enter 0 to draw none.",
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={
            "required": "Enter how many claims to draw. To draw none, enter 0.",
            "invalid": "How many claims to draw must be a whole number, such as 40.",
            "min_value": "How many claims to draw must be 0 or more.",
            "max_value": f"Draw at most {MOST:,} claims at once.",
        },
    )
    seed = forms.CharField(
        label="Seed",
        help_text=(
            "The same seed gives the same draw. One is filled in at random; you may type another, such as a number that"
            " was thrown in front of witnesses."
        ),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={
            "required": "Enter a seed: any letters or digits.",
            "max_length": "The seed may have 100 characters at most.",
        },
    )
