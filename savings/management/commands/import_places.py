"""Load places and their councils from a spreadsheet."""

from typing import Any

from pilots.models import User
from savings.imports.command import ImportCommand
from savings.imports.places import import_places
from savings.imports.result import ImportResult


class Command(ImportCommand):
    help = "Loads places from a CSV, XLSX or ODS file, all of it or nothing. Safe to repeat."

    def load(self, path: str, *, by: User, check: bool, **options: Any) -> ImportResult:
        return import_places(path, by=by, check=check)
