"""What is a column of a CSV file: its heading, its meaning, and how its cells are made?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Model, TextChoices
from django.db.models.expressions import Combinable

from savings.claims.question_row import Question
from savings.models import Version
from totalplace.fields import FinancialYearField, MoneyField, ScaledDecimalField

from .cells import Cell, Code, Number, Pounds, Text, Whole, Year, YearStart, YesNo

if TYPE_CHECKING:
    from .files import Export


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it means in plain words, and how a cell is made.

    `expression` is the path of a field of the model in `of`, an expression over it, or a function that makes one from
    the export (`savings.exports.files.Export`). `codes` are what a column of codes may hold, each with its label.
    """

    title: str
    description: str
    expression: str | Combinable | Callable
    kind: type[Cell] = Text
    codes: Sequence[tuple[str, str]] | None = None
    of: type[Model] = Version

    def cell(self, export: "Export") -> Cell:
        """The whole cell as text, as an expression over `of`."""
        made_of = self.expression
        if not isinstance(made_of, str | Combinable):
            made_of = made_of(export)
        return self.kind(made_of)

    @property
    def written(self) -> str:
        """How a reader of the file finds it written: the kind of text, or each code with its label."""
        if self.codes is None:
            return self.kind.words
        return "; ".join(f"{code} ({label})" for code, label in self.codes)


def code(
    title: str,
    description: str,
    codes: type[TextChoices],
    source: str | Combinable | Callable = "",
    **more: Any,
) -> Column:
    return Column(title, description, source or title, Code, codes.choices, **more)


# How the value of a field is written; all others are text.
_KINDS = {
    FinancialYearField: Year,
    MoneyField: Pounds,
    ScaledDecimalField: Number,
    models.BooleanField: YesNo,
    models.PositiveSmallIntegerField: Whole,
}


def answer(question: Question) -> Column:
    """The column of one question: the code of a choice, the name of an organisation, else the value."""
    name, field = question.field, question.stored
    if field.choices:
        return Column(question.title, question.meaning, name, Code, field.flatchoices)
    path = f"{name}__name" if field.is_relation else name
    return Column(question.title, question.meaning, path, _KINDS.get(type(field), Text))


def starts_of_years(columns: Sequence[Column]) -> list[Column]:
    """For each column of years the same as a number, since spreadsheet programs make a month of 2007-08."""
    return [
        Column(
            _START_TITLES.get(year.title, f"{year.title}_start"),
            f"The calendar year in which {year.title} begins, as a number: 2009 for 2009-10.",
            year.expression,
            YearStart,
            of=year.of,
        )
        for year in columns
        if year.kind is Year
    ]


_START_TITLES = {"financial_year": "year_start"}
