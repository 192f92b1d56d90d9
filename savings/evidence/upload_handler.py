"""What happens to a file while it is being sent?

It is streamed, hashed and counted in one go, into the folder `incoming` beside the stored evidence, so that
storing it is a rename. Of a file over the limit nothing is kept; that it was too big is remembered, so that a
page can say so. Every upload of the site comes through here (settings.FILE_UPLOAD_HANDLERS).
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from savings.models import StoredFile

from .folders import holds_anything, private_folder

MEGABYTE = 1 << 20


def largest_file() -> int:
    """The largest file that is taken, in bytes."""
    return settings.EVIDENCE_FILE_MB * MEGABYTE


def incoming() -> Path:
    """The folder of files that are being sent.

    Made where it is missing, but not where the store has lost all it had: a disk that is not mounted would be written
    under, and what was stored there would be gone once it is back. Where a bucket is the store, nothing else is here.
    """
    folder = Path(settings.EVIDENCE_ROOT) / "incoming"
    if not folder.is_dir() and _has_lost_its_files():
        raise OSError(errno.ENODEV, "The evidence store is gone")
    return private_folder(folder)


def _has_lost_its_files() -> bool:
    if not isinstance(storages["evidence"], FileSystemStorage):
        return False
    return not holds_anything(Path(settings.EVIDENCE_ROOT)) and StoredFile.objects.exists()


def try_to_receive() -> None:
    """Write a file to the disk and remove it; OSError where that cannot be done."""
    # Without a buffer, so that nothing is left to write, and to fail over, when it is removed.
    with tempfile.NamedTemporaryFile(dir=incoming(), suffix=".try", buffering=0) as file:
        file.write(b"ready")
        os.fsync(file.fileno())


class ReceivedFile(TemporaryUploadedFile):
    """A file as it was sent, in `incoming` until it is closed. `size` counts every byte, also those not kept.

    `limit` is the most bytes that are kept, where it is not the site's.
    """

    def __init__(
        self,
        name: str | None,
        content_type: str | None = "",
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
        limit: float | None = None,
    ):
        file = tempfile.NamedTemporaryFile(dir=incoming(), suffix=".upload")  # noqa: SIM115 closed by `close`
        # Past the parent, which would make its file in another folder.
        UploadedFile.__init__(self, file, None, content_type, 0, charset, content_type_extra)
        # Without a name the parent would take that of the temporary file, and an empty one it refuses.
        self._name = ""
        if name:
            self.name = name
        self.is_too_big = False
        self._limit = largest_file() if limit is None else limit
        self._hash = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        self.size = (self.size or 0) + len(piece)
        if self.is_too_big:
            return
        if self.size > self._limit:
            self.is_too_big = True
            self.seek(0)
            self.truncate()
            return
        self._hash.update(piece)
        self.write(piece)

    def complete(self) -> "ReceivedFile":
        """All bytes are here: ready to be read from the start."""
        self.seek(0)
        return self

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal; empty if they were not kept."""
        return "" if self.is_too_big else self._hash.hexdigest()


class ReceiveFile(FileUploadHandler):
    """Django's side of a `ReceivedFile`."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._files: list[ReceivedFile] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # Under the name `file` Django's parser finds and closes it when an upload is stopped.
        self.file = ReceivedFile(
            self.file_name, self.content_type, self.charset, self.content_type_extra
        )
        self._files.append(self.file)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.add(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile:
        return self.file.complete()

    def upload_interrupted(self) -> None:
        self.file.close()

    def close(self) -> None:
        """Remove every file of the request that was not stored."""
        for file in self._files:
            file.close()


def close_uploads(get_response: Callable) -> Callable:
    """Middleware: no temporary file outlives its request, also when the request was cut off half way."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            return get_response(request)
        finally:
            for handler in request.upload_handlers:
                if isinstance(handler, ReceiveFile):
                    handler.close()

    return middleware


def leftovers(before: datetime) -> Iterator[Path]:
    """Files in `incoming` that nothing was written to since `before`: left by a process that was killed."""
    for path in incoming().iterdir():
        # It may be gone by now: an upload that has just ended.
        with suppress(FileNotFoundError):
            if path.lstat().st_mtime < before.timestamp():
                yield path
