"""The numbers that can be added: one amount per year, line, state, kind of gain and organisation."""

from django.db import models
from django.db.models import Q

from pilots.models import Organisation
from totalplace.fields import FinancialYearField, MoneyField
from totalplace.financial_year import FinancialYear

from .choices import KindOfGain, Line, State
from .claims import Version

REASON = "Checked: "  # How a line begins that says why a doubtful figure is right.
# The years of figures: what a site lets people enter lies within them.
EARLIEST, LATEST = FinancialYear.EARLIEST.start, FinancialYear.LATEST.start
KINDS_IN_MONEY = [kind for kind in KindOfGain.values if kind != KindOfGain.NOT_IN_MONEY]


class Figure(models.Model):
    """Plan is never overwritten by forecast, nor forecast by actual. Nought is stated; an absent row is not."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="figures")
    year = FinancialYearField("financial year")
    line = models.CharField(max_length=14, choices=Line)
    state = models.CharField(max_length=8, choices=State, default=State.FORECAST)
    kind_of_gain = models.CharField(max_length=15, choices=KindOfGain)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="figures")
    amount = MoneyField()
    note = models.TextField(blank=True)
    checked_because = models.TextField(
        "why a doubtful figure is right, a line for each reason", blank=True
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
        """The note as pages and sheets show it."""
        return full_note(self.note, self.checked_because)


def full_note(note: str, checked_because: str) -> str:
    """A note, and after it each reason for which a doubtful figure is right, on a line of its own."""
    reasons = checked_because.split("\n") if checked_because else []
    return "\n".join([*([note] if note else []), *(REASON + reason for reason in reasons)])
