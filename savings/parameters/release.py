"""What does a release bring for the tables that a site cannot work without, of which day and from which source?

A file's columns are the fields of its model. Beside each row stand its day and its source; themes keep neither.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, Field

from pilots.models import Theme
from savings.models import (
    ConfidenceGrade,
    Deflator,
    DiscountRate,
    EvidenceGrade,
    StageWeight,
    StatementOfUse,
    Threshold,
)
from totalplace.fields import FinancialYearField
from totalplace.financial_year import FinancialYear

PILOTS_DATA = Path(apps.get_app_config("pilots").path) / "data"
SAVINGS_DATA = Path(apps.get_app_config("savings").path) / "data"
PARAMETERS = SAVINGS_DATA / "parameters"


@dataclass(frozen=True)
class Table:
    """One file, and the model that keeps its rows. `key` tells the rows apart; `day` says from when each holds."""

    model: Any  # Of a table that keeps a history.
    file: Path
    key: tuple[str, ...]
    day: str = "valid_from"

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @cached_property
    def rows(self) -> list[dict]:
        """Each row as the fields of the model."""
        return [
            {field.name: _read(field, text) for field, text in self._fields(row)}
            for row in rows_of(self.file)
        ]

    @cached_property
    def origins(self) -> list[tuple[str, str]]:
        """The days of the rows, as 2026-11-22, and the sources, each pair once."""
        said = [(row[self.day], row["source"]) for row in rows_of(self.file)]
        return list(dict.fromkeys(said))

    def _fields(self, row: dict[str, str]) -> Iterator[tuple[Field, str]]:
        kept = {field.name: field for field in self.model._meta.concrete_fields}
        return ((kept[column], text) for column, text in row.items() if column in kept)


TABLES = [
    Table(Theme, PILOTS_DATA / "themes.csv", ("name",), day="date"),
    Table(
        Deflator,
        PARAMETERS / "deflators.csv",
        ("vintage_date", "financial_year"),
        day="vintage_date",
    ),
    Table(DiscountRate, PARAMETERS / "discount_rates.csv", ("valid_from", "from_year")),
    Table(ConfidenceGrade, PARAMETERS / "confidence_grades.csv", ("valid_from", "grade")),
    Table(EvidenceGrade, PARAMETERS / "evidence_grades.csv", ("valid_from", "kind")),
    Table(StageWeight, PARAMETERS / "stage_weights.csv", ("valid_from", "stage")),
    Table(Threshold, PARAMETERS / "thresholds.csv", ("valid_from", "name")),
    Table(StatementOfUse, PARAMETERS / "statements_of_use.csv", ("valid_from",)),
]


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of ours, titles as keys."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _read(field: Field, text: str) -> object:
    if isinstance(field, BooleanField):
        return {"yes": True, "no": False}[text]
    if isinstance(field, FinancialYearField):
        return FinancialYear(
            int(text[:4])
        )  # Deflators begin before the years that a claim may be of.
    return field.to_python(text)
