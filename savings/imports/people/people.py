"""People from a sheet: who is added, what each is given, who leaves."""

from pathlib import Path

from pilots.leavers import MeanwhileError
from pilots.models import User
from pilots.sittings import carry_out
from savings.imports.people.result import PeopleResult
from savings.imports.result import CHECKED, refuse

from .differences import ParsedPeople, read_people


def import_people(path: Path | str, *, by: User, check: bool = False) -> PeopleResult:
    """Store the people of a file, all of it or nothing; with `check`, only say what would be stored.

    Who is to be invited is mailed by the next digest. Raises ImportRefused with every error.
    """
    parsed = read_people(path, by=by)
    if check:
        parsed.result.outcome = CHECKED
    elif parsed.sitting.has_changes:
        _store(parsed, by=by)
    return parsed.result


def _store(parsed: ParsedPeople, *, by: User) -> None:
    try:
        carry_out(parsed.sitting, by=by).letters.send()
    except MeanwhileError as moved_on:
        words = "Somebody who takes over what another leaves has left at this moment. Read the file once more."
        raise refuse("stale", words) from moved_on
