"""How does an import speak on the command line? The three commands differ only in what they call."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pilots.models import User
from savings.imports.errors import ImportRefused, RowError, listed
from savings.imports.result import ImportResult, refuse
from totalplace.direction import contained


class ImportCommand(BaseCommand):
    """Reads FILE with the rights of a person. Refused: exit status 1, and nothing is stored."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a CSV, XLSX or ODS file")
        parser.add_argument(
            "--as",
            dest="email",
            metavar="EMAIL",
            required=True,
            help="whose rights decide, and whose name the history gets",
        )
        parser.add_argument("--check", action="store_true", help="only check; store nothing")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def load(self, path: str, *, by: User, check: bool, **options: Any) -> ImportResult:
        """Import the file: one of the `import_…` functions."""
        raise NotImplementedError

    def handle(self, *args: Any, file: str, email: str, check: bool, **options: Any) -> None:
        as_json = options["json"]
        try:
            result = self.load(file, by=_person(email), check=check, **options)
        except ImportRefused as refused:
            self._print_errors(refused, as_json)
            raise SystemExit(1) from None
        if as_json:
            self._print_json("accept", result.rows, [])
        else:
            self.stdout.write(contained("\n".join([result.summary(), *result.notes])))

    def _print_errors(self, refused: ImportRefused, as_json: bool) -> None:
        if as_json:
            self._print_json("reject", [], refused.errors)
        else:
            self.stderr.write(f"Nothing was stored.\n{refused}")

    def _print_json(self, outcome: str, rows: list[dict], errors: list[RowError]) -> None:
        answer = {
            "outcome": outcome,
            "rows": rows,
            "errors": [error.as_dict() for error in listed(errors)],
        }
        self.stdout.write(json.dumps(answer, indent=1))


def _person(email: str) -> User:
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise refuse(
            "not_allowed",
            f"Nobody signs in here as {email}. Give the email address of a person who may, after --as.",
        )
    return person
