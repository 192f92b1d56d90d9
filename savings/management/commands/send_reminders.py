"""Remind people of what is due soon, overdue, or waits for them, and email it. For cron, once a day."""

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from savings.notices.mailing import mail_waiting, people_waiting, waiting_for
from savings.notices.reminders import occasions
from savings.workflow import remind, would_be_reminded
from totalplace.daily import DailyCommand


class Command(DailyCommand):
    help = "Reminds people, once each time, of what waits for them, by email. For cron, once a day; safe to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say who would be reminded of what"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> str:
        today = timezone.localdate()
        if dry_run:
            self._list(today)
            return "Nothing was sent."
        made = sum(remind(occasion) for occasion in occasions(today))
        # Those too whom an earlier run could not mail.
        posted = mail_waiting(people_waiting(for_a_reminder=True))
        came_of_it = f"Reminders: {made}. Emails sent: {posted.sent}."
        if posted.failed:
            raise CommandError(
                f"{came_of_it} People who could not be emailed: {posted.failed}. Why is in the log. "
                "What waits for them is kept;"
                " mend what is wrong and run this again."
            )
        return came_of_it

    def _list(self, today: date) -> None:
        for occasion in occasions(today):
            for person in would_be_reminded(occasion):
                self.stdout.write(f"{person.email}: {occasion}")
        for person in people_waiting(for_a_reminder=True):
            if items := waiting_for(person):
                self.stdout.write(f"{person.email}: {len(items)} from before")
