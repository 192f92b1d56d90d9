"""Load figures from a spreadsheet into the drafts of their claims."""

from typing import Any

from pilots.models import User
from savings.imports.command import ImportCommand
from savings.imports.figures import import_figures
from savings.imports.result import ImportResult


class Command(ImportCommand):
    help = "Loads figures from a CSV, XLSX or ODS file, all of it or nothing. Safe to repeat."

    def load(self, path: str, *, by: User, check: bool, **options: Any) -> ImportResult:
        return import_figures(path, by=by, check=check, with_rows=options["json"])
