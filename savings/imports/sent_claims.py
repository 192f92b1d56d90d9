"""What would a sheet of claims that somebody sent change, and how is it stored once it is confirmed?

Every page about a sheet reads it anew, since what is stored may have changed; `ParsedClaims.digest` tells whether
what is confirmed is what was shown.
"""

from dataclasses import dataclass
from functools import cached_property, partial

from savings.imports.claim_rows import ClaimRow
from savings.imports.claims import ReadClaims, read_claims, store_claims
from savings.imports.errors import ImportRefused
from savings.imports.sent_sheets import (
    SheetChanged,
    confirming,
    digest_of,
    history_note,
    on_disk,
    store_once,
)
from savings.models import FigureSheet

MAX_CLAIMS = 2_000


@dataclass(frozen=True)
class ParsedClaims(ReadClaims):
    """A sheet of claims beside what is stored at this moment."""

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there is anything to store."""
        return self.result.has_changes

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of all that would be stored, where and in place of what, and of the claims that are alike."""
        to_store = [*self.new, *self.changed]
        return digest_of([_shown(row) for row in to_store], [str(alike) for alike in self.alike])


def read_claim_sheet(sheet: FigureSheet) -> ParsedClaims:
    """What confirming the sheet would do now. Raises ImportRefused with every error."""
    with on_disk(sheet) as path:
        read = read_claims(path, by=sheet.by, name=sheet.name, max_rows=MAX_CLAIMS)
    return ParsedClaims(**vars(read))


def refusal_of(sheet: FigureSheet) -> ImportRefused | None:
    """Everything for which the sheet cannot be stored now, in reading order; None where it can."""
    try:
        read_claim_sheet(sheet)
    except ImportRefused as refused:
        return refused
    return None


def confirm_claims(sheet: FigureSheet, *, digest: str) -> None:
    """Store the sheet's claims, once.

    Raises SheetChanged if it would change something else than was shown (`digest`), ImportRefused if it cannot be
    stored any more; then nothing is stored.
    """
    with confirming(sheet):
        parsed = read_claim_sheet(sheet)
        if parsed.digest != digest:
            raise SheetChanged
        store = partial(store_claims, parsed, by=sheet.by, note=history_note(sheet), sheet=sheet)
        store_once(sheet, parsed.result, store)


def _shown(row: ClaimRow) -> tuple:
    before = [(name, getattr(row.base, name)) for name in row.changes] if row.base else []
    where = (row.base.number, row.base.status) if row.base else ()
    said = sorted(row.changes.items(), key=lambda change: change[0])
    return row.number, row.reference, row.place.pk, where, before, said
