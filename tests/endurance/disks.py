"""How is a disk filled, taken away or made read-only under the site? On a small one in memory, where we are root."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MEGABYTES = 192
TRIES = 100


class Disk:
    """A folder; `is_own` where it is a small disk that can be filled, and made read-only."""

    def __init__(self, folder: Path, *, is_own: bool):
        self.folder, self.is_own = folder, is_own

    @contextmanager
    def full(self) -> Iterator[None]:
        filler = self.folder / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        try:
            yield
        finally:
            filler.unlink()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        self._remount("ro")
        try:
            yield
        finally:
            self._remount("rw")

    def _remount(self, how: str) -> None:
        """It is refused while a file is open to be written, as for a moment after an answer."""
        remount = ["mount", "-o", f"remount,{how}", self.folder]
        for _ in range(TRIES):
            if not subprocess.run(remount, check=False, stderr=subprocess.DEVNULL).returncode:
                return
            time.sleep(0.1)
        raise AssertionError(f"{self.folder} cannot be mounted {how}.")


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A disk at this new folder; an ordinary folder where none can be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=700", "tmpfs", folder]
    is_own = os.geteuid() == 0 and not subprocess.run(mount, check=False).returncode
    try:
        yield Disk(folder, is_own=is_own)
    finally:
        if is_own:
            subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S607


@contextmanager
def moved_away(*paths: Path) -> Iterator[None]:
    """None of them is there."""
    there = [path for path in paths if path.exists()]
    for path in there:
        path.rename(_aside(path))
    try:
        yield
    finally:
        for path in there:
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            _aside(path).replace(path)


@contextmanager
def a_folder_instead(path: Path) -> Iterator[None]:
    """It is there, and cannot be opened: that root may read whatever the mode says makes no difference."""
    with moved_away(path):
        path.mkdir()
        yield


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.away")
