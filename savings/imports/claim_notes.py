"""What should a person know of the references in a file of claims, and of claims that may be stated twice?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import cast

from savings.batches import rows_of
from savings.claims.carried_figures import Subject, move_along, subject_of
from savings.claims.headlines import unconfirmed
from savings.imports.claim_rows import Alike, ClaimRow
from savings.models import Figure, Version

LISTED = 10  # Of what a note says; the pages of a sheet show all of it.


def notes_on_references(rows: Sequence[ClaimRow]) -> list[str]:
    made = [row.reference for row in rows if row.has_made_reference]
    stored = [row for row in rows if row.is_unnamed and row.claim]
    notes = []
    if made:
        notes.append(f"References made for rows without one: {_listed(made)}.")
    if stored:
        same = _listed([f"row {row.number} as {row.reference}" for row in stored])
        notes.append(
            f"Rows without a reference that say exactly what a claim says already: {same}. "
            "No second claim is made of them."
        )
    return notes


def notes_on_alike(found: Sequence[Alike]) -> list[str]:
    if not found:
        return []
    listed = " ".join(map(str, found[:LISTED])) + (" …" if len(found) > LISTED else "")
    return [f"{listed} Look whether it is the same saving: it must not be counted twice."]


def notes_on_figures(rows: Iterable[ClaimRow]) -> list[str]:
    """What becomes of the figures of claims that are said to be another kind of gain, or led by another body."""
    moves = {row.base.pk: row for row in rows if row.base and _subject(row) != subject_of(row.base)}
    figures: dict[int, list[Figure]] = defaultdict(list)
    for figure in rows_of(Figure.objects.order_by("pk"), "version", moves):
        figures[figure.version_id].append(figure)
    along: list[str] = []
    stay: list[str] = []
    for version, stated in figures.items():
        row = moves[version]
        moved = move_along(stated, subject_of(cast(Version, row.base)), _subject(row))
        (along if moved else stay if moved is None else []).append(row.reference)
    notes = []
    if along:
        notes.append(f"The figures go along with kind of gain and lead: {_listed(along)}.")
    if stay:
        notes.append(
            f"Figures stay where they are, because some would meet others of the same year: {_listed(stay)}. "
            "Correct them on the claim’s page of figures."
        )
    return notes


def notes_on_headlines(rows: Iterable[ClaimRow]) -> list[str]:
    """Of which claims what was confirmed of their words is dropped, because the words are others."""
    anew = [row.reference for row in rows if row.base and unconfirmed(row.base, row.edit)]
    if not anew:
        return []
    note = f"What was confirmed of a headline’s words is no longer stated where they are written anew: {_listed(anew)}."
    return [f"{note} Confirm on each claim’s page how its new words are read."]


def _subject(row: ClaimRow) -> Subject:
    """What the row says that the claim's figures are about."""
    said = subject_of(cast(Version, row.base))
    lead = row.changes.get("lead")
    return Subject(row.changes.get("kind_of_gain", said.kind), lead.pk if lead else said.lead)


def _listed(words: Sequence[str]) -> str:
    if len(words) <= LISTED:
        return ", ".join(words)
    return f"{', '.join(words[: LISTED - 1])}, … {words[-1]} ({len(words):,} in all)"
