"""Mail each person all that waits for them, and a link to set a password where one waits. For cron, once a day."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from pilots import password_links
from savings.notices.mailing import mail_waiting, people_waiting, waiting_for
from totalplace.daily import DailyCommand


class Command(DailyCommand):
    help = "Emails each person all notices that wait for them, in one email. For cron, once a day; safe to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say how many notices wait for whom"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> str:
        if dry_run:
            self._list()
            return "Nothing was sent."
        posted = password_links.send_waiting_links() + mail_waiting(people_waiting())
        if posted.failed:
            raise CommandError(
                f"Emails sent: {posted.sent}. People who could not be emailed: {posted.failed}. Why is in the log. "
                "What waits for them is kept;"
                " mend what is wrong and run this again."
            )
        return f"Emails sent: {posted.sent}."

    def _list(self) -> None:
        for person in people_waiting():
            if items := waiting_for(person):
                self.stdout.write(f"{person.email}: {len(items)}")
        for person in password_links.people_waiting():
            self.stdout.write(f"{person.email}: a link to set a password")
