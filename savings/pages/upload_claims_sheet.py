"""What does the page of an uploaded sheet of claims show: which are new, which change in what, which stay?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.core.paginator import Paginator
from django.db.models import Field

from savings.claims.comparison import FieldChange
from savings.claims.statements import Statement, statement
from savings.imports.claim_rows import ClaimRow
from savings.imports.sent_claims import ParsedClaims
from savings.models import Version
from savings.models.claims import CONTENT_FIELDS

from .upload_sheet import goes_where

CLAIMS_A_PAGE = 100
ALIKE_SHOWN = 100


@dataclass(frozen=True)
class NewClaim:
    """A row that begins a claim; `stated` is what it says beside the sentence."""

    row: ClaimRow
    stated: list[Statement]


@dataclass(frozen=True)
class ChangedClaim:
    """A row that changes what its claim says, field by field."""

    row: ClaimRow
    fields: list[FieldChange]

    @property
    def goes_where(self) -> str:
        return goes_where(cast(Version, self.row.base))


def claims_difference_page(parsed: ParsedClaims, number: str | None) -> dict:
    """The context that shows what the sheet would change: the claims of page `number`, new ones first."""
    page = Paginator([*parsed.new, *parsed.changed], CLAIMS_A_PAGE).get_page(number)
    return {
        "result": parsed.result,
        "practice": any(row.place.is_practice for row in parsed.rows),
        "page": page,
        "new": [new_claim(row) for row in page.object_list if row.is_new],
        "changed": [_changed(row) for row in page.object_list if row.base],
        "made": [row.reference for row in parsed.new if row.has_made_reference],
        "unchanged": parsed.unchanged,
        "alike": parsed.alike[:ALIKE_SHOWN],
        "more_alike": len(parsed.alike[ALIKE_SHOWN:]),
    }


def new_claim(row: ClaimRow) -> NewClaim:
    """A row that begins a claim, with what it says."""
    version = Version(**row.content)
    said = [statement(version, name) for name in _given(row) if name != "what_changes"]
    return NewClaim(row, [one for one in said if one.words is not None])


def _given(row: ClaimRow) -> Sequence[str]:
    """The fields, in the order of the pages, in which the row says more than a blank would."""
    given = [name for name in CONTENT_FIELDS if name in row.content]
    fields = {name: cast(Field, Version._meta.get_field(name)) for name in given}
    return [name for name, field in fields.items() if row.content[name] != field.get_default()]


def _changed(row: ClaimRow) -> ChangedClaim:
    base = cast(Version, row.base)  # Without one it is no change.
    before = {name: getattr(base, name) for name in CONTENT_FIELDS}
    after = Version(**before | row.changes)
    return ChangedClaim(
        row,
        [
            FieldChange(
                statement(after, name).label,
                statement(base, name).words,
                statement(after, name).words,
            )
            for name in row.changes
        ],
    )
