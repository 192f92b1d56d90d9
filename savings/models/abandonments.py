"""A saving that its place gave up after the final verdict."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from totalplace.days import Days
from totalplace.fields import DayField

from .claims import Version

# Nothing was stated here before Total Place began, and nobody gives up tomorrow.
GIVEN_UP = Days(date(2009, 4, 22))


class Abandonment(models.Model):
    """The day and the reason. Never changed: who takes the saving up again revises the claim.

    What it leaves of the version's figures stands in `savings.delivery.abandonment`.
    """

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="abandonment")
    given_up_on = DayField("given up on", within=GIVEN_UP)
    because = models.TextField("why it was given up")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "saving given up"
        verbose_name_plural = "savings given up"
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="abandonment_has_a_reason"),
        ]
        indexes = [models.Index(fields=["at", "id"], name="abandonment_by_day")]

    def __str__(self) -> str:
        return f"{self.version}, given up on {self.given_up_on:%-d %B %Y}"
