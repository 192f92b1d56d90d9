"""People from a sheet: who is added, what each is given, who leaves."""

from pathlib import Path

from pilots.leavers import MeanwhileError
from pilots.models import User
from pilots.sittings import carry_out
from savings.imports.people.result import PeopleResult
from savings.imports.result import CHECKED, refuse

from .differences import PeopleReading, read_people


def import_people(path: Path | str, *, by: User, check: bool = False) -> PeopleResult:
    """Store the people of a file, all of it or nothing; with `check`, only say what would be stored.

    Who is to be invited is mailed by the next digest. Raises ImportRefused with every error.
    """
    reading = read_people(path, by=by)
    if check:
        reading.result.outcome = CHECKED
    elif reading.sitting.has_changes:
        _store(reading, by=by)
    return reading.result


def _store(reading: PeopleReading, *, by: User) -> None:
    try:
        carry_out(reading.sitting, by=by).letters.send()
    except MeanwhileError as moved_on:
        words = "Somebody who takes over what another leaves has left at this moment. Read the file once more."
        raise refuse("stale", words) from moved_on
