"""Collection periods, and what the Treasury says it does with figures. Kept by administrators; every edit is kept."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from totalplace.fields import DayField
from totalplace.kept_history import History, KeepsHistory

from .limits import ROUND, VALID_FROM, dated


class Round(models.Model):
    """A collection period, in which each place revises its claims or says that they stand as they are."""

    name = models.CharField(max_length=100, unique=True)
    opens_on = DayField(within=ROUND)
    closes_on = DayField(within=ROUND)
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")),
                name="round_closes_after_it_opens",
                violation_error_message="The round closes before it opens. Give a closing date that is not earlier.",
            ),
            dated("round", "opens_on"),
            dated("round", "closes_on"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('savings:round')}?round={self.pk}"


class StatementOfUse(models.Model):
    """What the Treasury says it will and will not do with figures: one dated text after the other."""

    text = models.TextField()
    valid_from = DayField(within=VALID_FROM, unique=True)
    source = models.TextField()
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        verbose_name_plural = "statements of use"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="statementofuse_says_something",
                violation_error_message="The text is empty. Write what the figures are used for.",
            ),
            dated("statementofuse"),
        ]

    def __str__(self) -> str:
        return f"Statement of use of {self.valid_from:%-d %B %Y}"
