"""What the Treasury makes of a version: who reads it, what they ask, their verdict, and the place's reply.

The reviewer never edits the place's figure: an accepted figure stands beside it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from pilots.models import Organisation
from totalplace.fields import MoneyField
from totalplace.money import format_pounds

from .choices import NOT_CASH_BUT, REVIEW_TESTS, KindOfGain, Reason, Result, State, Verdict
from .claims import Version
from .evidence import Evidence
from .figures import Figure


class Draw(models.Model):
    """How claims were chosen for review at one time: the rule, the seed and the pool, so that it can be repeated.

    `pool` is a list of [reference, version number, value in pence], `chosen` of [reference, version number, how].
    Never changed.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    seed = models.CharField(max_length=100)
    read_all = MoneyField("every claim from")
    read_none = MoneyField("no claim below")
    number = models.PositiveSmallIntegerField("how many were to be drawn")
    pool = models.JSONField()
    chosen = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(seed=""), name="draw_has_a_seed"),
            models.CheckConstraint(
                condition=Q(read_none__lte=models.F("read_all")), name="draw_none_is_not_above_all"
            ),
        ]

    def __str__(self) -> str:
        return f"Draw of {self.at:%-d %B %Y}"


class Review(models.Model):
    """One review per version, and who has it. It begins when the version is submitted."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="review")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_chosen = models.BooleanField("chosen for review", null=True, blank=True)
    chosen_because = models.CharField(max_length=200, blank=True)
    draw = models.ForeignKey(
        Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    reply_due_on = models.DateField(null=True, blank=True)
    is_reply_waived = models.BooleanField("the place needs no time to reply", default=False)
    needs_second_reading = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["reply_due_on", "id"], name="review_by_day"),
            models.Index(
                fields=["version"], condition=Q(needs_second_reading=True), name="review_twice"
            ),
            models.Index(
                fields=["version"],
                condition=Q(is_chosen=True, reviewer=None),
                name="review_chosen",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.version}"


class Question(models.Model):
    """One question to the place, and its answer. Its due date does not drift."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="answers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(answered_at=None),
                name="question_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="question_answered_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["asked_at", "id"], name="question_by_day")]

    def __str__(self) -> str:
        return f"Question on {self.version}"


class Reading(models.Model):
    """One reader's nine tests and verdicts on a version, bound to what was on the screen.

    Never changed; a later reading stands in its stead.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_second = models.BooleanField("second reading, blind to the first", default=False)
    screen_digest = models.CharField("SHA-256 of what was read", max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="reading_by_day")]

    def __str__(self) -> str:
        return f"{'Second reading' if self.is_second else 'Reading'} of {self.version}"


class TestResult(models.Model):
    """One of the nine tests of a reading."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="results")
    test = models.PositiveSmallIntegerField(choices=list(REVIEW_TESTS.items()))
    result = models.CharField(max_length=12, choices=Result)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "test"], name="testresult_once_a_reading"),
            models.CheckConstraint(
                condition=Q(test__gte=1, test__lte=9), name="testresult_test_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_test_display()}: {self.get_result_display()}"


class Outcome(models.Model):
    """The verdict of a reading on one state: forecasts and actuals get separate verdicts.

    `counted_verdict` is what it counts as, and `becomes` the kind of gain of what is real, but no cash saving: both are
    worked out by `savings.review.accepted`.
    """

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="outcomes")
    state = models.CharField(max_length=8, choices=State)
    verdict = models.CharField(max_length=20, choices=Verdict)
    counted_verdict = models.CharField("counts as", max_length=20, choices=Verdict)
    becomes = models.CharField(
        "the kind of gain that it is instead", max_length=15, choices=KindOfGain, blank=True
    )
    # All of them together fill it: one more needs a longer field.
    reason_codes = models.CharField(max_length=200, blank=True, help_text="Separated by spaces.")
    words = models.TextField(blank=True)
    suggested = models.CharField("what the tests suggest", max_length=20, blank=True)
    departure = models.TextField("why the verdict is another", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "state"], name="outcome_once_a_state"),
            models.CheckConstraint(
                condition=Q(state="actual") | ~Q(verdict="supported"),
                name="outcome_forecast_is_supported_as_a_forecast_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(state="actual") | ~Q(verdict="supported_forecast"),
                name="outcome_actual_is_no_forecast",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.NOT_CASH, becomes__in=NOT_CASH_BUT)
                | (~Q(verdict=Verdict.NOT_CASH) & Q(becomes="")),
                name="outcome_becomes_another_kind_if_not_cash",
            ),
            models.CheckConstraint(
                condition=Q(counted_verdict=models.F("verdict"))
                | Q(verdict=Verdict.PARTLY, counted_verdict=Verdict.NOT_SUPPORTED),
                name="outcome_counts_as_given_or_not_supported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.get_verdict_display()}"


class AcceptedFigure(models.Model):
    """What the reader accepts of one figure, beside it and never instead of it.

    `given` is what they gave; `amount` is what of it is accepted, `kind_of_gain` as which kind, and `counted_verdict`
    under which verdict: `savings.review.accepted` has the rules.
    """

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="accepted_figures")
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="accepted")
    given = MoneyField("as the reader gave it")
    amount = MoneyField()
    reason = models.CharField(max_length=13, choices=Reason, blank=True)
    kind_of_gain = models.CharField("accepted as", max_length=15, choices=KindOfGain)
    counted_verdict = models.CharField("counts as", max_length=20, choices=Verdict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "figure"], name="acceptedfigure_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="acceptedfigure_not_negative"),
            models.CheckConstraint(
                condition=Q(amount=0) | Q(amount=models.F("given")),
                name="acceptedfigure_as_given_or_not_at_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure}: {format_pounds(self.amount)} accepted"


class VerdictDraft(models.Model):
    """A verdict half written: its reader's alone, on whichever machine, until they give it.

    `answers` is what the boxes of its form hold, each by its name, as a list of texts; `screen_digest` what was read.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="verdict_drafts")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    screen_digest = models.CharField("SHA-256 of what was read", max_length=64)
    stored_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "reader"], name="verdictdraft_once_a_reader"
            ),
        ]

    def __str__(self) -> str:
        return f"Verdict on {self.version}, half written"

    @property
    def mark(self) -> str:
        """What it is known by to a form that was drawn with it: another after each change."""
        return self.stored_at.isoformat()


class Reply(models.Model):
    """The place's reply to a provisional verdict. It stays beside the verdict for good, with the evidence that came."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    pieces = models.PositiveSmallIntegerField("pieces of evidence that came with it", default=0)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="replies")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "replies"
        indexes = [models.Index(fields=["at", "id"], name="reply_by_day")]

    def __str__(self) -> str:
        return f"Reply on {self.version}"


class PartnerResponse(models.Model):
    """A partner agrees or disputes its own total in a version. The latest stands; earlier ones stay."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="partner_responses")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="responses"
    )
    is_agreed = models.BooleanField()
    words = models.TextField(blank=True)
    share_digest = models.CharField("SHA-256 of the share responded to", max_length=64)
    is_of_this_share: bool  # Not stored: `claims.partners_words` says it of each.
    pieces = models.PositiveSmallIntegerField("pieces of evidence that came with it", default=0)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="partner_responses")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_agreed=True) | ~Q(words=""),
                name="partnerresponse_dispute_has_words",
            ),
        ]
        indexes = [models.Index(fields=["at", "id"], name="partnerresponse_by_day")]

    def __str__(self) -> str:
        return f"{self.organisation} {'agrees' if self.is_agreed else 'disputes'} {self.version}"
