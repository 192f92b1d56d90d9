"""A claim, its versions, who may use it, and its history."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from pilots.models import Organisation, Place, Theme
from totalplace.fields import FinancialYearField, MoneyField, ScaledDecimalField

from .choices import (
    STANDING,
    WAS_FINAL,
    AlsoCountedIn,
    BaselineKind,
    Basis,
    Bound,
    Cashability,
    GrossOrNet,
    KindOfGain,
    Maturity,
    Measure,
    PriceBasis,
    Recurrence,
    ServiceLevel,
    Stage,
    Status,
    Transferability,
    UseCondition,
    Verdict,
    YearAmounts,
)


class Claim(models.Model):
    """One stated saving of a place, under one reference for life."""

    reference = models.CharField(
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[A-Z0-9][A-Z0-9-]*\Z",
                "Use capital letters, digits and hyphens only.",
            )
        ],
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="claims")
    use_condition = models.CharField(
        max_length=1, choices=UseCondition, default=UseCondition.REVIEW_ONLY
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        permissions = [
            ("read_own_place", "Can read all claims of their own place"),
            ("edit_claim", "Can write claims of their own place"),
            ("ask_sign_off", "Can ask for sign-off"),
            (
                "sign_off_claim",
                "Can sign off, withdraw and set the use of their place's claims",
            ),
            ("respond_to_share", "Can agree or dispute their organisation's share"),
            ("read_for_review", "Can read submitted claims for review"),
            ("review_claim", "Can review claims"),
            ("lead_review", "Can lead reviews"),
            ("analyse_claims", "Can analyse what the use conditions allow"),
            ("publish_claim", "Can load claims from public sources"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reference=""), name="claim_has_a_reference"),
            models.CheckConstraint(
                condition=Q(use_condition__in=UseCondition.values),
                name="claim_use_condition_is_known",
            ),
        ]
        indexes = [models.Index(fields=["created_at", "id"], name="claim_by_day")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("savings:claim_detail", args=[self.reference])


class Headline(models.Model):
    """The claim in the place's own words, with whatever number it has. Never spread over years or added up.

    The columns of the published claims, in their order; amounts are plain decimals, since they may be
    percentages or ratios.
    """

    programme = models.CharField(max_length=200, blank=True)
    what_changes = models.CharField("what changed, in a sentence", max_length=300)
    as_published = models.TextField("figure in the place's own words", blank=True)
    measure = models.CharField(max_length=10, choices=Measure, default=Measure.WORDS)
    amount_low = ScaledDecimalField(decimal_places=3, null=True, blank=True)
    amount_high = ScaledDecimalField(decimal_places=3, null=True, blank=True)
    bound = models.CharField(max_length=10, choices=Bound, default=Bound.NONE)
    basis = models.CharField(max_length=20, choices=Basis, default=Basis.NOT_STATED)
    period_years = models.PositiveSmallIntegerField("period in years", null=True, blank=True)
    period_end = models.CharField("period ends in financial year", max_length=7, blank=True)
    recurrence = models.CharField(max_length=10, choices=Recurrence, default=Recurrence.NOT_STATED)
    kind_of_gain = models.CharField(
        max_length=15, choices=KindOfGain, default=KindOfGain.NOT_STATED
    )
    cashability = models.CharField(
        max_length=12, choices=Cashability, default=Cashability.NOT_STATED
    )
    gross_or_net = models.CharField(
        "gross or net", max_length=20, choices=GrossOrNet, default=GrossOrNet.NOT_STATED
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.NOT_STATED)
    cost_as_published = models.TextField("cost in the place's own words", blank=True)
    who_gains_as_published = models.TextField("who gains, in the place's own words", blank=True)
    caveat = models.TextField("the place's own caveat", blank=True)
    source_title = models.CharField(max_length=500, blank=True)
    source_url = models.CharField("source address", max_length=2000, blank=True)
    source_date = models.CharField("source dated", max_length=100, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        abstract = True


class Answers(models.Model):
    """What the fourteen steps ask beside headline and figures (docs/method/fields.md §3). Blank is not stated."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True)
    lead = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_versions",
    )
    service_level = models.CharField(
        max_length=10, choices=ServiceLevel, default=ServiceLevel.NOT_STATED
    )
    service_evidence = models.CharField(
        "how the service level is known", max_length=300, blank=True
    )
    baseline_amount = MoneyField("compared with", null=True, blank=True)
    baseline_year = FinancialYearField(null=True, blank=True)
    baseline_kind = models.CharField(
        "baseline taken from",
        max_length=20,
        choices=BaselineKind,
        default=BaselineKind.NOT_STATED,
    )
    rebaseline_reason = models.CharField("why the baseline was changed", max_length=500, blank=True)
    last_year = FinancialYearField("last year of the saving", null=True, blank=True)
    continues = models.BooleanField("continues without an end year", null=True, blank=True)
    maturity = models.CharField(max_length=10, choices=Maturity, default=Maturity.NOT_STATED)
    price_basis = models.CharField(max_length=10, choices=PriceBasis, default=PriceBasis.NOMINAL)
    base_year = FinancialYearField("base year of real prices", null=True, blank=True)
    has_other_bodies = models.BooleanField("somebody else pays or gains", null=True, blank=True)
    also_counted_in = models.CharField(
        "also counted in",
        max_length=20,
        choices=AlsoCountedIn,
        default=AlsoCountedIn.NOT_STATED,
    )
    budget_line = models.CharField("budget line that is lower", max_length=200, blank=True)
    budget_owner = models.CharField("who holds that budget", max_length=200, blank=True)
    budget_year = FinancialYearField("lower from the year", null=True, blank=True)
    years_are = models.CharField(
        "the amount of each year",
        max_length=20,
        choices=YearAmounts,
        default=YearAmounts.NOT_STATED,
    )
    transferability = models.CharField(
        max_length=11, choices=Transferability, default=Transferability.NOT_STATED
    )
    transferability_note = models.CharField(max_length=300, blank=True)
    proposed_condition = models.CharField(
        "use condition to apply from submission",
        max_length=1,
        choices=UseCondition,
        default=UseCondition.REVIEW_ONLY,
    )
    own_reference = models.CharField("the place's own reference", max_length=40, blank=True)

    class Meta:
        abstract = True


class Version(Headline, Answers):
    """What a claim says at one time. Frozen when submitted or published: triggers hold that on both engines."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=11, choices=Status, default=Status.DRAFT)
    is_published = models.BooleanField("loaded from a public source", default=False)
    revision = models.PositiveIntegerField(default=1)
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    # What its final verdict counts as: see `savings.review.accepted`. Null, so that SQLite need not make anew a table
    # that triggers of others look into.
    counted_verdict = models.CharField(  # noqa: DJ001
        "counts as", max_length=20, choices=Verdict, null=True, blank=True
    )
    # Counted when its verdict becomes final, and kept with it: see `savings.review.clock`.
    days_with_treasury = models.PositiveSmallIntegerField(
        "working days with the Treasury", null=True, blank=True
    )
    days_with_place = models.PositiveSmallIntegerField(
        "working days with the place", null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sign_off_asked_at = models.DateTimeField(null=True, blank=True)
    # Worked out when it is submitted, and frozen with it: lists of 100,000 are ordered by these.
    claimed = MoneyField("largest saving of one year", null=True, blank=True)
    risk = models.PositiveSmallIntegerField("signs of risk", null=True, blank=True)
    is_budget_asked = models.BooleanField("asked whose budget falls", null=True, blank=True)
    frozen_at = models.DateTimeField("submitted or published", null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="version_number_used_once"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(status="draft"),
                name="version_one_draft_a_claim",
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(status__in=[status.value for status in STANDING]),
                name="version_one_standing_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="version_status_is_known"
            ),
            # A draft that is withdrawn was never submitted, and stays the place's own.
            models.CheckConstraint(
                condition=Q(status="draft", frozen_at=None, frozen_by=None)
                | Q(status="withdrawn", frozen_at=None, frozen_by=None)
                | (~Q(status="draft") & Q(frozen_at__isnull=False, frozen_by__isnull=False)),
                name="version_frozen_unless_draft",
            ),
            models.CheckConstraint(
                condition=Q(amount_low=None)
                | Q(amount_high=None)
                | Q(amount_low__lte=models.F("amount_high")),
                name="version_amount_low_is_not_above_high",
            ),
            models.CheckConstraint(
                condition=Q(base_year=None) | Q(price_basis="real"),
                name="version_base_year_only_with_real_prices",
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(status__in=[status.value for status in WAS_FINAL]),
                name="version_verdict_only_when_final",
            ),
        ]
        indexes = [
            models.Index(fields=["frozen_at", "id"], name="version_by_day"),
            models.Index(fields=["status", "-updated_at", "-id"], name="version_by_status"),
            models.Index(fields=["status", "-claimed", "id"], name="version_by_value"),
            # With all that tells who may read it for review, so that a queue is put in order from the index alone.
            models.Index(
                fields=["status", "frozen_at", "id", "claim", "is_published"],
                name="version_by_age",
            ),
            models.Index(fields=["status", "-risk", "id"], name="version_by_risk"),
        ]

    def __str__(self) -> str:
        return f"{self.claim}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("savings:version_detail", args=[self.claim.reference, self.number])


CONTENT_FIELDS = tuple(
    field.name for base in (Headline, Answers) for field in base._meta.local_fields
)
HEADLINE_FIELDS = tuple(field.name for field in Headline._meta.local_fields)


class ConditionChange(models.Model):
    """One dated step of a claim's use condition. Written only by the workflow, never changed."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="condition_changes")
    condition = models.CharField(max_length=1, choices=UseCondition)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="conditionchange_by_day")]

    def __str__(self) -> str:
        return f"{self.claim}: {self.get_condition_display()}"


class Event(models.Model):
    """One line of a claim's history: who, in which role, what, when, why. Written by the workflow, never changed."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=20)
    status_before = models.CharField(max_length=11, choices=Status, blank=True)
    status_after = models.CharField(max_length=11, choices=Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField("role at the time", max_length=100)
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    # A sheet that was stored is never forgotten: only those that nobody confirmed are.
    sheet = models.ForeignKey(
        "FigureSheet",
        verbose_name="by which sheet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="event_by_day"),
            models.Index(fields=["version", "id"], name="event_by_version"),
        ]

    def __str__(self) -> str:
        return f"What happened to {self.version} on {date_format(localtime(self.at), 'j F Y, H:i')}"
