"""Does a form name the box and what to do, where Django would say “This field is required.”?"""

import pytest
from django import forms

from totalplace.plain_errors import EMAIL, say_plainly

pytestmark = pytest.mark.no_database


class _Form(forms.Form):
    name = forms.CharField(label="Name of the round", max_length=5)
    kind = forms.ChoiceField(choices=[("a", "A")])
    email = forms.EmailField()
    years = forms.IntegerField(label="To year")
    own = forms.ChoiceField(
        choices=[], error_messages={"required": "Say which.", "invalid_choice": "Not this."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_plainly(self.fields)


SENT = {"name": "Winter", "kind": "b", "email": "ada", "years": "two", "own": "c"}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            {},
            [
                "Enter “Name of the round”.",
                "Choose “Kind”.",
                "Enter “Email”.",
                "Enter “To year”.",
                "Say which.",
            ],
        ),
        (
            SENT,
            [
                "Shorten “Name of the round” to 5 characters or fewer.",
                "Choose one of the answers in the list.",
                EMAIL,
                "Enter “To year” as a number, such as 10.",
                "Not this.",
            ],
        ),
    ],
    ids=["empty", "nonsense"],
)
def test_an_error_names_the_box_and_what_to_do(sent, said):
    assert [words for errors in _Form(sent).errors.values() for words in errors] == said
