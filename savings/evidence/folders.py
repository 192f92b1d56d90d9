"""How is something made on the disk so that a power cut cannot take it back, and nobody else can read it?"""

import errno
import os
from pathlib import Path

OWNER_ONLY = 0o700


def private_folder(path: Path) -> Path:
    """Make the folder, and those above it, where they are missing. A new one is on the disk when this returns.

    NotADirectoryError where something else is in its place, as `holds_anything` raises it.
    """
    if not path.is_dir():
        if path.parent != path:
            private_folder(path.parent)
        _make(path)
        sync_folder(path.parent)
    return path


def _make(path: Path) -> None:
    try:
        path.mkdir(mode=OWNER_ONLY, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from error


def sync_folder(path: Path) -> None:
    """Write the folder's list of names to the disk: a rename is only safe after this."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def holds_anything(path: Path) -> bool:
    """Whether the folder is there with something in it; NotADirectoryError where something else is in its place."""
    try:
        return bool(os.listdir(path))
    except FileNotFoundError:
        return False
