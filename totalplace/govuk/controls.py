"""Which GOV.UK component draws which widget, and with which options?"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.widgets import Input

from .dates import DateWidget

if TYPE_CHECKING:
    from .forms import GovukBoundField

# A GOV.UK page says what is wrong after sending, so the browser's own checks stay out of it:
# `required` and `maxlength` would stop a person, or cut their text, without a word. A placeholder
# goes as soon as a person types, so what it would say belongs in the hint.
NOT_WANTED = {"required", "maxlength", "minlength", "placeholder"}
SET_BY_THE_COMPONENT = {"class", "id", "type", "aria-describedby", "aria-invalid", "rows", "cols"}
NUMBER = {"type": "text", "inputmode": "decimal", "spellcheck": False}


def control(field: "GovukBoundField") -> tuple[str, dict]:
    """Return the component's name and its options for a bound field."""
    for kind, component, options in CONTROLS:
        if isinstance(field.field.widget, kind):
            return component, _shared(field) | options(field)
    raise TypeError(f"No GOV.UK component draws {type(field.field.widget).__name__}.")


def _shared(field: "GovukBoundField") -> dict:
    attrs = dict(field.field.widget.attrs)
    options: dict[str, Any] = {
        "id": field.auto_id,
        "name": field.html_name,
        "label": {"text": field.label},
    }
    options["classes"] = attrs.get("class", "")
    options["disabled"] = field.field.disabled
    if "autocomplete" in attrs:
        options["autocomplete"] = attrs.pop("autocomplete")
    options["attributes"] = {
        name: "" if value is True else value
        for name, value in attrs.items()
        if name not in NOT_WANTED | SET_BY_THE_COMPONENT and value is not False
    }
    if field.help_text:
        options["hint"] = {"text": field.help_text}
    if field.messages:
        options["errorMessage"] = {"text": " ".join(field.messages)}
    return options


def _text(field: "GovukBoundField") -> dict:
    widget = field.field.widget
    value = widget.format_value(field.value())
    options = {"value": "" if value is None else value, "type": widget.input_type}
    return options | (NUMBER if widget.input_type == "number" else {})


def _long_text(field: "GovukBoundField") -> dict:
    return {"value": field.value() or "", "rows": field.field.widget.attrs.get("rows", 5)}


def _nothing_more(field: "GovukBoundField") -> dict:
    """A password is never sent back to the page, nor is a file."""
    return {}


def _select(field: "GovukBoundField") -> dict:
    return {"items": _choices(field, "selected")}


def _one_box(field: "GovukBoundField") -> dict:
    """A box on its own carries its label beside it and needs no legend."""
    item = {"value": "on", "text": field.label, "checked": bool(field.value())}
    return {"idPrefix": field.auto_id, "items": [item]}


def _group(field: "GovukBoundField") -> dict:
    return _fieldset(field) | {"items": _choices(field, "checked")}


def _date(field: "GovukBoundField") -> dict:
    wrong = " govuk-input--error" if field.messages else ""
    boxes = [
        {
            "name": f"{field.html_name}-{part}",
            "id": f"{field.auto_id}-{part}",
            "label": part.capitalize(),
            "value": value,
            "classes": ("govuk-input--width-4" if part == "year" else "govuk-input--width-2")
            + wrong,
        }
        for part, value in field.field.widget.parts(field.value()).items()
    ]
    return _fieldset(field) | {"items": boxes}


def _fieldset(field: "GovukBoundField") -> dict:
    legend = {"text": field.label, "classes": "govuk-fieldset__legend--s"}
    return {"idPrefix": field.auto_id, "fieldset": {"legend": legend}}


def _choices(field: "GovukBoundField", marked: str) -> list[dict]:
    """Return the options of a list. `widget.hints` may hold a hint for each value."""
    hints = getattr(field.field.widget, "hints", {})
    choices = [choice.data for choice in field.subwidgets]
    return [
        {
            "value": str(choice["value"]),
            "text": choice["label"],
            marked: choice["selected"],
            "hint": {"text": hints.get(str(choice["value"]), "")},
        }
        for choice in choices
    ]


# Most particular first: Django has a password box as a kind of text box, and a group of
# checkboxes as a kind of radio group.
CONTROLS = [
    (DateWidget, "date-input", _date),
    (forms.CheckboxInput, "checkboxes", _one_box),
    (forms.CheckboxSelectMultiple, "checkboxes", _group),
    (forms.RadioSelect, "radios", _group),
    (forms.SelectMultiple, "checkboxes", _group),
    (forms.Select, "select", _select),
    (forms.FileInput, "file-upload", _nothing_more),
    (forms.PasswordInput, "password-input", _nothing_more),
    (forms.Textarea, "textarea", _long_text),
    (Input, "input", _text),
]
