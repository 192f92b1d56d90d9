"""Write everything the site holds into one file, while people work."""

import sys
from pathlib import Path
from typing import IO, Any

from django.core.management.base import CommandError, CommandParser

from savings.archive.backup import Made, write_backup
from savings.archive.new_file import new_file
from savings.archive.restore import migrations_wait
from totalplace.daily import DailyCommand

PIPE = "-"
NOT_MADE = (
    "The backup was not made: {error}. Is there room on the disk, may this account write there, and is the evidence"
    " store there?"
)


class Command(DailyCommand):
    help = (
        "Writes all tables and evidence files, as they are at one moment, into one ZIP file with a manifest. It is as"
        " secret as the site: people's passwords are in it as hashes, and their second factors. See docs/recovery.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", help="where to write it: nothing may be there yet; - writes to a pipe"
        )

    def handle(self, *args: Any, file: str, **options: Any) -> str:
        if migrations_wait():
            raise CommandError(
                "The database is not that of this release: migrations wait. Make the backup with the release that the"
                " site runs on, before the new one is put in its place; or run migrate first."
            )
        made = self._write(sys.stdout.buffer) if file == PIPE else self._write_file(Path(file))
        said = (
            f"Backed up: {made.rows:,} rows, {made.files:,} files of evidence ({made.file_bytes:,} bytes)."
            f" SHA-256 of the backup: {made.sha256}"
        )
        if made.at_fault:
            raise CommandError(f"{said}\n{_at_fault(made)}")
        if file != PIPE:
            return said
        self.stderr.write(said)  # Standard output is the backup itself.
        return ""

    def _write_file(self, path: Path) -> Made:
        try:
            with new_file(path) as out:
                return self._write(out)
        except FileExistsError as error:
            raise CommandError(
                f"{path} is there already, and no backup is ever written over. Give another name."
            ) from error
        except (FileNotFoundError, NotADirectoryError) as error:
            raise CommandError(f"There is no folder {path.parent}. Make it first.") from error
        except OSError as error:
            raise CommandError(NOT_MADE.format(error=error)) from error

    def _write(self, out: IO[bytes]) -> Made:
        try:
            return write_backup(out)
        except OSError as error:
            raise CommandError(NOT_MADE.format(error=error)) from error


def _at_fault(made: Made) -> str:
    named = "\n".join(f"{sha256}  {fault}" for sha256, fault in sorted(made.at_fault.items()))
    return (
        "The backup is made, but these files of evidence are not in it as they were sent; verify_evidence says whose"
        f" they are, and restore --evidence-only brings them back from an older backup:\n{named}"
    )
