"""Model fields for exact amounts, financial years and days: how they stand in the database, and how in Python.

Amounts are whole numbers in the database on both engines, because SQLite keeps decimals as floats and is £1
wrong on large sums.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, IntegerField, Model, Q, When
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import ExtractYear

from .amounts import PoundsField
from .days import Days
from .financial_year import FinancialYear


class ScaledDecimalField(models.BigIntegerField):
    """A `Decimal` with a fixed number of places in Python; the same number without its point in the database.

    `Sum` and comparisons are therefore exact. A value with more places than the field holds is refused, never rounded.
    """

    description = "Exact decimal kept as a whole number"
    # Which values its attribute takes, and which it gives.
    _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]  # Its column's are others.
    _pyi_private_get_type: Decimal  # type: ignore[assignment]  # As above.
    _pyi_lookup_exact_type: Decimal | int | str  # type: ignore[assignment]  # As above.

    def __init__(self, *args: Any, decimal_places: int, **kwargs: Any) -> None:
        self.decimal_places = decimal_places
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["decimal_places"] = self.decimal_places
        return name, path, args, kwargs

    def from_db_value(
        self, value: int | Decimal | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> Decimal | None:
        # PostgreSQL sums whole numbers as numeric: the driver gives a Decimal, so both kinds are brought to int first.
        return None if value is None else Decimal(int(value)).scaleb(-self.decimal_places)

    def get_prep_value(self, value: Any) -> Any:
        value = self.to_python(value)
        return value if value is None else int(value.scaleb(self.decimal_places))

    def to_python(self, value: Any) -> Any:
        if value is None:
            return None
        if hasattr(value, "resolve_expression"):
            return value
        if isinstance(value, float):
            raise ValidationError("Amounts are exact: give a Decimal, not a float.", code="float")
        try:
            amount = Decimal(value)
            exact = amount.quantize(Decimal(1).scaleb(-self.decimal_places))
        except (ArithmeticError, TypeError, ValueError) as error:
            raise ValidationError(f"{value} is not an amount.", code="invalid") from error
        if not amount.is_finite():
            raise ValidationError(f"{value} is not an amount.", code="invalid")
        if exact != amount:
            places = self.decimal_places
            raise ValidationError(f"{value} has more than {places} decimal places.", code="places")
        return exact

    def value_to_string(self, obj: Model) -> str:
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(
            self,
            **{
                "form_class": forms.DecimalField,
                "decimal_places": self.decimal_places,
                "max_digits": 18,
                **kwargs,
            },
        )

    # The limits of BigIntegerField are about pence, not pounds; constraints on the models bound each amount.
    @property
    def validators(self) -> list:
        return [*self.default_validators, *self._validators]  # type: ignore[attr-defined]  # Not in the stubs.


class MoneyField(ScaledDecimalField):
    """Pounds as `Decimal` in Python, whole pence in the database."""

    description = "Pounds"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["decimal_places"] = 2
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """A box that reads pounds as every other does, in the workspace too, whose own is one for plain numbers."""
        return models.Field.formfield(
            self, **kwargs | {"form_class": PoundsField, "widget": PoundsField.widget}
        )


class FinancialYearField(models.SmallIntegerField):
    """A `FinancialYear` in Python; the year it starts in (2009 for 2009-10) in the database."""

    description = "Financial year"
    _pyi_private_set_type: FinancialYear | int | str | Combinable  # type: ignore[assignment]  # As above.
    _pyi_private_get_type: FinancialYear  # type: ignore[assignment]  # As above.
    _pyi_lookup_exact_type: FinancialYear | int | str  # type: ignore[assignment]  # As above.

    def from_db_value(
        self, value: int | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> FinancialYear | None:
        return None if value is None else FinancialYear(value)

    def get_prep_value(self, value: Any) -> Any:
        value = self.to_python(value)
        return value.start if isinstance(value, FinancialYear) else value

    def to_python(self, value: Any) -> Any:
        if value in (None, ""):
            return None
        if isinstance(value, FinancialYear) or hasattr(value, "resolve_expression"):
            return value
        if isinstance(value, int):
            return FinancialYear(value)
        try:
            return FinancialYear.parse(value)
        except ValueError as error:
            raise ValidationError(str(error), code="bad_year") from error

    def value_to_string(self, obj: Model) -> str:
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": forms.CharField, **kwargs})

    @property
    def validators(self) -> list:
        return [*self.default_validators, *self._validators]  # type: ignore[attr-defined]  # Not in the stubs.


def financial_year_of(day: str) -> CombinedExpression:
    """`FinancialYear.of` in SQL: the year in which the financial year of a field begins, of days or times."""
    is_before_april = Q(**{f"{day}__month__lt": 4})
    return ExtractYear(day) - Case(
        When(is_before_april, then=1), default=0, output_field=IntegerField()
    )


class DayField(models.DateField):
    """A date that means one of the days `within`; others are refused in words.

    What the database refuses of them is a constraint's to say. It needs no migration: the column is that of any date.
    """

    def __init__(self, *args: Any, within: Days | None = None, **kwargs: Any) -> None:
        self.within = within
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def clone(self) -> Self:
        field = super().clone()
        field.within = self.within
        return field

    def validate(self, value: Any, model_instance: Model | None) -> None:
        super().validate(value, model_instance)
        if value is not None and self.within:
            self.within.check(value)

    def formfield(self, **kwargs: Any) -> Any:
        words = {"invalid": "Enter a real date with a year of 4 numbers, for example 27/3/2010."}
        return super().formfield(**{"error_messages": words, **kwargs})
