"""Money that may be stated in two claims, and what people say of it. All of it is added to, and never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .choices import Sameness
from .claims import Version
from .figures import Figure


class Overlap(models.Model):
    """Two versions of different claims that state savings which are alike; found as the `later` was looked at.

    `money` is a digest of the claims and of the amounts concerned: what people say of it holds for every revision in
    which these are the same, and for no other. Which are alike stands in `savings.doubts.alike`.
    """

    earlier = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    money = models.CharField("SHA-256 of the amounts concerned", max_length=64)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        permissions = [("mark_overlap", "Can say whether two claims are the same money")]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="overlap_once_a_pair"),
            models.CheckConstraint(
                condition=~Q(earlier=models.F("later")), name="overlap_of_two_versions"
            ),
        ]
        indexes = [
            models.Index(fields=["found_at", "id"], name="overlap_by_day"),
            models.Index(fields=["money", "id"], name="overlap_by_money"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier.claim} and {self.later.claim}"

    def other_than(self, version: Version) -> Version:
        return self.later if self.earlier_id == version.pk else self.earlier


class OverlapFigure(models.Model):
    """One figure of either version that may be the same money; two claims may share several, and `part` says which."""

    overlap = models.ForeignKey(Overlap, on_delete=models.PROTECT, related_name="figures")
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="overlaps")
    part = models.PositiveSmallIntegerField("which money of the two claims")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["overlap", "figure"], name="overlapfigure_once"),
        ]

    def __str__(self) -> str:
        return str(self.figure)


class OverlapMark(models.Model):
    """What a person says of an overlap, and why. The latest stands; earlier ones stay."""

    overlap = models.ForeignKey(Overlap, on_delete=models.PROTECT, related_name="marks")
    answer = models.CharField(max_length=8, choices=Sameness)
    because = models.TextField("why")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="overlapmark_has_a_reason"),
            models.CheckConstraint(
                condition=Q(answer__in=Sameness.values), name="overlapmark_answer_is_known"
            ),
        ]
        indexes = [models.Index(fields=["at", "id"], name="overlapmark_by_day")]

    def __str__(self) -> str:
        return f"{self.overlap}: {self.get_answer_display()}"
