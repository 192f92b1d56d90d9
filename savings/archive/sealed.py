"""How can one changed byte of a backup be told, wherever it is? Its last 64 are the SHA-256 of all before them.

They stand in the comment of the ZIP, so every program still opens it. What the ZIP has no checks for itself, such as
its own lists and times, is covered by this alone. It shows damage, not forgery: who can write the file can seal it.
"""

import hashlib
from pathlib import Path
from typing import IO

_DIGITS = 64
_SAYS = b"SHA-256 of all before it: "
ROOM = _SAYS + b"0" * _DIGITS  # The comment of a ZIP whose last digits are still to come.
_PIECE = 1 << 20


class Sealing:
    """A file that is written from its start to its end, and sealed. Needs no seeking, so it may be a pipe."""

    def __init__(self, out: IO[bytes]):
        self._out = out
        self._hash = hashlib.sha256()
        self._held = b""

    def write(self, piece: bytes) -> int:
        """Write all but the last bytes so far: those may be the room for the seal."""
        held = self._held + piece
        self._send(held[:-_DIGITS])
        self._held = held[-_DIGITS:]
        return len(piece)

    def flush(self) -> None:
        """Nothing is kept back that could be sent."""

    def abandon(self) -> None:
        """Write no more: what is there is never sealed, though a ZIP that is given up would still write its end."""
        self._send = lambda piece: None  # type: ignore[method-assign]  # From now on nothing is written.

    def seal(self) -> str:
        """End a ZIP that was closed with the comment `ROOM`; return the SHA-256 of the whole file."""
        seal = self._hash.hexdigest().encode()
        self._send(seal)
        self._out.flush()
        return self._hash.hexdigest()

    def _send(self, piece: bytes) -> None:
        self._hash.update(piece)
        self._out.write(piece)


def is_whole(path: Path) -> bool:
    """Whether the file is as it was sealed, to the last bit."""
    left = path.stat().st_size - _DIGITS
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            digest.update(piece)
            left -= len(piece)
        return file.read() == digest.hexdigest().encode()
