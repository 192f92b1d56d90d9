"""Is a backup whole, and what is in it? What is wrong is told by name, before anything is done with any of it."""

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import parts
from .sealed import is_whole
from .tables import Column, Table

_PIECE = 1 << 20
_NOT_READABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    TypeError,
)
FRAME = "the frame of the ZIP: something outside of its files has changed, or its end is cut off"


class Damaged(Exception):
    """A backup that is not to be used. `faults` says what is wrong with which of its parts."""

    def __init__(self, *faults: str):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Archive:
    """A backup that was found to be whole."""

    zip: zipfile.ZipFile
    manifest: dict

    @property
    def tables(self) -> list[Table]:
        """Its tables as they were in the database that it was made from."""
        return [_table(name, said) for name, said in self.manifest["tables"].items()]

    @property
    def migrations(self) -> list[tuple[str, str]]:
        """The migrations that had been applied there."""
        return [tuple(migration) for migration in self.manifest["migrations"]]

    @property
    def files(self) -> list[str]:
        """The SHA-256 of every evidence file that it holds as it was sent."""
        names = (name for name in self.manifest["parts"] if name.startswith("evidence/"))
        held = (name.rpartition("/")[2] for name in names)
        return [sha256 for sha256 in held if sha256 not in self.at_fault]

    @property
    def at_fault(self) -> dict[str, str]:
        """Evidence files that were missing or changed when it was made, by their SHA-256."""
        return self.manifest["evidence_at_fault"]

    def sha256_of(self, table: Table) -> str:
        """The SHA-256 of a table as it is written here."""
        return self.manifest["parts"][parts.of_table(table.name)]["sha256"]

    def lines(self, table: Table) -> Iterator[bytes]:
        """The rows of a table, each as its line."""
        with self.zip.open(parts.of_table(table.name)) as file:
            next(file)
            yield from file

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes of an evidence file."""
        yield from _pieces(self.zip, parts.of_file(sha256))


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup that was read from end to end; Damaged if anything in it is not as it was made."""
    try:
        file = zipfile.ZipFile(path)
    except _NOT_READABLE as error:
        raise Damaged(
            "its end is missing or damaged, or it is no backup: no list of its files can be read"
        ) from error
    with file:
        archive = _checked(file)
        if not is_whole(path):
            raise Damaged(FRAME)
        yield archive


def _checked(file: zipfile.ZipFile) -> Archive:
    manifest = _manifest(file)
    try:
        if faults := [*_wrong_names(file, manifest), *_wrong_parts(file, manifest)]:
            raise Damaged(*faults)
        archive = Archive(file, manifest)
        if faults := [*_wrong_files(archive)]:
            raise Damaged(*faults)
    except _NOT_READABLE as error:
        raise Damaged(f"{parts.MANIFEST}: not that of a backup") from error
    return archive


def _manifest(file: zipfile.ZipFile) -> dict:
    try:
        manifest = json.loads(file.read(parts.MANIFEST))
        manifest_format = manifest["format"]
    except KeyError as error:
        raise Damaged(f"{parts.MANIFEST}: missing") from error
    except _NOT_READABLE as error:
        raise Damaged(f"{parts.MANIFEST}: damaged") from error
    if manifest_format != parts.FORMAT:
        raise Damaged(
            f"{parts.MANIFEST}: this backup has format {manifest_format}, and this release reads format"
            f" {parts.FORMAT}. Use the release that made it"
        )
    return manifest


def _wrong_names(file: zipfile.ZipFile, manifest: dict) -> Iterator[str]:
    there = file.namelist()
    listed = {*manifest["parts"], parts.MANIFEST}
    for name in sorted(listed.difference(there)):
        yield f"{name}: missing"
    for name in sorted(set(there) - listed):
        yield f"{name}: added, the manifest does not list it"
    for name in sorted(
        {name for name in there if there.count(name) > 1} if _repeats(there) else ()
    ):
        yield f"{name}: there more than once"
    for name in manifest["tables"]:
        if parts.of_table(name) not in listed:
            yield f"{parts.of_table(name)}: missing from the manifest"


def _repeats(names: list[str]) -> bool:
    return len(set(names)) < len(names)


def _wrong_parts(file: zipfile.ZipFile, manifest: dict) -> Iterator[str]:
    rows = {parts.of_table(name): said["rows"] for name, said in manifest["tables"].items()}
    there = set(file.namelist())
    for name, said in manifest["parts"].items():
        if name in there and (fault := _fault(file, name, said, rows.get(name))):
            yield f"{name}: {fault}"


def _fault(file: zipfile.ZipFile, name: str, said: dict, rows: int | None) -> str:
    digest, size, lines = hashlib.sha256(), 0, 0
    try:
        for piece in _pieces(file, name):
            digest.update(piece)
            size += len(piece)
            lines += piece.count(b"\n")
    except _NOT_READABLE:
        return "damaged"
    if digest.hexdigest() != said["sha256"] or size != said["bytes"]:
        return "not as the manifest has it"
    if rows is not None and rows != lines - 1:
        return f"{lines - 1} rows, and the manifest counts {rows}"
    return ""


def _wrong_files(archive: Archive) -> Iterator[str]:
    """Files that a row names and that are not there or have other bytes, and files that no row names."""
    (table,) = (table for table in archive.tables if table.name == parts.STORED_FILES)
    place = [column.name for column in table.columns].index("sha256")
    named = {json.loads(line)[place] for line in archive.lines(table)}
    held = {*archive.files, *archive.at_fault}
    for sha256 in sorted(named - held):
        yield f"{parts.of_file(sha256)}: missing, though {parts.of_table(table.name)} names it"
    for sha256 in archive.files:
        if archive.manifest["parts"][parts.of_file(sha256)]["sha256"] != sha256:
            yield f"{parts.of_file(sha256)}: not the file of this name"
    for sha256 in sorted(held - named):
        yield f"{parts.of_file(sha256)}: added, no row names it"


def _pieces(file: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with file.open(name) as part:
        while piece := part.read(_PIECE):
            yield piece


def _table(name: str, said: dict) -> Table:
    return Table(name, said["key"], tuple(Column(**column) for column in said["columns"]))
