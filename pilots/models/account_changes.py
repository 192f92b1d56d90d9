"""What was asked about how a person signs in, and who agreed. Rows are never deleted."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .people import User

UNDECIDED = Q(agreed_at=None, refused_at=None)


class AccountChange(models.Model):
    """An administrator asks; the person, or another administrator, agrees or refuses."""

    class Kind(models.TextChoices):
        ADDRESS = "address", "Change of email address"
        SECOND_FACTOR = "second_factor", "End of the second factor"

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="account_changes", verbose_name="person"
    )
    kind = models.CharField(max_length=13, choices=Kind.choices)
    # Where the person was told: the link in that mail works while the address is still theirs.
    old_address = models.EmailField("email address when asked")
    new_address = models.EmailField("new email address", blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    agreed_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "change of account"
        verbose_name_plural = "changes of accounts"
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="accountchange_agreed_at_and_by_together",
                violation_error_message="Say both who agreed and when, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(refused_by=None, refused_at=None)
                | Q(refused_by__isnull=False, refused_at__isnull=False),
                name="accountchange_refused_at_and_by_together",
                violation_error_message="Say both who refused and when, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(refused_at=None),
                name="accountchange_decided_once",
                violation_error_message="A change is agreed or refused, not both.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="accountchange_not_agreed_by_who_asked",
                violation_error_message="Whoever asked for a change does not agree to it. Somebody else does.",
            ),
            models.CheckConstraint(
                condition=(Q(kind="address") & ~Q(new_address=""))
                | Q(kind="second_factor", new_address=""),
                name="accountchange_address_has_a_new_one",
                violation_error_message="A change of address names the new one, and nothing else does.",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=UNDECIDED,
                name="accountchange_one_open_of_a_kind",
                violation_error_message="Such a change is open for this person already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display().lower()}"

    @property
    def asked_for(self) -> str:
        """In words, with the whole of the new address."""
        to = f" to {self.new_address}" if self.new_address else ""
        return f"{self.get_kind_display()}{to}"

    @property
    def is_open(self) -> bool:
        return self.agreed_at is None and self.refused_at is None
