"""What is wrong with a stored file? Asked where all are verified, and where they go into a backup or come back."""

import hashlib
from collections.abc import Iterator

from . import store

PIECE = 1 << 20


def fault_of(sha256: str) -> str:
    """`missing`, `changed` or `unreadable`; empty where the stored bytes are those of their name.

    OSError only where the whole store is gone: one file that the disk does not give is that file's fault.
    """
    digest = hashlib.sha256()
    stored = StoredBytes(sha256)
    for piece in stored.pieces():
        digest.update(piece)
    return stored.fault or ("" if digest.hexdigest() == sha256 else "changed")


class StoredBytes:
    """The stored bytes, as far as they can be read; then `fault` says what stood in the way, or nothing."""

    def __init__(self, sha256: str):
        self.sha256, self.fault = sha256, ""

    def pieces(self) -> Iterator[bytes]:
        """OSError as for `fault_of`."""
        try:
            with store.open_stored(self.sha256) as file:
                while piece := file.read(PIECE):
                    yield piece
        except store.BytesChanged:
            self.fault = "changed"
        except store.BytesGone:
            self.fault = "missing"
        except OSError:
            store.check_is_there()
            self.fault = "unreadable"
