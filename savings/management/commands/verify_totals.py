"""Is every total the sum of its parts, wherever it is asked?"""

from typing import Any

from django.core.management.base import CommandError

from savings.access import reader_of_everything
from savings.archive.snapshot import at_one_moment
from savings.exports.every_sum import every_sum
from savings.totals.held_equal import differences
from totalplace.daily import DailyCommand


class Command(DailyCommand):
    help = (
        "Holds the sums of board, places, Your place, measures, claims and figures.csv against each other, to the "
        "penny, and what is accepted against what readers gave. Names what differs; exit status 1 if anything does."
    )

    def handle(self, *args: Any, **options: Any) -> str:
        with at_one_moment():
            doors = every_sum(reader_of_everything())
        found = differences(doors)
        number = sum(len(parts) for door in doors.values() for parts in door.answers.values())
        for difference in found:
            self.stderr.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} of {number} sums are not what they are elsewhere.")
        return f"All sums are the same wherever they are asked: {number}."
