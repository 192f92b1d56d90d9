"""Load claims from a spreadsheet: a place's own drafts, or published words."""

from typing import Any

from django.core.management.base import CommandParser

from pilots.models import User
from savings.imports.claims import import_claims
from savings.imports.command import ImportCommand
from savings.imports.result import ImportResult


class Command(ImportCommand):
    help = "Loads claims from a CSV, XLSX or ODS file, all of it or nothing. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--published",
            action="store_true",
            help="the claims are words from public sources (administrators only)",
        )

    def load(self, path: str, *, by: User, check: bool, **options: Any) -> ImportResult:
        return import_claims(path, by=by, published=options["published"], check=check)
