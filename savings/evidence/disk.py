"""How are stored files kept in a folder of this machine?"""

import errno
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from .folders import holds_anything, private_folder, sync_folder
from .store import NAME
from .upload_handler import ReceivedFile, incoming, try_to_receive


class EvidenceFolder(FileSystemStorage):
    """A folder outside any that is served; only the site's own account may look into it."""

    @property
    def base_location(self) -> Path:
        return settings.EVIDENCE_ROOT

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)

    def keep(self, name: str, received: ReceivedFile) -> None:
        """Move the received file to `name`, unless the same bytes are there already. On the disk on return."""
        target = Path(self.path(name))
        folder = private_folder(target.parent)
        if not self._touched(target):
            os.fsync(received.fileno())
            os.rename(received.temporary_file_path(), target)
        sync_folder(folder)

    def check_is_there(self) -> None:
        """OSError where the whole store is gone: no folder, or an empty one, as where a disk is not mounted."""
        if not holds_anything(Path(self.location)):
            raise OSError(errno.ENODEV, "The evidence store is gone")

    def try_to_write(self) -> None:
        """Write a file to the disk and remove it; OSError where that cannot be done."""
        try_to_receive()

    def names(self) -> Iterator[str]:
        """The name of every stored file."""
        root = Path(self.location)
        for path in sorted(root.glob("??/??/*")):
            name = path.relative_to(root).as_posix()
            if NAME.fullmatch(name):
                yield name

    def remove_if_older(self, name: str, before: datetime) -> bool:
        """Remove the file if it was stored, and sent again, only `before`. Whether it was."""
        target, aside = Path(self.path(name)), incoming() / f"{Path(name).name}.aside"
        if target.stat().st_mtime >= before.timestamp():
            return False
        # Out of the way first: from here on `keep` stores the bytes anew. If it came just before, it has left its
        # mark on the time, and the file goes back.
        os.rename(target, aside)
        if aside.stat().st_mtime >= before.timestamp():
            os.rename(aside, target)
            return False
        aside.unlink()
        return True

    @staticmethod
    def _touched(path: Path) -> bool:
        """Whether the file is there; if so its time is now, so that the sweep leaves it alone."""
        try:
            os.utime(path)
        except FileNotFoundError:
            return False
        return True
