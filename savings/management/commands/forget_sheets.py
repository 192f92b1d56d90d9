"""Drop the sheets of people and organisations that were sent and never confirmed. For cron, once a day."""

from typing import Any

from pilots.people_sheets import forget_old
from totalplace.daily import DailyCommand


class Command(DailyCommand):
    help = (
        "Drops sheets of people and organisations that were sent and not confirmed within a day: they hold names and "
        "addresses. For cron, once a day; safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> str:
        return f"Sheets dropped: {forget_old()}."
