"""Dated, sourced tables that calculations use. Edited in the admin; every edit is kept."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from totalplace.fields import FinancialYearField, ScaledDecimalField

from .choices import EvidenceKind, Stage


def _percent():
    return ScaledDecimalField(decimal_places=2)


class Deflator(models.Model):
    """GDP deflator index of one financial year in one vintage. Never mix vintages in one calculation."""

    financial_year = FinancialYearField()
    index = ScaledDecimalField(decimal_places=3)
    base_year = FinancialYearField()
    vintage_date = models.DateField()
    is_forecast = models.BooleanField(default=False)
    source = models.TextField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vintage_date", "financial_year"],
                name="deflator_once_a_vintage",
            ),
            models.CheckConstraint(condition=Q(index__gt=0), name="deflator_index_is_positive"),
        ]

    def __str__(self):
        return f"Deflator {self.financial_year}, {self.vintage_date:%d %B %Y}"


class DiscountRate(models.Model):
    """Real discount rate for a span of years from the base year."""

    from_year = models.PositiveSmallIntegerField()
    to_year = models.PositiveSmallIntegerField()
    rate_percent = _percent()
    valid_from = models.DateField()
    source = models.TextField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from", "from_year"], name="discountrate_once_a_span"
            ),
            models.CheckConstraint(
                condition=Q(from_year__lte=F("to_year")),
                name="discountrate_span_runs_forward",
            ),
        ]

    def __str__(self):
        return f"{self.rate_percent}% for years {self.from_year}–{self.to_year}"


class ConfidenceGrade(models.Model):
    """Optimism-bias correction for one confidence grade, 1 (strongest) to 6."""

    grade = models.PositiveSmallIntegerField()
    cost_uplift_percent = _percent()
    benefit_reduction_percent = _percent()
    valid_from = models.DateField()
    source = models.TextField()
    is_checked_at_source = models.BooleanField("checked at the source", default=False)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["valid_from", "grade"], name="confidencegrade_once"),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=6),
                name="confidencegrade_is_one_to_six",
            ),
        ]

    def __str__(self):
        return f"Confidence grade {self.grade}"


class EvidenceGrade(models.Model):
    """The confidence grade that a kind of evidence suggests."""

    kind = models.CharField(max_length=16, choices=EvidenceKind)
    grade = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    source = models.TextField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["valid_from", "kind"], name="evidencegrade_once"),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=6),
                name="evidencegrade_is_one_to_six",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: grade {self.grade}"


class StageWeight(models.Model):
    """Weight for what is not yet secured. For internal briefing only, never published."""

    stage = models.CharField(max_length=10, choices=Stage)
    weight_percent = _percent()
    valid_from = models.DateField()
    source = models.TextField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["valid_from", "stage"], name="stageweight_once"),
            models.CheckConstraint(
                condition=Q(weight_percent__gte=0, weight_percent__lte=100),
                name="stageweight_is_a_share",
            ),
        ]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.weight_percent}%"


class Threshold(models.Model):
    """A number that a rule turns on: pounds, days or percent, as its name says."""

    class Name(models.TextChoices):
        REPLY_DAYS = "reply_days", "Working days to reply to a provisional verdict"
        ANSWER_DAYS = "answer_days", "Working days to answer a question"
        SECOND_READING = (
            "second_reading",
            "Pounds from which Not supported needs a second reader",
        )
        SECOND_SAMPLE = "second_sample", "Percent of Supported that get a second reader"
        SMALL_CLAIM = "small_claim", "Pounds a year below which a claim is asked less"
        LARGE_CLAIM = "large_claim", "Pounds a year from which a claim is asked more"
        CHANGE = "change", "Percent by which a figure may change between versions without a reason"
        READ_ALL = "read_all", "Pounds a year from which every claim is chosen for review"
        READ_NONE = "read_none", "Pounds a year below which no claim is drawn for review"
        SLIPPAGE = (
            "slippage",
            "Percent by which a saving may fall short of its plan without a reason",
        )

    name = models.CharField(max_length=20, choices=Name)
    value = ScaledDecimalField(decimal_places=2)
    valid_from = models.DateField()
    source = models.TextField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["valid_from", "name"], name="threshold_once"),
        ]

    def __str__(self):
        return f"{self.get_name_display()}: {self.value}"
