"""Spreadsheets of people and of organisations, between being sent and being confirmed."""

from django.conf import settings
from django.db import models


class PeopleSheet(models.Model):
    """A spreadsheet that an administrator sent. The file is dropped once it is stored; what came of it stays."""

    class Holds(models.TextChoices):
        PEOPLE = "people", "People"
        ORGANISATIONS = "organisations", "Organisations"

    key = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("sent", auto_now_add=True)
    name = models.CharField("file name", max_length=200)
    holds = models.CharField("what it holds", max_length=13, choices=Holds)
    content = models.BinaryField()
    stored_at = models.DateTimeField("stored", null=True, blank=True)
    summary = models.CharField("what came of it", max_length=300, blank=True)

    class Meta:
        verbose_name = "sheet of people or organisations"
        verbose_name_plural = "people and organisations by sheet"

    def __str__(self) -> str:
        return self.name
