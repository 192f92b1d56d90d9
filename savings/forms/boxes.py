"""Which kind of box is a field of a form? Django knows each as a field, and no more."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms


def choice_box(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The field by which one of its `choices` is chosen."""
    return cast(forms.ChoiceField, form.fields[name])


def row_box(form: forms.BaseForm, name: str) -> forms.ModelChoiceField:
    """The field by which rows of its `queryset` are chosen."""
    return cast(forms.ModelChoiceField, form.fields[name])


def choices_of(form: forms.BaseForm, name: str) -> list[tuple[str, str]]:
    """What a `choice_box` offers: each code with its label."""
    return list(cast(Iterable[tuple[str, str]], choice_box(form, name).choices))


class PlaceCode(forms.ChoiceField):
    """A place by its code, in any capitals, as an address has it."""

    def to_python(self, value: Any) -> str:
        said = super().to_python(value)
        capitals = said.upper()
        return capitals if self.valid_value(capitals) and not self.valid_value(said) else said

    def bound_data(self, data: Any, initial: Any) -> str:
        """As the list has it, so that what was asked for is marked there."""
        return self.to_python(super().bound_data(data, initial))
