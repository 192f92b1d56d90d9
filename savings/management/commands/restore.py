"""Fill an empty site from a backup, or only its evidence store, or only say whether the backup is whole."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from savings.archive.contents import Damaged, opened
from savings.archive.restore import Restored, restore, restore_evidence
from savings.archive.restored_tables import NotRestored


class Command(BaseCommand):
    help = (
        "Fills an empty site from a file that backup has written, on either database. A damaged one is refused by name"
        " before anything is touched. See docs/recovery.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--check", action="store_true", help="only say whether the backup is whole"
        )
        only.add_argument(
            "--evidence-only",
            action="store_true",
            help="only put back files of evidence that this site's store lacks, or has changed",
        )

    def handle(
        self, *args: Any, file: Path, check: bool, evidence_only: bool, **options: Any
    ) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if not os.access(file, os.R_OK):
            raise CommandError(
                f"This account may not read {file}. Make it the owner of the file, and run this again."
            )
        try:
            self.stdout.write(_act(file, check=check, evidence_only=evidence_only))
        except Damaged as damaged:
            faults = "\n".join(damaged.faults)
            raise CommandError(
                f"{file} is damaged, and nothing was touched. Use another backup. What is wrong:\n{faults}"
            ) from damaged
        except NotRestored as refused:
            raise CommandError(f"Nothing was restored. {refused}") from refused
        except OSError as error:
            raise CommandError(
                f"Restoring stopped: {error}. The database has all rows or none. When there is room on the disk and the"
                " evidence store is there, run this again; if it says that the site is not empty, with --evidence-only."
            ) from error


def _act(file: Path, *, check: bool, evidence_only: bool) -> str:
    if check:
        with opened(file) as archive:
            return f"The backup is whole: {len(archive.tables)} tables, {len(archive.files)} files of evidence."
    if evidence_only:
        return f"Files of evidence put back: {restore_evidence(file)}."
    return _in_words(restore(file))


def _in_words(restored: Restored) -> str:
    said = [
        f"Restored: {restored.rows:,} rows, {restored.files:,} files of evidence, each table equal to the backup.",
        "Everybody signs in again.",
    ]
    if restored.at_fault:
        named = ", ".join(sorted(restored.at_fault))
        said.append(f"Not in the backup, as they were at fault when it was made: {named}.")
    if restored.waiting:
        said.append(
            f"{restored.waiting} notices wait to be emailed, some of them perhaps emailed after the backup:"
            " send_digest --dry-run says to whom."
        )
    return "\n".join(said)
