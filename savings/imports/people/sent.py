"""What would a sheet of people or organisations that an administrator sent change, and how is it stored, once?

Every page about a sheet reads it anew, since what is stored may have changed; the `digest` of what was read tells
whether what is confirmed is what was shown.
"""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from pilots.leavers import MeanwhileError
from pilots.models import PeopleSheet
from pilots.organisations import store
from pilots.people_sheets import mark_stored, sum_up
from pilots.sittings import ToMail, carry_out
from savings.imports.people.organisations import ParsedOrganisations, read_organisations
from savings.imports.sent_sheets import SheetChanged, on_disk

from .differences import ParsedPeople, read_people

_READ: dict[str, Callable] = {
    PeopleSheet.Holds.PEOPLE: read_people,
    PeopleSheet.Holds.ORGANISATIONS: read_organisations,
}


def read_sheet(sheet: PeopleSheet) -> ParsedPeople | ParsedOrganisations:
    """What confirming the sheet would do now. Raises ImportRefused with every error."""
    with on_disk(sheet) as path:
        return _READ[sheet.holds](path, by=sheet.by, name=sheet.name)


def confirm(sheet: PeopleSheet, *, digest: str) -> ToMail:
    """Store the sheet, once; what it returns is to be mailed then.

    Raises SheetChanged if it would change something else than was shown (`digest`), ImportRefused if it cannot be
    stored any more; then nothing is stored. Where it was stored meanwhile by a second click, nothing is left to do.
    """
    try:
        with transaction.atomic():
            # First, so that a second click waits here until the first is done.
            if not mark_stored(sheet):
                return ToMail()
            parsed = read_sheet(sheet)
            if parsed.digest != digest:
                raise SheetChanged
            sum_up(sheet, parsed.result.summary())
            return _store(parsed, sheet)
    except (IntegrityError, MeanwhileError) as taken:
        # Between our reading and our writing somebody stored the same person, name or lead, or let a successor go.
        raise SheetChanged from taken


def _store(parsed: ParsedPeople | ParsedOrganisations, sheet: PeopleSheet) -> ToMail:
    if isinstance(parsed, ParsedOrganisations):
        store(parsed.changes, by=sheet.by)
        return ToMail()
    return carry_out(parsed.sitting, by=sheet.by)
