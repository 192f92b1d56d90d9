"""Has this folder been made already, from just these inputs?

A folder that was made holds a small file naming what it was made from. The file is taken away
before work on the folder begins and put back when it ends, so an interrupted start is done again,
and it disappears with the folder.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = ".made-from"


def inputs(files: Iterable[Path], *words: str) -> set[str]:
    """Return one line for each file, with its SHA-256, and one for each word."""
    digests = {f"{hashlib.sha256(file.read_bytes()).hexdigest()} {file.name}" for file in files}
    return digests | set(words)


def is_made(folder: Path, wanted: set[str]) -> bool:
    """Say whether everything wanted, and perhaps more, went into the folder."""
    marker = folder / NAME
    return marker.exists() and wanted <= set(marker.read_text().splitlines())


@contextmanager
def making(folder: Path, used: set[str]) -> Iterator[None]:
    """Mark the folder as made from `used`, if what happens inside succeeds."""
    marker = folder / NAME
    marker.unlink(missing_ok=True)
    yield
    marker.write_text("\n".join(sorted(used)))
