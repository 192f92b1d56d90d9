"""What does the virus scanner say now of files that were stored without it, or long ago?"""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from savings.evidence import scanner, store
from savings.models import StoredFile
from savings.models.choices import Scan
from savings.workflow import note_scan
from totalplace.daily import DailyCommand

SECONDS = 120  # Nobody waits for a page.


class Command(DailyCommand):
    help = (
        "Has the virus scanner read every stored file that it has not read yet. Marks and names what is infected; "
        "exit status 1 if anything is, or could not be scanned."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also what was scanned before: scanners learn"
        )

    def handle(self, *args: Any, **options: Any) -> str:
        if not scanner.is_configured():
            return "No virus scanner is set up, so nothing was scanned. Set CLAMAV_SOCKET: see docs/running.md."
        files = StoredFile.objects.order_by("pk")
        if not options["all"]:
            files = files.filter(scan=Scan.NOT_SCANNED)
        bad = [stored for stored in files.iterator() if not self._is_clean(stored)]
        if bad:
            raise CommandError(f"{len(bad)} stored files are infected or could not be scanned.")
        return "Nothing was found."

    def _is_clean(self, stored: StoredFile) -> bool:
        try:
            with store.open_stored(stored.sha256) as file:
                finding = scanner.scan(file, SECONDS)
        except FileNotFoundError:
            self.stderr.write(f"{stored.sha256}  missing")
            return False
        note_scan(stored, finding)
        if finding.scan != Scan.CLEAN:
            self.stderr.write(f"{stored.sha256}  {finding.signature or finding.why}")
        return finding.scan == Scan.CLEAN
