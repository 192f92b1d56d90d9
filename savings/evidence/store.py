"""Where are the bytes of a stored file? Under their own SHA-256, never changed and never overwritten.

Which storage that is, a folder or a bucket, is decided by settings.STORAGES["evidence"].
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Protocol, cast

from django.core.files import File
from django.core.files.storage import storages

from .upload_handler import ReceivedFile

NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}")


class BytesGone(FileNotFoundError):
    """A row names bytes that are not there, in a store that is. Somebody must bring them back, or send them again."""


class BytesChanged(BytesGone):
    """Other bytes are in their place."""


class EvidenceStore(Protocol):
    """What a folder and a bucket both can do: they say each how. `name` is as NAME has it."""

    def keep(self, name: str, received: ReceivedFile) -> None: ...
    def check_is_there(self) -> None: ...
    def names(self) -> Iterator[str]: ...
    def remove_if_older(self, name: str, before: datetime) -> bool: ...
    def open(self, name: str, mode: str = "rb") -> File: ...
    def exists(self, name: str) -> bool: ...
    def delete(self, name: str) -> None: ...


def put(received: ReceivedFile, sha256: str) -> None:
    """Keep the bytes. When this returns they outlast a power cut, and a row may name them."""
    _store().keep(_name(sha256), received)


def open_stored(sha256: str) -> File:
    """Open the bytes for reading; BytesGone if they are not there, another OSError if the whole store is gone."""
    storage = _store()
    try:
        return storage.open(_name(sha256), "rb")
    except BytesGone:
        raise
    except FileNotFoundError as error:
        storage.check_is_there()
        raise BytesGone(*error.args) from error


def check_is_there() -> None:
    """OSError if the whole store is gone."""
    _store().check_is_there()


def exists(sha256: str) -> bool:
    """Whether bytes are stored under this SHA-256; OSError if the whole store is gone."""
    storage = _store()
    if storage.exists(_name(sha256)):
        return True
    storage.check_is_there()
    return False


def stored_hashes() -> Iterator[str]:
    """The SHA-256 of everything that is stored, whether a row names it or not."""
    for name in _store().names():
        yield name.rpartition("/")[2]


def delete(sha256: str) -> None:
    """Remove the bytes."""
    store = _store()
    store.delete(_name(sha256))


def delete_if_older(sha256: str, before: datetime) -> bool:
    """Remove the bytes unless they were put, for the first time or again, since `before`. Whether they were."""
    with suppress(FileNotFoundError):  # Another sweep was first.
        return _store().remove_if_older(_name(sha256), before)
    return False


def _store() -> EvidenceStore:
    return cast(EvidenceStore, storages["evidence"])


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
