"""Are the bytes of every stored file there, and are they what they were?"""

from typing import Any

from django.core.management.base import CommandError

from savings.evidence.verification import fault_of
from savings.models import StoredFile
from totalplace.daily import DailyCommand
from totalplace.direction import contained


class Command(DailyCommand):
    help = "Reads every stored file and compares its SHA-256. Names what is wrong; exit status 1 if anything is."

    def handle(self, *args: Any, **options: Any) -> str:
        wrong, number = 0, 0
        for stored in StoredFile.objects.order_by("pk").iterator():
            number += 1
            if fault := fault_of(stored.sha256):
                wrong += 1
                self.stderr.write(f"{stored.sha256}  {fault}  {_used_in(stored)}")
        if wrong:
            raise CommandError(f"{wrong} of {number} stored files are not as they were.")
        return f"All stored files are as they were: {number}."


def _used_in(stored: StoredFile) -> str:
    """Which evidence it is, so that somebody can be asked to send it again."""
    used = stored.evidence.select_related("place").order_by("pk")
    names = ", ".join(f"{evidence.place}: {evidence.file_name}" for evidence in used)
    return contained(names) or "not used"
