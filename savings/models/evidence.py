"""What stands behind a claim: files, links and ledger references, and which version cites what."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from pilots.models import Place
from totalplace.fields import DayField

from .choices import Backs, EvidenceForm, EvidenceKind, FileType, Scan
from .claims import Version
from .limits import REVIEW_BY, SEEN, dated


class StoredFile(models.Model):
    """The bytes of one file, under their SHA-256: never changed, and kept once however often they are sent."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("size in bytes")
    file_type = models.CharField(max_length=4, choices=FileType)
    caution = models.CharField("what to beware of", max_length=200, blank=True)
    hidden = models.CharField(
        "what it holds that does not show", max_length=500, blank=True, default=""
    )
    scan = models.CharField(max_length=11, choices=Scan, default=Scan.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="storedfile_is_not_empty"),
            models.CheckConstraint(
                condition=Q(scan="not_scanned", scanned_at=None)
                | (~Q(scan="not_scanned") & Q(scanned_at__isnull=False)),
                name="storedfile_scanned_at_and_what_came_of_it",
            ),
        ]
        indexes = [models.Index(fields=["stored_at", "id"], name="storedfile_by_day")]

    def __str__(self) -> str:
        return f"{self.get_file_type_display()}, {self.size:,} bytes"


class Evidence(models.Model):
    """One piece of evidence of a place. It may serve many claims; cited by a frozen version it can no longer change."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="evidence")
    form = models.CharField(max_length=6, choices=EvidenceForm)
    kind = models.CharField(max_length=16, choices=EvidenceKind)
    title = models.CharField(max_length=500)
    url = models.CharField("address", max_length=2000, blank=True)
    seen_on = DayField("date the link was seen", within=SEEN, null=True, blank=True)
    ledger_reference = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    file_name = models.CharField(max_length=200, blank=True)
    own_date = models.CharField("the date written on it", max_length=100, blank=True)
    review_by = DayField("to be reviewed by", within=REVIEW_BY, null=True, blank=True)
    note = models.TextField(blank=True)
    is_hidden_confirmed = models.BooleanField(
        "its place confirmed what does not show", default=False
    )
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
            models.CheckConstraint(
                condition=(Q(form="file", file__isnull=False) & ~Q(file_name=""))
                | (~Q(form="file") & Q(file=None, file_name="")),
                name="evidence_file_is_stored",
            ),
            dated("evidence", "review_by"),
        ]
        indexes = [models.Index(fields=["added_at", "id"], name="evidence_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unconfirmed(self) -> bool:
        """Whether its file holds what does not show, and nobody has confirmed that others may read that."""
        return bool(self.file and self.file.hidden and not self.is_hidden_confirmed)

    @property
    def hidden_note(self) -> str:
        """What a reader is told of what does not show in the file, where there is any."""
        known = (
            ", and the place has confirmed that this may be read"
            if self.is_hidden_confirmed
            else ""
        )
        return f"It holds {self.file.hidden}{known}." if self.file and self.file.hidden else ""


class Citation(models.Model):
    """Evidence used by a version, with the page or cell, and what it backs. Frozen with the version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    page_or_cell = models.CharField(max_length=100, blank=True)
    backs = models.CharField(max_length=6, choices=Backs, default=Backs.BOTH)
    is_preset = models.BooleanField("backs what its kind suggests", default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "evidence", "page_or_cell"],
                name="citation_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} in {self.version}"


class SentFile(models.Model):
    """One file that somebody sent, and what came of it: stored, or refused and why. Never changed."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sent_files")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("size in bytes")
    is_stored = models.BooleanField("stored")
    refused_because = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_stored=True, refused_because="")
                | (Q(is_stored=False) & ~Q(refused_because="")),
                name="sentfile_stored_or_refused_and_why",
            ),
        ]
        indexes = [models.Index(fields=["at", "id"], name="sentfile_by_day")]

    def __str__(self) -> str:
        return f"{self.file_name}, {'stored' if self.is_stored else 'refused'}"
