"""Load what a new site cannot work without, and after an upgrade what the new release adds."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from savings.parameters.reference_data import Loaded, load_reference_data

TO_READ = """
Before the first claim is signed off, read in the workspace:
- Statements of use: the Treasury has not agreed these words. They are shown beside every signature.
- Thresholds and evidence grades: suggestions, for you to set.
- Confidence grades: check them against their source."""


class Command(BaseCommand):
    help = (
        "Loads the themes, deflators, discount rates, grades, weights, thresholds and the statement of use that a site "
        "needs, all of it or nothing. Safe to repeat: a row that is there stays as you have it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only say what would be added; store nothing"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        try:
            loaded = load_reference_data(by="load_reference_data", check=check)
        except IntegrityError as error:
            raise CommandError(
                "Nothing was stored: somebody else stored one of these rows at the same moment. Run it again."
            ) from error
        for table in loaded:
            self.stdout.write(_in_words(table, check=check))
        if check:
            self.stdout.write("Nothing was stored.")
        elif any(table.added for table in loaded):
            self.stdout.write(TO_READ)


def _in_words(loaded: Loaded, *, check: bool) -> str:
    added = "to be added" if check else "added"
    counted = [
        (loaded.added, added),
        (loaded.there, "there already"),
        (len(loaded.left), "left as you have it"),
        (len(loaded.refused), "not added"),
    ]
    summed = ", ".join(f"{number} {what}" for number, what in counted if number)
    lines = [f"{loaded.table.name.capitalize()}: {summed}."]
    lines += [
        f"    {date.fromisoformat(day):%-d %B %Y}. {source}."
        for day, source in loaded.table.origins
    ]
    lines += [f"    Left as you have it: {words}" for words in loaded.left]
    lines += [
        f"    Not added, since it does not go with what you have: {words}"
        for words in loaded.refused
    ]
    return "\n".join(lines)
