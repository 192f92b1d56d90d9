"""What requirements cost: the reporting and inspection that places answer for."""

from django.db import models
from django.db.models import F, Q

from totalplace.fields import MoneyField, ScaledDecimalField
from totalplace.kept_history import History, KeepsHistory

from .places import Place


class Burden(models.Model):
    """One published or logged burden. Some name a body, not a place: the words stay, the place is optional."""

    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="burdens"
    )
    place_or_body = models.CharField(max_length=200, help_text="In the source's words.")
    scope_of_bodies = models.TextField(blank=True)
    what = models.TextField()
    count = models.CharField(max_length=200, blank=True, help_text="In the source's words.")
    count_unit = models.CharField(max_length=100, blank=True)
    staff_fte = ScaledDecimalField(
        "staff, full-time equivalent", decimal_places=2, null=True, blank=True
    )
    cost_low = MoneyField(null=True, blank=True)
    cost_high = MoneyField(null=True, blank=True)
    cost_as_published = models.TextField(blank=True)
    period = models.CharField(max_length=100, blank=True)
    source_title = models.TextField(blank=True)
    source_url = models.TextField(blank=True)
    source_date = models.CharField(max_length=100, blank=True)
    notes = models.TextField(blank=True)
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_low__isnull=True)
                | Q(cost_high__isnull=True)
                | Q(cost_low__lte=F("cost_high")),
                name="burden_cost_low_is_not_above_high",
                violation_error_message="The low cost is above the high cost. Lower the first or raise the second.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_or_body}: {self.what}"
