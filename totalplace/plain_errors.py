"""What does a form say of an answer that is missing or cannot be read, where it has no words of its own for that?

Django’s words name neither the box nor what to do: “This field is required.” These do.
"""

from collections.abc import Mapping

from django import forms
from django.forms.utils import pretty_name

EMAIL = "Enter an email address, like name@example.gov.uk."
_ONE_OF = "Choose one of the answers in the list."
# Whatever else a form says was written for it, and stays.
_DJANGO = forms.Field.default_error_messages["required"]


def say_plainly(fields: Mapping[str, forms.Field]) -> None:
    """Give each field plain words for what Django has its own for; its `error_messages` are changed in place."""
    for name, field in fields.items():
        for code, words in _words(name, field).items():
            if str(field.error_messages.get(code, _DJANGO)) in _djangos_own(field, code):
                field.error_messages[code] = words


def _words(name: str, field: forms.Field) -> dict[str, str]:
    label = field.label or pretty_name(name)
    is_chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    words = {"required": f"{'Choose' if is_chosen else 'Enter'} “{label}”."}
    if is_chosen:
        words |= {"invalid_choice": _ONE_OF, "invalid_pk_value": _ONE_OF}
    if isinstance(field, forms.EmailField):
        words["invalid"] = EMAIL
    elif isinstance(field, forms.IntegerField):
        words["invalid"] = f"Enter “{label}” as a number, such as 10."
    if (longest := getattr(field, "max_length", None)) is not None:
        words["max_length"] = f"Shorten “{label}” to {longest} characters or fewer."
    return words


def _djangos_own(field: forms.Field, code: str) -> set[str]:
    """What Django says for a code: of a field without words for it, those of its validators."""
    own = {str(_DJANGO)} if code not in field.error_messages else set()
    for base in type(field).__mro__:
        if base.__module__.startswith("django."):
            own.add(str(vars(base).get("default_error_messages", {}).get(code, "")))
    return own
