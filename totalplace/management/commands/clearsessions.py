"""Remove sessions that have ended, as Django's own command of this name does, and note that it was done."""

from typing import Any

from django.contrib.sessions.management.commands import clearsessions

from totalplace.daily import DailyCommand


class Command(DailyCommand, clearsessions.Command):
    help = "Removes sessions that have ended, and what was typed into them. For cron, once a day; safe to run twice."

    def handle(self, *args: Any, **options: Any) -> str:  # type: ignore[override]  # Django's own returns nothing.
        super().handle(*args, **options)
        return "Sessions that had ended were removed."
