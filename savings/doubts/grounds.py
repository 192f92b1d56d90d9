"""On which grounds is a figure doubted? One reason is asked on each, of each figure."""

from django.db.models import TextChoices

from savings.claims.year_amounts import BY_THEMSELVES
from savings.models.choices import Reason


class Ground(TextChoices):
    """What makes a figure doubtful."""

    UNIT = "unit", "May be in the wrong unit"
    REFERENCE = "reference", "The digits of the claim’s reference"
    YEAR = "year", "Looks like a year"
    SPENDING = "spending", "More than is spent"
    CHANGE = "change", "A large change since the version before"
    SAME_MONEY = "same_money", "May be the same money, stated twice"
    RUNNING_TOTAL = "running_total", "May be a running total"


# What the officer should think of, beside the words about each figure.
ADVICE = {
    Ground.UNIT: "Figures typed in thousands or in pence are the most frequent mistake.",
    Ground.REFERENCE: "The reference may have been copied into the wrong column.",
    Ground.YEAR: "The year may have been copied into the wrong column.",
    Ground.SPENDING: "A claim that saves more than is spent cannot be signed off.",
    Ground.CHANGE: "Whoever reads the figure will ask what changed. Say it once, here.",
    Ground.SAME_MONEY: "The same pound must not be counted twice. Are they separate?",
    Ground.RUNNING_TOTAL: f"{BY_THEMSELVES} Running totals cannot be signed off.",
}
# The reason code that each may come to (docs/method/review.md §2).
MAY_COME_TO = {
    Ground.UNIT: Reason.ARITHMETIC,
    Ground.REFERENCE: Reason.ARITHMETIC,
    Ground.YEAR: Reason.ARITHMETIC,
    Ground.SPENDING: Reason.BASELINE,
    Ground.CHANGE: Reason.NO_DETAIL,
    Ground.SAME_MONEY: Reason.DOUBLE,
    Ground.RUNNING_TOTAL: Reason.ARITHMETIC,
}
