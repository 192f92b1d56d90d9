"""How is a file made so that it is there whole or not at all, closed to others, and never in the place of another?"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from savings.evidence.folders import sync_folder


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name at the end of the block, when it is on the disk. Only its owner may read it (0600).

    FileExistsError where something has that name, at the beginning or by then. After any fault nothing is left.
    """
    if path.exists():
        raise FileExistsError(path)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
    ) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            _name(Path(file.name), path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(file.name)
    sync_folder(path.parent)


def _name(made: Path, path: Path) -> None:
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # A disk that knows no second names.
        if path.exists():
            raise FileExistsError(path) from None
        made.rename(path)
