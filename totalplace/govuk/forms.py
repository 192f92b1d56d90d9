"""How is a form drawn, and how are its errors told?

`GovukRenderer` is the FORM_RENDERER. It gives every field one way to be drawn, and `{{ form }}`
draws the fields one after another. A widget drawn bare, as the admin does, stays as Django has it.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from markupsafe import Markup

from .components import render
from .controls import control


class GovukBoundField(BoundField):
    """A field that draws itself as the GOV.UK component for its widget."""

    def as_field_group(self, **more: Any) -> Markup | SafeString:  # type: ignore[override]  # Both are safe.
        """Return label, hint, error and control, tied together for a screen reader.

        `more` are further options of the component, such as `prefix={"text": "£"}`. With
        `heading=True` the label is the page's heading, for pages that ask one thing.
        """
        if self.is_hidden:
            return self.as_widget()
        heading = more.pop("heading", False)
        component, options = control(self)
        options = _merged(options, more)
        if heading:
            _make_heading(options)
        drawn = render(component, options)
        if not self.field.show_hidden_initial:
            return drawn
        return drawn + self.as_hidden(only_initial=True)

    @property
    def messages(self) -> list[str]:
        """The errors, in words that say what to do where the field kept Django's own."""
        return [message for error in self.errors.as_data() for message in self._words(error)]

    @property
    def anchor(self) -> str:
        """The id of the control to which an error summary leads."""
        return self.id_for_label if self.is_date else self.auto_id

    @property
    def is_date(self) -> bool:
        """Whether it is asked for in three boxes, none of which has the field's own id."""
        return hasattr(self.field.widget, "parts")

    def _words(self, error: ValidationError) -> list[str]:
        stock = forms.Field.default_error_messages["required"]
        if error.code != "required" or str(error.message) != str(stock):
            return error.messages
        verb = "Select" if hasattr(self.field.widget, "choices") else "Enter"
        label = str(self.label)
        starts_as_acronym = label[:2].isupper()
        return [f"{verb} {label if starts_as_acronym else label[:1].lower() + label[1:]}"]


class GovukRenderer(TemplatesSetting):
    """Draws every form of the site, from `templates/django/forms/`."""

    bound_field_class = GovukBoundField
    form_template_name = "django/forms/govuk.html"


def error_list(form: Any) -> list[dict]:  # A form, or what gives its fields as one does.
    """Return the items of an error summary: what is wrong, each with a link to its control.

    What is wrong with the form as a whole leads to its first field.
    """
    visible = form.visible_fields()
    first = {"href": f"#{visible[0].anchor}"} if visible else {}
    items = [{"text": message} | first for message in form.non_field_errors()]
    for field in form:
        target = {} if field.is_hidden else {"href": f"#{field.anchor}"}
        items += [{"text": message} | target for message in field.messages]
    return items


def _merged(options: dict, more: dict) -> dict:
    """Add options to options; where both are groups of options, group by group."""
    merged = dict(options)
    for name, value in more.items():
        both = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = _merged(merged[name], value) if both else value
    return merged


def _make_heading(options: dict) -> None:
    if "fieldset" in options:
        options["fieldset"]["legend"] |= {
            "classes": "govuk-fieldset__legend--l",
            "isPageHeading": True,
        }
    else:
        options["label"] |= {"classes": "govuk-label--l", "isPageHeading": True}
