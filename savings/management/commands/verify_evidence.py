"""Are the bytes of every stored file there, and are they what they were?"""

import hashlib

from django.core.management.base import CommandError

from savings.evidence_files import store
from savings.models import StoredFile
from totalplace.daily import DailyCommand
from totalplace.direction import contained

_PIECE = 1 << 20


class Command(DailyCommand):
    help = "Reads every stored file and compares its SHA-256. Names what is wrong; exit status 1 if anything is."

    def handle(self, *args, **options) -> str:
        wrong, number = 0, 0
        for stored in StoredFile.objects.order_by("pk").iterator():
            number += 1
            if fault := _fault(stored):
                wrong += 1
                self.stderr.write(f"{stored.sha256}  {fault}  {_used_in(stored)}")
        if wrong:
            raise CommandError(f"{wrong} of {number} stored files are not as they were.")
        return f"All stored files are as they were: {number}."


def _fault(stored: StoredFile) -> str:
    try:
        with store.open_stored(stored.sha256) as file:
            return "" if _sha256_of(file) == stored.sha256 else "changed"
    except store.BytesChanged:
        return "changed"
    except store.BytesGone:
        return "missing"


def _sha256_of(file) -> str:
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _used_in(stored: StoredFile) -> str:
    """Which evidence it is, so that somebody can be asked to send it again."""
    used = stored.evidence.select_related("place").order_by("pk")
    names = ", ".join(f"{evidence.place}: {evidence.file_name}" for evidence in used)
    return contained(names) or "not used"
