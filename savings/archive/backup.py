"""How is a backup written? From its start to its end, so that it may go through a pipe, and with little in memory."""

import hashlib
import json
import platform
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import IO, cast

import django
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from savings.evidence.verification import PIECE, StoredBytes

from . import parts
from .sealed import ROOM, Sealing
from .snapshot import last_key, lines, migrations, rows_of, snapshot
from .tables import Table, backed_up, left_out


@dataclass(frozen=True)
class Made:
    """What came of it. `at_fault` are evidence files that are not in it, each with what is wrong in the store."""

    rows: int
    files: int
    file_bytes: int
    sha256: str
    at_fault: dict[str, str]


def write_backup(out: IO[bytes]) -> Made:
    """Write a backup of the site as it is now. OSError where the evidence store is away as a whole.

    The tables are read in one transaction. The files come after it: their bytes never change, and a sweep keeps those
    of a row that it forgets until the sweep after.
    """
    writer = _Writer(out)
    try:
        return _written(writer)
    except BaseException:
        writer.abandon()
        raise


def _written(writer: "_Writer") -> Made:
    writer.add(parts.READ_ME, [parts.WORDS.encode()])
    with snapshot() as connection:
        manifest = _about(connection)
        manifest["tables"] = {
            table.name: _write_table(writer, connection, table) for table in backed_up()
        }
        named = [row[0] for row in rows_of(connection, parts.STORED_FILES, ["sha256"], "id")]
    at_fault = {sha256: fault for sha256 in named if (fault := _write_file(writer, sha256))}
    manifest |= {"evidence_at_fault": at_fault, "parts": writer.parts}
    writer.add(parts.MANIFEST, [json.dumps(manifest, indent=1).encode()])
    files = [part for name, part in writer.parts.items() if name.startswith("evidence/")]
    return Made(
        rows=sum(table["rows"] for table in manifest["tables"].values()),
        files=len(files),
        file_bytes=sum(part["bytes"] for part in files),
        sha256=writer.close(),
        at_fault=at_fault,
    )


class _Writer:
    def __init__(self, out: IO[bytes]):
        self.parts: dict[str, dict] = {}
        self._sealing = Sealing(out)
        self._zip = zipfile.ZipFile(cast(IO[bytes], self._sealing), "w", compresslevel=4)
        self._zip.comment = ROOM
        self._now = datetime.now(UTC).timetuple()[:6]

    def add(self, name: str, pieces: Iterable[bytes], *, compress: bool = True) -> None:
        info = zipfile.ZipInfo(name, self._now)
        info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        # How long a part becomes is known at its end, so each has room for a long one.
        with self._zip.open(info, "w", force_zip64=True) as part:
            for piece in _long(pieces):
                digest.update(piece)
                size += len(piece)
                part.write(piece)
        self.parts[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def abandon(self) -> None:
        self._sealing.abandon()

    def close(self) -> str:
        self._zip.close()
        return self._sealing.seal()


def _long(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in longer pieces, which are quicker to write than line by line."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _about(connection: BaseDatabaseWrapper) -> dict:
    return {
        "format": parts.FORMAT,
        "made_at": datetime.now(UTC).isoformat(),
        "database": connection.vendor,
        "commit": _commit(),
        "django": django.get_version(),
        "python": platform.python_version(),
        "migrations": migrations(connection),
        "left_out": left_out(),
    }


def _write_table(writer: _Writer, connection: BaseDatabaseWrapper, table: Table) -> dict:
    count = _Count(lines(connection, table))
    writer.add(parts.of_table(table.name), count)
    return {
        "rows": count.number - 1,  # The first line names the columns.
        "last_key": last_key(connection, table),
        "key": table.key,
        "columns": [asdict(column) for column in table.columns],
    }


class _Count:
    """What is counted as it goes by."""

    def __init__(self, lines: Iterable[bytes]):
        self._lines = lines
        self.number = 0

    def __iter__(self) -> Iterator[bytes]:
        for self.number, line in enumerate(self._lines, start=1):  # noqa: B020 it counts as it goes
            yield line


def _write_file(writer: _Writer, sha256: str) -> str:
    """Put the file into the backup, as far as the store gives it; return what is wrong with it."""
    stored = StoredBytes(sha256)
    pieces = stored.pieces()
    first = next(pieces, None)
    if first is None and stored.fault:
        return stored.fault
    name = parts.of_file(sha256)
    # Most are compressed already.
    writer.add(name, chain([first or b""], pieces), compress=False)
    return stored.fault or ("" if writer.parts[name]["sha256"] == sha256 else "changed")


def _commit() -> str:
    """Which commit of the code this is; empty where it did not come with its history."""
    with suppress(OSError, subprocess.SubprocessError):
        home = str(settings.BASE_DIR)
        # The code may be another account's than the command, as docs/running.md has it.
        asked = ["git", "-c", f"safe.directory={home}", "-C", home, "rev-parse", "HEAD"]
        return subprocess.run(  # noqa: S603 nothing in it comes from outside
            asked, capture_output=True, text=True, check=True, timeout=10
        ).stdout.strip()
    return ""
