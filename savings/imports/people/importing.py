"""People from a sheet: who is added, what each is given, who leaves."""

from pathlib import Path

from pilots.models import User
from pilots.sittings import carry_out
from savings.imports.people.reading import read_people
from savings.imports.people.result import PeopleResult
from savings.imports.result import CHECKED


def import_people(path: Path | str, *, by: User, check: bool = False) -> PeopleResult:
    """Store the people of a file, all of it or nothing; with `check`, only say what would be stored.

    Who is to be invited is mailed by the next digest. Raises ImportRefused with every error.
    """
    reading = read_people(path, by=by)
    if check:
        reading.result.outcome = CHECKED
    elif reading.sitting.has_changes:
        carry_out(reading.sitting, by=by).letters.send()
    return reading.result
