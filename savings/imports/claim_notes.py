"""What should a person know of the references in a file of claims, and of claims that may be stated twice?"""

from collections.abc import Sequence

from savings.imports.claim_rows import Alike, ClaimRow

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


def _listed(words: Sequence[str]) -> str:
    if len(words) <= LISTED:
        return ", ".join(words)
    return f"{', '.join(words[: LISTED - 1])}, … {words[-1]} ({len(words):,} in all)"
