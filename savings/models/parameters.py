"""Dated, sourced tables that calculations use. Edited in the admin; every edit is kept."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.lookups import Exact

from totalplace.fields import DayField, FinancialYearField, ScaledDecimalField
from totalplace.kept_history import History, KeepsHistory

from .choices import EvidenceKind, Stage
from .limits import VALID_FROM, VINTAGE, dated, within


def _percent() -> ScaledDecimalField:
    return ScaledDecimalField(decimal_places=2)


class Deflator(models.Model):
    """GDP deflator index of one financial year in one vintage. Never mix vintages in one calculation."""

    financial_year = FinancialYearField()
    index = ScaledDecimalField(decimal_places=4)
    base_year = FinancialYearField()
    vintage_date = DayField(within=VINTAGE)
    is_forecast = models.BooleanField(default=False)
    source = models.TextField()
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["vintage_date", "financial_year"],
                name="deflator_once_a_vintage",
                violation_error_message="This vintage has an index of this year already. Change that row.",
            ),
            within(
                "deflator_index_is_in_range",
                "index",
                Decimal("0.001"),
                10_000,
                "Give an index over 0 and up to 10,000.",
            ),
            dated("deflator", "vintage_date"),
        ]

    def __str__(self) -> str:
        return f"Deflator {self.financial_year}, {self.vintage_date:%d %B %Y}"

    def clean(self) -> None:
        # A row that is there may change: the base year of a whole vintage is put right one row after the other.
        if not self._state.adding or None in (self.vintage_date, self.base_year):
            return
        same = Deflator.objects.filter(vintage_date=self.vintage_date)
        other = same.exclude(base_year=self.base_year).first()
        if other:
            raise ValidationError(
                f"The others of this vintage are in prices of {other.base_year}. "
                "Give that base year, or the date of another vintage."
            )


class DiscountRate(models.Model):
    """Real discount rate for a span of years from the base year."""

    from_year = models.PositiveSmallIntegerField()
    to_year = models.PositiveSmallIntegerField()
    rate_percent = _percent()
    valid_from = DayField(within=VALID_FROM)
    source = models.TextField()
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from", "from_year"],
                name="discountrate_once_a_span",
                violation_error_message="A rate of this date starts in this year already. Change that row.",
            ),
            models.CheckConstraint(
                condition=Q(from_year__lte=F("to_year")),
                name="discountrate_span_runs_forward",
                violation_error_message="The last year is before the first. Give a last year that is not earlier.",
            ),
            within(
                "discountrate_years_are_in_range",
                "to_year",
                0,
                1_000,
                "Give a last year up to 1,000 years from the base year.",
            ),
            within(
                "discountrate_is_a_share",
                "rate_percent",
                0,
                100,
                "Give a discount rate from 0 to 100 percent.",
            ),
            dated("discountrate"),
        ]

    def __str__(self) -> str:
        return f"{self.rate_percent}% for years {self.from_year}–{self.to_year}"

    def clean(self) -> None:
        if None in (self.valid_from, self.from_year, self.to_year):
            return
        # A rate that starts in the same year is the constraint's to refuse.
        others = DiscountRate.objects.exclude(Q(pk=self.pk) | Q(from_year=self.from_year))
        shared = others.filter(
            valid_from=self.valid_from, from_year__lte=self.to_year, to_year__gte=self.from_year
        ).first()
        if shared:
            raise ValidationError(
                f"Years {shared.from_year} to {shared.to_year} have a rate of this date already. "
                "Give years that no other rate has."
            )


class ConfidenceGrade(models.Model):
    """Optimism-bias correction for one confidence grade, 1 (strongest) to 6."""

    grade = models.PositiveSmallIntegerField()
    cost_uplift_percent = _percent()
    benefit_reduction_percent = _percent()
    valid_from = DayField(within=VALID_FROM)
    source = models.TextField()
    is_checked_at_source = models.BooleanField("checked at the source", default=False)
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from", "grade"],
                name="confidencegrade_once",
                violation_error_message="This grade has a row of this date already. Change it or give another date.",
            ),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=6),
                name="confidencegrade_is_one_to_six",
                violation_error_message="There is no such grade. Give a grade from 1 to 6.",
            ),
            within(
                "confidencegrade_uplift_is_in_range",
                "cost_uplift_percent",
                0,
                1_000,
                "Give a cost uplift from 0 to 1,000 percent.",
            ),
            within(
                "confidencegrade_reduction_is_a_share",
                "benefit_reduction_percent",
                0,
                100,
                "Give a benefit reduction from 0 to 100 percent.",
            ),
            dated("confidencegrade"),
        ]

    def __str__(self) -> str:
        return f"Confidence grade {self.grade}"


class EvidenceGrade(models.Model):
    """The confidence grade that a kind of evidence suggests."""

    kind = models.CharField(max_length=16, choices=EvidenceKind)
    grade = models.PositiveSmallIntegerField()
    valid_from = DayField(within=VALID_FROM)
    source = models.TextField()
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from", "kind"],
                name="evidencegrade_once",
                violation_error_message="This kind has a grade of this date already. Change it or give another date.",
            ),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=6),
                name="evidencegrade_is_one_to_six",
                violation_error_message="There is no such grade. Give a grade from 1 to 6.",
            ),
            dated("evidencegrade"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: grade {self.grade}"


class StageWeight(models.Model):
    """Weight for what is not yet secured. For internal briefing only, never published."""

    stage = models.CharField(max_length=10, choices=Stage)
    weight_percent = _percent()
    valid_from = DayField(within=VALID_FROM)
    source = models.TextField()
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from", "stage"],
                name="stageweight_once",
                violation_error_message="This stage has a weight of this date already. Change it or give another date.",
            ),
            models.CheckConstraint(
                condition=Q(weight_percent__gte=0, weight_percent__lte=100),
                name="stageweight_is_a_share",
                violation_error_message="Give a weight from 0 to 100 percent.",
            ),
            dated("stageweight"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.weight_percent}%"


class ThresholdName(models.TextChoices):
    """What a number is for that a rule turns on, and what it counts."""

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


# What each counts; its limits are those of its kind.
THRESHOLDS_IN_DAYS = (ThresholdName.REPLY_DAYS, ThresholdName.ANSWER_DAYS)
THRESHOLDS_IN_PERCENT = (
    ThresholdName.SECOND_SAMPLE,
    ThresholdName.CHANGE,
    ThresholdName.SLIPPAGE,
)
THRESHOLDS_IN_POUNDS = (
    ThresholdName.SECOND_READING,
    ThresholdName.SMALL_CLAIM,
    ThresholdName.LARGE_CLAIM,
    ThresholdName.READ_ALL,
    ThresholdName.READ_NONE,
)
# In the database hundredths: what is left over of a hundred is less than a day.
_PART_OF_A_DAY = ExpressionWrapper(F("value") % 100, output_field=models.BigIntegerField())
THRESHOLD_LIMITS = [
    models.CheckConstraint(
        condition=~Q(name__in=THRESHOLDS_IN_DAYS)
        | Q(Exact(_PART_OF_A_DAY, 0), value__gte=1, value__lte=365),
        name="threshold_days_are_whole",
        violation_error_message="Give a whole number of days from 1 to 365.",
    ),
    models.CheckConstraint(
        condition=~Q(name__in=THRESHOLDS_IN_PERCENT) | Q(value__gte=0, value__lte=100),
        name="threshold_percent_is_a_share",
        violation_error_message="Give a percentage from 0 to 100.",
    ),
    models.CheckConstraint(
        condition=~Q(name__in=THRESHOLDS_IN_POUNDS) | Q(value__gte=0),
        name="threshold_pounds_are_not_negative",
        violation_error_message="Give pounds of 0 or more.",
    ),
]


class Threshold(models.Model):
    """A number that a rule turns on: pounds, days or percent, as its name says."""

    Name = ThresholdName

    name = models.CharField(max_length=20, choices=ThresholdName)
    value = ScaledDecimalField(decimal_places=2)
    valid_from = DayField(within=VALID_FROM)
    source = models.TextField()
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from", "name"],
                name="threshold_once",
                violation_error_message="This number has a value of this date already. Change it or give another date.",
            ),
            *THRESHOLD_LIMITS,
            dated("threshold"),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()}: {self.value}"
