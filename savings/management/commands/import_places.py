"""Load places and their councils from a spreadsheet."""

from savings.imports.command import ImportCommand
from savings.imports.places import import_places


class Command(ImportCommand):
    help = "Loads places from a CSV, XLSX or ODS file, all of it or nothing. Safe to repeat."

    def load(self, path, *, by, check, **options):
        return import_places(path, by=by, check=check)
