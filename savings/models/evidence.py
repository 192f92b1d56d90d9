"""What stands behind a claim: links and ledger references now, files beside them, and which version cites what."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from pilots.models import Place

from .choices import EvidenceForm, EvidenceKind
from .claims import Version


class Evidence(models.Model):
    """One piece of evidence of a place. It may serve many claims; cited by a frozen version it can no longer change."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="evidence")
    form = models.CharField(max_length=6, choices=EvidenceForm)
    kind = models.CharField(max_length=16, choices=EvidenceKind)
    title = models.CharField(max_length=500)
    url = models.CharField("address", max_length=2000, blank=True)
    seen_on = models.DateField("date the link was seen", null=True, blank=True)
    ledger_reference = models.CharField(max_length=200, blank=True)
    own_date = models.CharField("its own date", max_length=100, blank=True)
    note = models.TextField(blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=~Q(form="link") | ~Q(url=""),
                name="evidence_link_has_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(form="ledger") | ~Q(ledger_reference=""),
                name="evidence_ledger_has_a_reference",
            ),
        ]

    def __str__(self):
        return self.title


class Citation(models.Model):
    """Evidence used by a version, with the page or cell. Frozen with the version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    page_or_cell = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "evidence", "page_or_cell"],
                name="citation_stands_once",
            ),
        ]

    def __str__(self):
        return f"{self.evidence} in {self.version}"
