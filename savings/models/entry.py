"""How claims come in: what was confirmed unchanged, sign-off, time taken, notices, and forms that were sent."""

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from pilots.models import Place, User

from .choices import Holds, Reminded, SignsAs
from .claims import Event, Version
from .rounds import Round


class Confirmation(models.Model):
    """The place says in a round that a version stands as it is. Never changed."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="confirmations")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="confirmations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "round"], name="confirmation_once_a_round"),
        ]
        indexes = [models.Index(fields=["at", "id"], name="confirmation_by_day")]

    def __str__(self) -> str:
        return f"{self.version} is confirmed in {self.round}"


class NothingToReport(models.Model):
    """The place says in a round that no claim of it has changed, and that it has no new one. Never changed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="nothing_to_report")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="nothing_to_report")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "place with nothing to report"
        verbose_name_plural = "places with nothing to report"
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="nothingtoreport_once_a_round"),
        ]
        indexes = [models.Index(fields=["at", "id"], name="nothingtoreport_by_day")]

    def __str__(self) -> str:
        return f"{self.place} has nothing to report in {self.round}"


class SignOff(models.Model):
    """Who signed a version off as what, and the words on use that they were shown, as they stood. Never changed."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="sign_off")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    signs_as = models.CharField(max_length=11, choices=SignsAs, default=SignsAs.FINANCE)
    digest = models.CharField("SHA-256 of what was signed", max_length=64)
    statement = models.TextField("statement of use as shown", blank=True)
    statement_date = models.DateField("date of that statement", null=True, blank=True)

    class Meta:
        verbose_name = "sign-off"
        indexes = [models.Index(fields=["at", "id"], name="signoff_by_day")]

    def __str__(self) -> str:
        return f"Sign-off of {self.version}"


class SignOffRequest(models.Model):
    """Who last asked for a draft's sign-off, and what it said then: whoever signs sees what has changed since."""

    version = models.OneToOneField(
        Version, on_delete=models.PROTECT, related_name="sign_off_request"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    said = models.JSONField("what the draft said")

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="signoffrequest_by_day")]

    def __str__(self) -> str:
        return f"Request to sign off {self.version}"


class TimeTaken(models.Model):
    """How long stating a version has taken its place so far: a total, and nobody's in particular."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="time_taken")
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "time taken"

    def __str__(self) -> str:
        return f"{self.seconds // 60} minutes for {self.version}"


class SentForm(models.Model):
    """A form that was carried out, by the key on it: sent twice, it is carried out once."""

    key = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    led_to = models.CharField("address shown after it", max_length=2000, blank=True)

    def __str__(self) -> str:
        return f"Form of {self.at:%-d %B %Y %H:%M}"


class Reminder(models.Model):
    """Something that people were reminded of, once. `on` is the day of what it is about.

    It is about a version, or about a round: what a place owes in it or, where no place is named, what all of them do.
    """

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    kind = models.CharField(max_length=14, choices=Reminded)
    on = models.DateField("day of what it is about")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "on"], name="reminder_once_an_occasion"
            ),
            models.UniqueConstraint(
                fields=["round", "place", "kind", "on"], name="reminder_once_a_place"
            ),
            models.UniqueConstraint(
                fields=["round", "kind", "on"],
                condition=Q(place=None),
                name="reminder_once_of_all_places",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=False, round=None, place=None)
                | Q(version=None, round__isnull=False),
                name="reminder_is_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["at", "id"], name="reminder_by_day")]

    def __str__(self) -> str:
        about = self.version or ", ".join(str(one) for one in (self.round, self.place) if one)
        return f"{about}: {self.get_kind_display().lower()}"


class Notice(models.Model):
    """Something that concerns a person: an event of a claim, or a reminder that nothing has happened.

    It is told by mail, at once or with others once a day, and on a page.
    """

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    reminder = models.ForeignKey(
        Reminder, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField("read on", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["to", "event"], name="notice_once_a_person"),
            models.UniqueConstraint(fields=["to", "reminder"], name="notice_reminds_once"),
            models.CheckConstraint(
                condition=Q(event=None, reminder__isnull=False)
                | Q(event__isnull=False, reminder=None),
                name="notice_is_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["to"], condition=Q(mailed_at=None), name="notice_to_be_mailed"),
            models.Index(fields=["to"], condition=Q(seen_at=None), name="notice_unseen"),
            models.Index(fields=["to", "-id"], name="notice_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.about}, to {self.to}"

    @property
    def about(self) -> "Event | Reminder":
        # One of the two is there: `notice_is_of_one_thing`.
        return cast("Event | Reminder", self.event or self.reminder)


class FigureSheet(models.Model):
    """A spreadsheet of figures or claims between being checked and being confirmed; only its sender opens it.

    `layout` says how it is read, as far as its sender has said, where its layout is the place's own.
    """

    key = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField("file name", max_length=200)
    holds = models.CharField(max_length=7, choices=Holds, default=Holds.FIGURES)
    content = models.BinaryField()
    only_check = models.BooleanField(default=False)
    stored_at = models.DateTimeField(null=True, blank=True)
    summary = models.CharField("what came of it", max_length=300, blank=True)
    layout = models.JSONField("how it is read", null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Layout(models.Model):
    """How a place's own spreadsheets with the same titles are read: next month's file is recognised by them."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="layouts")
    fingerprint = models.CharField("SHA-256 of the titles", max_length=64)
    reading = models.JSONField("which column is which")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "fingerprint"], name="layout_once_a_place"),
        ]

    def __str__(self) -> str:
        return f"Layout of {self.place}"
