"""What does the site keep about itself? When each daily command ran, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class DailyRun(models.Model):
    """One run of a command of `totalplace.daily`. One that was killed never ends here."""

    command = models.CharField(max_length=40)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    exit_status = models.PositiveSmallIntegerField(null=True)
    result = models.CharField(max_length=300, blank=True)  # In words, and nobody's name among them.

    class Meta:
        verbose_name = "run of a daily command"
        verbose_name_plural = "runs of daily commands"
        indexes = [models.Index(fields=["command", "began_at"], name="dailyrun_by_command")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, exit_status=None)
                | Q(ended_at__isnull=False, exit_status__isnull=False),
                name="dailyrun_ended_at_and_exit_status_together",
                violation_error_message="Say both when it ended and with which status, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.command}, {timezone.localtime(self.began_at):%Y-%m-%d %H:%M}"
