"""How is a date asked for? As three boxes, day, month and year, and never with a calendar."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from totalplace.days import Days

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DateWidget(forms.Widget):
    """Three boxes named `<field>-day`, `<field>-month` and `<field>-year`."""

    def parts(self, value: Any) -> dict[str, str]:
        """Return what each box shows: a date split up, or the text as it was typed."""
        if isinstance(value, date):
            value = (value.day, value.month, value.year)
        return dict(zip(PARTS, [str(part) for part in value or ("", "", "")], strict=True))

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict, name: str
    ) -> tuple[str, ...]:
        return tuple((data.get(f"{name}-{part}") or "").strip() for part in PARTS)

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict, name: str
    ) -> bool:
        return not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day"


class DateField(forms.Field):
    """A date in three boxes, `within` these days if any are given; `called` so in errors where the label is a question.

    Cleans to a `datetime.date`, or None when all three are empty.
    """

    widget = DateWidget

    def __init__(self, *, within: Days | None = None, called: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.within = within
        self.called = called

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and self.within:
            self.within.check(value, self._name())

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        missing = [part for part, text in zip(PARTS, value, strict=True) if not text]
        if missing:
            raise self._refused(f"must include a {' and a '.join(missing)}.")
        day, month, year = value
        if len(year) != 4:
            raise self._refused("must have a year of 4 numbers, for example 2010.")
        return self._real_date(day, month, year)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def _real_date(self, day: str, month: str, year: str) -> date:
        named = month[:3].lower()
        month = str(MONTHS.index(named) + 1) if named in MONTHS else month
        try:
            if not all(part.isascii() and part.isdigit() for part in (day, month, year)):
                raise ValueError(day, month, year)
            return date(int(year), int(month), int(day))
        except ValueError:
            raise self._refused("must be a real date, for example 27 3 2010.") from None

    def _refused(self, words: str) -> ValidationError:
        return ValidationError(f"{self._name()} {words}", code="invalid")

    def _name(self) -> str:
        """What an error calls it: its label, without the word that it may stay empty."""
        return self.called or str(self.label or "Date").removesuffix(" (optional)")
