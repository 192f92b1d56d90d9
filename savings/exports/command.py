"""How does a file leave by the command line? The export commands differ only in which file they write."""

import os
import sys
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from pilots.models import User
from savings.access import Purpose
from totalplace.direction import contained

from .files import Export, ExportFile
from .request import ExportRequest

CODES = ", ".join(Purpose.values)


class ExportCommand(BaseCommand):
    """Writes `file` to standard output: the bytes that the page gives the same person for the same purpose."""

    file: ExportFile

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as", dest="email", metavar="EMAIL", required=True, help="whose rights decide"
        )
        parser.add_argument("--purpose", default="", help=f"what the file is for: {CODES}")
        parser.add_argument("--as-at", default="", metavar="DAY", help="as 2009-10-31; today")

    def handle(self, *args: Any, email: str, purpose: str, as_at: str, **options: Any) -> None:
        person = _person(email)
        asked = ExportRequest({"purpose": purpose, "as_at": as_at})
        if not asked.is_valid():
            words = "\n".join(str(words) for field in asked for words in field.errors)
            raise CommandError(contained(f"{words}{_codes(asked)}"))
        export = Export(self.file, person, **asked.cleaned_data)
        try:
            with closing(export.chunks()) as chunks:
                _write(chunks)
        except DatabaseError as error:
            raise CommandError(f"The file is incomplete: {error}") from error


def _codes(asked: ExportRequest) -> str:
    """What a page shows as choices, and a terminal has to be told: how a purpose is typed."""
    return f" Purposes: {CODES}." if "purpose" in asked.errors else ""


def _write(chunks: Iterable[bytes]) -> None:
    out = sys.stdout.buffer
    try:
        for chunk in chunks:
            out.write(chunk)
        out.flush()
    except BrokenPipeError:
        # Whoever read has enough. Python would try to write the rest once more as it ends, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


def _person(email: str) -> User:
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(
            f"Nobody signs in here as {email}. Give the email address of a person who may, after --as."
        )
    return person
