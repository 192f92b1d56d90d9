"""Load claims from a spreadsheet: a place's own drafts, or published words."""

from savings.imports.claims import import_claims
from savings.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Loads claims from a CSV, XLSX or ODS file, all of it or nothing. Safe to repeat."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--published",
            action="store_true",
            help="the claims are words from public sources (administrators only)",
        )

    def load(self, path, *, by, check, **options):
        return import_claims(path, by=by, published=options["published"], check=check)
