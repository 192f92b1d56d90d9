"""Add organisations and the places in which they are partners, from a spreadsheet."""

from typing import Any

from pilots.models import User
from savings.imports.command import ImportCommand
from savings.imports.people.organisations import import_organisations
from savings.imports.result import ImportResult


class Command(ImportCommand):
    help = (
        "Adds organisations, and makes them partners of places, from a CSV, XLSX or ODS file, all of it or nothing. "
        "Safe to repeat."
    )

    def load(self, path: str, *, by: User, check: bool, **options: Any) -> ImportResult:
        return import_organisations(path, by=by, check=check)
