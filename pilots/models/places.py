"""Places, the organisations in them, and the themes a saving can belong to."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from pilots.regions import Region
from totalplace.fields import MoneyField
from totalplace.kept_history import History, KeepsHistory
from totalplace.missing_marks import refuse_missing_mark


class Theme(models.Model):
    """A service or subject that claims are grouped by."""

    name = models.CharField(max_length=100, unique=True, validators=[refuse_missing_mark])
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A public body: one row however many places it works in."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        NHS = "nhs", "NHS"
        POLICE = "police", "Police"
        FIRE = "fire", "Fire and rescue"
        PROBATION = "probation", "Probation"
        CENTRAL = "central", "Central government"
        VOLUNTARY = "voluntary", "Voluntary sector"
        OTHER = "other", "Other"
        NOT_STATED = "not_stated", "Not stated"

    name = models.CharField(max_length=200, unique=True, validators=[refuse_missing_mark])
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOT_STATED)
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organisation_has_a_name",
                violation_error_message="The name is empty. Give the organisation's name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """An area whose bodies work together. What is said of it stays in the source's words; blank is unsaid."""

    class Kind(models.TextChoices):
        PILOT = "pilot", "Pilot"
        PARALLEL = "parallel", "Parallel place"
        PRACTICE = "practice", "Practice place"

    code = models.CharField(
        max_length=10,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[A-Z0-9][A-Z0-9-]*\Z",
                "Use capital letters, digits and hyphens only.",
            ),
            refuse_missing_mark,
        ],
    )
    name = models.CharField(max_length=100, unique=True, validators=[refuse_missing_mark])
    kind = models.CharField(max_length=10, choices=Kind)
    kind_as_published = models.CharField(max_length=100, blank=True)
    region = models.CharField(
        max_length=100,
        choices=Region,
        blank=True,
        help_text="The regions of England as the Office for National Statistics names them.",
    )
    councils = models.TextField(blank=True, help_text="As published, separated by semicolons.")
    other_partners = models.TextField(blank=True, help_text="As published.")
    themes = models.TextField(blank=True, help_text="As published.")
    mapped_spend = MoneyField(null=True, blank=True)
    mapped_spend_year = models.CharField(max_length=7, blank=True)
    mapped_spend_as_published = models.TextField(blank=True)
    population_as_published = models.CharField(max_length=200, blank=True)
    what_the_source_says = models.TextField(blank=True)
    funding_as_published = models.CharField(max_length=200, blank=True)
    source_urls = models.TextField(blank=True, help_text="Separated by spaces.")
    partners = models.ManyToManyField(Organisation, through="Partner", related_name="places")
    objects = KeepsHistory.as_manager()
    history = History(excluded_fields=["partners"])

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["pilot", "parallel", "practice"]),
                name="place_kind_is_known",
                violation_error_message="This is not a kind of place. Choose one from the list.",
            ),
            models.CheckConstraint(
                condition=Q(region__in=["", *Region.values]),
                name="place_region_is_known",
                violation_error_message="This is not a region of England. Choose one from the list.",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="place_has_a_code_and_a_name",
                violation_error_message="The code or the name is empty. Give the place both.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("savings:place_detail", args=[self.code])

    @property
    def is_practice(self) -> bool:
        return self.kind == self.Kind.PRACTICE


class Partner(models.Model):
    """An organisation in a place. The one that leads is the default lead of the place's claims."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="partnerships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnerships"
    )
    is_lead = models.BooleanField("leads the place's claims unless said otherwise", default=False)
    objects = KeepsHistory.as_manager()
    history = History()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "organisation"],
                name="partner_stands_once_in_a_place",
                violation_error_message="This organisation is a partner of this place already. Change that row.",
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(is_lead=True),
                name="partner_one_lead_a_place",
                violation_error_message=(
                    "Another organisation leads this place. Take the mark off that one first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.place}"
