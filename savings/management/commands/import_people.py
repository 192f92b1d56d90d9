"""Add people and what they are, from a spreadsheet; and let go who leaves."""

from typing import Any

from pilots.models import User
from savings.imports.command import ImportCommand
from savings.imports.people.people import import_people
from savings.imports.result import ImportResult


class Command(ImportCommand):
    help = (
        "Adds people, gives and ends roles and lets people go, from a CSV, XLSX or ODS file, all of it or nothing. "
        "Safe to repeat. New people are emailed how to begin by the next send_digest."
    )

    def load(self, path: str, *, by: User, check: bool, **options: Any) -> ImportResult:
        return import_people(path, by=by, check=check)
