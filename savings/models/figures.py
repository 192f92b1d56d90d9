"""The numbers that can be added: one amount per year, line, state, kind of gain and organisation."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from django.db.models import Q, Value

from pilots.models import Organisation
from totalplace.fields import FinancialYearField, MoneyField
from totalplace.financial_year import FinancialYear

from .choices import KindOfGain, Line, State
from .claims import Version

REASON = "Checked: "  # How a line begins that says why a doubtful figure is right.
# In the place of a kind of doubt: one reason, given when all that was doubted of a row shared one.
ANY_DOUBT = "any"
# The years of figures: what a site lets people enter lies within them.
EARLIEST, LATEST = FinancialYear.EARLIEST.start, FinancialYear.LATEST.start
KINDS_IN_MONEY = [kind for kind in KindOfGain.values if kind != KindOfGain.NOT_IN_MONEY]


class Doubted(NamedTuple):
    """One kind of doubt of a figure (`savings.doubts.plausibility.Ground`), and why its place says that it is right.

    `words` say what was doubted when the version was submitted. Of a draft it is worked out, and only reasons are kept.
    """

    ground: str
    because: str = ""
    words: str = ""


class Figure(models.Model):
    """Plan is never overwritten by forecast, nor forecast by actual. Zero is stated; an absent row is not."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="figures")
    year = FinancialYearField("financial year")
    line = models.CharField(max_length=14, choices=Line)
    state = models.CharField(max_length=8, choices=State, default=State.FORECAST)
    kind_of_gain = models.CharField(max_length=15, choices=KindOfGain)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="figures")
    amount = MoneyField()
    note = models.TextField(blank=True)
    # Each as the parts of a `Doubted`; they go wherever the figure goes, and only with its amount.
    doubts = models.JSONField(
        "what was doubted, and why it is right",
        default=list,
        db_default=Value([], models.JSONField()),
        blank=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "version",
                    "year",
                    "line",
                    "state",
                    "kind_of_gain",
                    "organisation",
                ],
                name="figure_stands_once_a_key",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=EARLIEST, year__lte=LATEST),
                name="figure_year_in_range",
            ),
            models.CheckConstraint(condition=Q(line__in=Line.values), name="figure_line_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="figure_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind_of_gain__in=KINDS_IN_MONEY),
                name="figure_kind_is_in_money",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(amount__lte="999999999999.99"),
                name="figure_amount_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_line_display()} {self.year} {self.get_state_display()}"

    @property
    def full_note(self) -> str:
        """The note as pages show it: after it each reason for which a doubtful figure is right, once, on a line."""
        return full_note(self.note, self.doubted)

    @property
    def doubted(self) -> list[Doubted]:
        return [Doubted(*parts) for parts in self.doubts]


def full_note(note: str, doubted: Iterable[Doubted]) -> str:
    """A note, and the reasons that were given for doubts."""
    reasons = (line for each in doubted if each.because for line in each.because.split("\n"))
    lines = dict.fromkeys(REASON + reason for reason in reasons)
    return "\n".join([*([note] if note else []), *lines])
