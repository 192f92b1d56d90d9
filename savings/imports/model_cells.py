"""How is a cell read into a field of a model, and written back? By the model's limits and choices."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.core.validators import RegexValidator
from django.db import models

from savings.imports.cells import (
    Cell,
    CellRefused,
    choice,
    is_blank,
    money,
    optional,
    plain_decimal,
    text,
    year,
)
from totalplace.fields import FinancialYearField, MoneyField, ScaledDecimalField
from totalplace.missing_marks import is_missing_mark, refuse_missing_mark, why_not
from totalplace.refused_value import quoted

if TYPE_CHECKING:

    class Pattern(RegexValidator):
        """As a field holds it."""

        regex: re.Pattern
        message: str


TEXT_LIMIT = 10_000  # Characters of a text that the model does not limit: several pages of words.
YES_NO = {"yes": "Yes", "no": "No"}


@dataclass(frozen=True)
class Column:
    """One column of a file: its title, the model's field it fills, and how its cell is read."""

    title: str
    name: str
    read: Callable[[Cell], object]
    shown: Callable[[Any], str] = str


def column(
    model: type[models.Model],
    name: str,
    title: str = "",
    *,
    required: bool = False,
    words: Mapping[str, str] | None = None,
) -> Column:
    """The column of the model's field `name`, under the title of that name unless `title` is given.

    `words`: what a page calls the choices, code → words, where it calls them otherwise than the model.
    """
    field = _field(model, name)
    read, shown = _reader(field, words or {}, required=required), _written(field)
    return Column(title or name, name, read, lambda value: "" if value is None else shown(value))


def most_letters(model: type[models.Model], name: str) -> int:
    """The most letters that the model's field takes."""
    return cast(int, _field(model, name).max_length)


def pattern_of(model: type[models.Model], name: str) -> "Pattern":
    """What the text of the model's field must look like, and the words for text that does not."""
    return cast("Pattern", _field(model, name).validators[0])


def is_same(stored: object, read: object) -> bool:
    """Whether a value read says what is stored; blanks at the ends and kinds of line end do not count."""
    if isinstance(stored, str) and isinstance(read, str):
        return _plain(stored) == _plain(read)
    return stored == read


def differences(stored: models.Model, values: dict, names: Iterable[str] = ()) -> dict:
    """The part of `values` (field → value read) that `stored` does not say already."""
    return {
        name: value
        for name, value in values.items()
        if (not names or name in names) and not is_same(getattr(stored, name), value)
    }


def _field(model: type[models.Model], name: str) -> models.Field:
    return cast(models.Field, model._meta.get_field(name))


def _reader(
    field: models.Field, words: Mapping[str, str], *, required: bool
) -> Callable[[Cell], object]:
    if field.choices:
        return _choice_reader(field, words, required=required)
    if isinstance(field, models.CharField | models.TextField):
        limit = field.max_length or TEXT_LIMIT
        read = _named if refuse_missing_mark in field.validators else text
        return lambda cell: read(cell, limit, required=required)
    if isinstance(field, models.BooleanField):
        return lambda cell: _yes_no(cell, words)
    return optional(_PLAIN_READERS[type(field)])


def _named(cell: Cell, limit: int, *, required: bool) -> str:
    """A name or code, which stands in files: no word that a program takes for a missing value."""
    name = text(cell, limit, required=required)
    if is_missing_mark(name):
        raise CellRefused("type", why_not(name))
    return name


def _choice_reader(
    field: models.Field, words: Mapping[str, str], *, required: bool
) -> Callable[[Cell], str]:
    options = {str(code): str(label) for code, label in field.flatchoices if code != ""}
    not_stated = field.get_default() or ""

    def read(cell: Cell) -> str:
        if required and is_blank(cell):
            listed = ", ".join(dict.fromkeys(words.get(code, options[code]) for code in options))
            raise CellRefused("missing", f"This cell is left out. Type one of: {listed}.")
        return choice(cell, options, words) or not_stated

    return read


def _yes_no(cell: Cell, words: Mapping[str, str]) -> bool | None:
    if isinstance(cell, bool):
        return cell
    return {"yes": True, "no": False, "": None}[choice(cell, YES_NO, words)]


def _whole(cell: Cell) -> int:
    typed = text(cell, 10)
    if not re.fullmatch(r"[0-9]{1,3}", typed):
        raise CellRefused(
            "not_a_number", f"{quoted(typed)} is not a whole number. Type a number such as 5."
        )
    return int(typed)


_PLAIN_READERS: dict[type[models.Field], Callable[[Cell], object]] = {
    MoneyField: money,
    ScaledDecimalField: plain_decimal,
    FinancialYearField: year,
    models.PositiveSmallIntegerField: _whole,
}


def _written(field: models.Field) -> Callable[[Any], str]:
    if isinstance(field, MoneyField):
        return lambda pounds: f"{pounds:.2f}"
    if isinstance(field, ScaledDecimalField):
        return _without_end_zeros
    if isinstance(field, models.BooleanField):
        return lambda value: "yes" if value else "no"
    return str


def _without_end_zeros(number: Decimal) -> str:
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()
