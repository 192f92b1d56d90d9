"""Looks for money that may be stated in two claims that were submitted before this was looked for."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from savings import workflow
from savings.models import Version
from savings.models.choices import SUBMITTED_BY_THE_PLACE


class Command(BaseCommand):
    help = "Look for the same money in all claims that stand. Safe to repeat: what is found already stays as it is."

    def handle(self, *args: Any, **options: Any) -> str:
        stand = Version.objects.filter(status__in=SUBMITTED_BY_THE_PLACE)
        found = 0
        # The last first, so that each finds those before it.
        for key in stand.order_by("-frozen_at", "-pk").values_list("pk", flat=True):
            with transaction.atomic():
                version = stand.select_related("claim__place").filter(pk=key).first()
                found += workflow.keep_overlaps(version) if version else 0
        return f"{found} pair{'' if found == 1 else 's'} of claims may be the same money and were not known to be."
