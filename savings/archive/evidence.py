"""How do the evidence files of a backup get back into the store, be it a folder or a bucket?

Under their own SHA-256, so it does no harm to do it twice, or beside files that are there: what is there and right
stays, what is there and changed is replaced.
"""

import math
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from savings.evidence import store
from savings.evidence.folders import private_folder
from savings.evidence.upload_handler import ReceivedFile
from savings.evidence.verification import fault_of

from .contents import Archive


def put_back(archive: Archive, named: Collection[str] | None = None) -> int:
    """Put in each file of the backup, or that is `named`, where the store lacks it or has another. Returns how many."""
    # A store that is empty beside rows of files is taken for one that is gone: here it is to be filled.
    private_folder(Path(settings.EVIDENCE_ROOT) / "incoming")
    wanted = archive.files if named is None else [file for file in archive.files if file in named]
    return sum(_put(archive, sha256) for sha256 in wanted)


def put_what_is_missing(archive: Archive) -> None:
    """Put files again that were swept before their rows were there."""
    for sha256 in archive.files:
        if not store.exists(sha256):
            _put(archive, sha256)


def _put(archive: Archive, sha256: str) -> bool:
    if store.exists(sha256):
        if not fault_of(sha256):
            return False
        store.delete(sha256)
    with ReceivedFile(sha256, limit=math.inf) as received:
        for piece in archive.pieces(sha256):
            received.add(piece)
        store.put(received.complete(), received.sha256)
    return True
