"""Drop the sheets of people and organisations that were sent and never confirmed. For cron, once a day."""

from django.core.management.base import BaseCommand

from pilots.people_sheets import forget_old


class Command(BaseCommand):
    help = (
        "Drops sheets of people and organisations that were sent and not confirmed within a day: they hold names and "
        "addresses. For cron, once a day; safe to repeat."
    )

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"Sheets dropped: {forget_old()}.")
