"""How do people type amounts and years into a page? Each by one grammar, with the same words when it does not fit."""

from collections.abc import Callable, Container
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from django import forms

from totalplace.financial_year import FinancialYear
from totalplace.money import in_unit, parse_in_unit
from totalplace.refused_value import ValueRefused

_Value = TypeVar("_Value")


class AmountInput(forms.TextInput):
    """A box for pounds: a stored amount is shown grouped, what was typed as it was typed."""

    unit = 1

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return in_unit(value, self.unit)
        return super().format_value(value)


class PoundsField(forms.CharField):
    """Pounds, cleaned to a `Decimal`, or None for a blank: a blank is *not stated*, never zero.

    Typed and shown in a unit of so many pounds (`in_units_of`), kept in pounds.
    """

    unit = 1
    widget = AmountInput(
        attrs={"inputmode": "decimal", "spellcheck": "false", "class": "govuk-input--width-10"}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"required": False} | kwargs))

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # As the class says.
        text = super().to_python(value)
        return _read(partial(parse_in_unit, unit=self.unit), text) if text else None

    def in_units_of(self, pounds: int) -> None:
        self.unit = pounds
        self.widget.unit = pounds


class YearField(forms.CharField):
    """A financial year such as 2009-10, cleaned to a `FinancialYear`, or None for a blank.

    `also`: years that are stored there already, and pass though the site may ask for others now.
    """

    also: Container[FinancialYear] = ()
    widget = forms.TextInput(attrs={"spellcheck": "false", "class": "govuk-input--width-5"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"required": False} | kwargs))

    def to_python(self, value: Any) -> FinancialYear | None:  # type: ignore[override]  # As the class says.
        text = super().to_python(value)
        return _read(partial(FinancialYear.parse, also=self.also), text) if text else None


def _read(parse: Callable[[str], _Value], text: str) -> _Value:
    try:
        return parse(text)
    except ValueRefused as refused:
        raise forms.ValidationError(refused.message, code=refused.code) from None
