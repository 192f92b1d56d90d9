"""What is in the evidence store that nothing refers to? It is removed once it is an hour old.

The bytes of a row that is forgotten stay until the next sweep: a backup that is being made may have read the row.
"""

from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from savings.evidence import store
from savings.evidence.upload_handler import leftovers
from savings.models import SentFile, StoredFile
from savings.workflow import forget_unused
from totalplace.daily import DailyCommand

AGE = timedelta(hours=1)  # No upload takes so long, from its first byte to its row.
NO_ROWS = (
    "There are files in the evidence store, and no row says that any file ever came: nothing was removed. If the"
    " database was lost or is a new one, restore it first (docs/recovery.md)."
)


class Command(DailyCommand):
    help = "Removes stored bytes that no evidence uses, and what uploads that were cut off left behind."

    def handle(self, *args: Any, **options: Any) -> str:
        before = timezone.now() - AGE
        named = set(StoredFile.objects.values_list("sha256", flat=True))
        nothing_came = not named and not SentFile.objects.filter(is_stored=True).exists()
        if nothing_came and next(iter(store.stored_hashes()), None):
            raise CommandError(NO_ROWS)
        for sha256 in forget_unused(before):
            self.stdout.write(
                f"Forgot {sha256}: no evidence uses it. Its bytes go with the next sweep."
            )
        removed = 0
        for sha256 in store.stored_hashes():
            if sha256 not in named and store.delete_if_older(sha256, before):
                removed += 1
                self.stdout.write(f"Removed {sha256}: no row names it.")
        for path in leftovers(before):
            path.unlink(missing_ok=True)
            removed += 1
            self.stdout.write(f"Removed {path.name}: an upload that was cut off.")
        return f"Removed: {removed}."
