"""Who on this machine can read the database's file? Only the account that the site runs under."""

import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

PRIVATE = 0o600
BESIDE = ("-wal", "-shm")  # Made by SQLite, with the mode of the file they belong to.
_making = Lock()


def make_private(name: str) -> None:
    """Make this file unless it is there, and close it and what lies beside it to everybody else.

    Where that is impossible, SQLite says why no file can be there, and a system check that others can read it.
    """
    _make(name)
    for file in files(name):
        with suppress(OSError):
            if is_open_to_others(file):
                file.chmod(PRIVATE)


def is_open_to_others(file: Path) -> bool:
    """Whether anybody but its owner may do anything with this file. Windows tells by other means."""
    return os.name == "posix" and file.stat().st_mode & 0o077 != 0


def files(name: str) -> list[Path]:
    """The database's file and what lies beside it now."""
    return [file for end in ("", *BESIDE) if (file := Path(f"{name}{end}")).exists()]


def _make(name: str) -> None:
    # Closing any descriptor of a file lets go of every lock that this process holds on it, SQLite's too: so a file
    # that is there is never opened here, and one that is made is closed again before another thread can see it.
    with _making, suppress(OSError):
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
