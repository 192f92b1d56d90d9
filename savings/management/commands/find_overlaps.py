"""Looks for money that may be stated in two claims that did not see each other as they were submitted."""

from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone

from savings import workflow
from savings.models import Version
from savings.models.choices import SUBMITTED_BY_THE_PLACE
from totalplace.daily import DailyCommand

RECENTLY = timedelta(days=30)


class Command(DailyCommand):
    help = (
        "Looks for the same money in claims in force that were submitted in the last 30 days: two that are submitted "
        "at one moment do not see each other. Safe to repeat: what is found already stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="look at all claims in force, however old"
        )

    def handle(self, *args: Any, **options: Any) -> str:
        stand = Version.objects.filter(status__in=SUBMITTED_BY_THE_PLACE)
        if not options["all"]:
            stand = stand.filter(frozen_at__gte=timezone.now() - RECENTLY)
        found = 0
        # The last first, so that each finds those before it.
        for key in stand.order_by("-frozen_at", "-pk").values_list("pk", flat=True):
            with transaction.atomic():
                version = stand.select_related("claim__place").filter(pk=key).first()
                found += workflow.keep_overlaps(version) if version else 0
        return f"{found} pair{'' if found == 1 else 's'} of claims may be the same money and were not known to be."
