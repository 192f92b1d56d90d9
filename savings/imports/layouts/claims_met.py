"""Which claims of a place do the savings of its own sheet meet, and which do they begin?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pilots.models import Place, User
from savings.claims.same_words import same_words
from savings.imports.claim_rows import ClaimRow, alike, held_versions, name_rows
from savings.imports.claims import ReadClaims
from savings.imports.errors import RowError
from savings.imports.layouts.stated import StatedSaving
from savings.imports.result import CHECKED, ImportResult
from savings.models import Version
from totalplace.refused_value import quoted
from totalplace.seen_text import folded


@dataclass(frozen=True)
class Renamed:
    """A saving whose own reference is that of a claim which says what changes in other words."""

    saving: StatedSaving
    version: Version


@dataclass(frozen=True)
class MetClaims:
    """Of each saving, by its row, the reference of its claim; `begun` are the claims that the sheet begins.

    `versions` are those that are met, by the row of the saving.
    `renamed` are those of which somebody must say that they are the same saving.
    """

    references: dict[int, str]
    versions: dict[int, Version]
    begun: ReadClaims
    renamed: list[Renamed]


def claims_met(
    savings: Sequence[StatedSaving], place: Place, by: User, errors: list[RowError]
) -> MetClaims:
    """The claim of each saving: by its own reference, else by its words; where neither is known, a new one.

    What a claim that is met says stays: only its figures change.
    """
    held = [version for version in held_versions(by) if version.claim.place_id == place.pk]
    met: dict[int, Version] = {}
    rows: list[ClaimRow] = []
    renamed: list[Renamed] = []
    for saving in savings:
        found = _found(saving, held)
        if len(found) > 1:
            errors.append(_several(saving, found))
        elif found:
            met[saving.number] = found[0]
            if same_words(found[0].what_changes) != same_words(saving.words):
                renamed.append(Renamed(saving, found[0]))
        else:
            rows.append(ClaimRow(saving.number, "", place, saving.content, is_unnamed=True))
    name_rows(rows, held)
    new = [row for row in rows if row.is_new]
    result = ImportResult(CHECKED, new=len(new))
    references = {number: version.claim.reference for number, version in met.items()}
    references |= {row.number: row.reference for row in rows}
    return MetClaims(references, met, ReadClaims(rows, alike(rows, held), result), renamed)


def _found(saving: StatedSaving, held: Iterable[Version]) -> list[Version]:
    if saving.reference:
        return [v for v in held if folded(v.own_reference) == folded(saving.reference)]
    return [v for v in held if same_words(v.what_changes) == same_words(saving.words)]


def _several(saving: StatedSaving, found: Sequence[Version]) -> RowError:
    claims = ", ".join(version.claim.reference for version in found)
    called = quoted(saving.reference or saving.words)
    words = f"{called} is said by several of your claims: {claims}. Give each claim its own reference first."
    return RowError(saving.number, None, "conflict", words)
