"""The dated parameter tables, from files that say where each number comes from."""

from datetime import date
from decimal import Decimal
from itertools import chain

from savings.models import (
    ConfidenceGrade,
    Deflator,
    DiscountRate,
    EvidenceGrade,
    StageWeight,
    StatementOfUse,
    Threshold,
)
from totalplace.financial_year import FinancialYear

from .sources import SAVINGS_DATA, rows_of

FOLDER = SAVINGS_DATA / "parameters"
# The guidance that the confidence grades are recalled from gives its year only.
GRADES_VALID_FROM = date(2014, 1, 1)


def load_parameters() -> None:
    """Add the rows that are missing. What an administrator has changed since is left alone."""
    for model, key, row in chain(_rates(), _rules()):
        known = {name: row.pop(name) for name in key}
        model.objects.get_or_create(**known, defaults=row)


def _rates():
    """What calculations multiply by."""
    for row in rows_of(FOLDER / "deflators.csv"):
        yield (
            Deflator,
            ("vintage_date", "financial_year"),
            {
                "financial_year": _year(row["financial_year"]),
                "index": Decimal(row["index"]),
                "base_year": _year(row["base_year"]),
                "vintage_date": date.fromisoformat(row["vintage_date"]),
                "is_forecast": row["is_forecast"] == "yes",
                "source": row["source"],
            },
        )
    for row in rows_of(FOLDER / "discount_rates.csv"):
        yield (
            DiscountRate,
            ("valid_from", "from_year"),
            {
                "from_year": int(row["from_year"]),
                "to_year": int(row["to_year"]),
                "rate_percent": Decimal(row["rate_percent"]),
                **_dated(row),
            },
        )
    for row in rows_of(FOLDER / "confidence_grades.csv"):
        yield (
            ConfidenceGrade,
            ("valid_from", "grade"),
            {
                "grade": int(row["grade"]),
                "cost_uplift_percent": Decimal(row["cost_uplift_percent"]),
                "benefit_reduction_percent": Decimal(row["benefit_reduction_percent"]),
                "is_checked_at_source": row["checked_at_source"] == "yes",
                "valid_from": GRADES_VALID_FROM,
                "source": row["source"],
            },
        )
    for row in rows_of(FOLDER / "stage_weights.csv"):
        weight = {"stage": row["stage"], "weight_percent": Decimal(row["weight_percent"])}
        yield StageWeight, ("valid_from", "stage"), weight | _dated(row)


def _rules():
    """What rules turn on, and the words on use."""
    for row in rows_of(FOLDER / "evidence_grades.csv"):
        grade = {"kind": row["kind"], "grade": int(row["grade"])}
        yield EvidenceGrade, ("valid_from", "kind"), grade | _dated(row)
    for row in rows_of(FOLDER / "thresholds.csv"):
        number = {"name": row["name"], "value": Decimal(row["value"])}
        yield Threshold, ("valid_from", "name"), number | _dated(row)
    for row in rows_of(FOLDER / "statements_of_use.csv"):
        yield StatementOfUse, ("valid_from",), {"text": row["text"]} | _dated(row)


def _dated(row: dict[str, str]) -> dict:
    return {"valid_from": date.fromisoformat(row["valid_from"]), "source": row["source"]}


def _year(text: str) -> FinancialYear:
    return FinancialYear(int(text[:4]))
