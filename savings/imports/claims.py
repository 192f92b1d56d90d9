"""Claims from a spreadsheet: drafts of a person's own places, or words from public sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from django.db import transaction

from pilots.models import Place, User
from pilots.people import edits_somewhere, places_with
from savings import workflow
from savings.imports import figure_cells
from savings.imports.claim_columns import TITLES, WORKED_OUT, claim_columns
from savings.imports.claim_notes import (
    notes_on_alike,
    notes_on_figures,
    notes_on_headlines,
    notes_on_references,
)
from savings.imports.claim_refusals import refusals
from savings.imports.claim_rows import Alike, ClaimRow, alike, held_versions, look_up, name_rows
from savings.imports.errors import ImportRefused, RowError
from savings.imports.result import (
    ACCEPTED,
    CHECKED,
    ImportResult,
    notes_of,
    opened,
    raise_if_any,
    read_table,
    refuse,
    written,
)
from savings.imports.sheets import Sheet
from savings.models import FigureSheet, Version
from savings.models.choices import Status
from savings.models.claims import CONTENT_FIELDS


@dataclass(frozen=True)
class ReadClaims:
    """The claims of a file beside what is stored at this moment; nothing of them is stored yet.

    `alike` are new claims that another claim may have stated already.
    """

    rows: list[ClaimRow]
    alike: list[Alike]
    result: ImportResult

    @property
    def new(self) -> list[ClaimRow]:
        return [row for row in self.rows if row.is_new]

    @property
    def changed(self) -> list[ClaimRow]:
        return [row for row in self.rows if row.base and not row.says_nothing_new]

    @property
    def unchanged(self) -> list[ClaimRow]:
        return [row for row in self.rows if row.says_nothing_new]


def import_claims(
    path: Path | str, *, by: User, published: bool = False, check: bool = False
) -> ImportResult:
    """Store the claims of a file, the whole file or nothing; with `check`, only say what would be stored.

    A row that says what `by` can read already is unchanged, whoever's claim it is. Other rows
    become drafts of the person's own places or, when `published`, frozen words of a public source.
    A row without a reference is a new claim, unless a claim of its place says exactly the same.
    Raises ImportRefused with every error of the file.
    """
    read = read_claims(path, by=by, published=published)
    result = read.result
    result.notes += notes_on_alike(read.alike)
    if not check:
        result.outcome = ACCEPTED
        if published:
            _publish([*read.new, *read.changed], by)
        else:
            store_claims(read, by=by, note=f"Imported from {Path(path).name}")
    return result


def read_claims(
    path: Path | str,
    *,
    by: User,
    published: bool = False,
    name: str | None = None,
    max_rows: int | None = None,
) -> ReadClaims:
    """What importing the file would do. `name` is its own name when `path` is a temporary one; `max_rows` limits it.

    Raises ImportRefused with every error of the file.
    """
    _refuse_who_may_not(by, published)
    own = set(places_with(by, "savings.edit_claim").values_list("place", flat=True))
    only = Place.objects.get(pk__in=own) if len(own) == 1 and not published else None
    columns = replace(TITLES, other=figure_cells.TITLES)
    columns = columns.without_need_of("place") if only else columns
    sheet = opened(path, columns, name=name, max_rows=max_rows)
    result = ImportResult(CHECKED)
    errors: list[RowError] = []
    rows = _rows(sheet, errors, result, only)
    look_up([row for row in rows if not row.is_unnamed], by, own, published)
    is_any_begun = not published and any(row.claim is None for row in rows)
    held = held_versions(by) if is_any_begun else []
    if is_any_begun:
        name_rows(rows, held)
    raise_if_any([*errors, *refusals(sheet, rows, own, published)], sheet)
    _say_references(rows, sheet, result)
    read = ReadClaims(rows, alike(rows, held) if is_any_begun else [], result)
    result.new, result.changed, result.unchanged = map(
        len, (read.new, read.changed, read.unchanged)
    )
    result.notes = [
        *notes_of(sheet, WORKED_OUT),
        *notes_on_references(rows),
        *([] if published else notes_on_figures(read.changed)),
        *([] if published else notes_on_headlines(read.changed)),
    ]
    return read


@transaction.atomic
def store_claims(
    read: ReadClaims, *, by: User, note: str, sheet: FigureSheet | None = None
) -> None:
    """Begin the new claims and change the drafts of the others, opened where need be.

    `note` and the `sheet` that was sent, if one was, are for the history. Raises ImportRefused, and stores nothing,
    where somebody else was faster.
    """
    new = [workflow.NewClaim(row.place, row.reference, row.content) for row in read.new]
    changes = [row.edit for row in read.changed]
    try:
        workflow.create_claims(new, by=by, note=note, sheet=sheet)
        drafts = [_draft(row, by, note, sheet) for row in read.changed]
        workflow.edit_drafts(list(zip(drafts, changes, strict=True)), by=by, note=note, sheet=sheet)
    except workflow.ActionError as error:
        raise refuse("stale", str(error)) from error


def _refuse_who_may_not(by: User, published: bool) -> None:
    if published and not (by.is_active and by.has_perm("savings.publish_claim")):
        raise refuse("not_allowed", "Only an administrator can import published claims.")
    if not published and not edits_somewhere(by):
        raise refuse(
            "not_allowed",
            "Only an officer or finance officer of a place can import its claims. "
            "An administrator can import published claims: add --published.",
        )


def _rows(
    sheet: Sheet, errors: list[RowError], result: ImportResult, only: Place | None
) -> list[ClaimRow]:
    """The rows that say of which place they are, or are of the `only` one; what each was understood as: `result`."""
    rows = []
    columns = claim_columns(only=only)
    # What cannot be read is not among the values; a column that the file has not is blank in every row.
    absent = None if "reference" in sheet.position else ""
    for number, values in read_table(sheet, columns, errors):
        if len(values) == sum(c.title in sheet.position for c in columns):
            result.rows.append(written(sheet, columns, number, values))
        reference = values.pop("reference", absent)
        place = values.pop("place", None if "place" in sheet.position else only)
        if not values.get("lead", True):
            del values["lead"]  # Left out, it is as the workflow chooses for a new claim.
        if reference is not None and place:
            rows.append(ClaimRow(number, reference, place, values, is_unnamed=not reference))
    return rows


def _say_references(rows: Sequence[ClaimRow], sheet: Sheet, result: ImportResult) -> None:
    """Put the references that rows came without into what was understood of them."""
    given = {row.number: row.reference for row in rows}
    for said in result.rows:
        said[sheet.title_in_file("reference")] = given[said["row"]]


@transaction.atomic
def _publish(rows: Sequence[ClaimRow], by: User) -> None:
    for row in rows:
        base = {name: getattr(row.base, name) for name in CONTENT_FIELDS} if row.base else {}
        content = base | row.content
        try:
            workflow.publish(row.place, by=by, reference=row.reference, content=content)
        except workflow.ActionError as error:
            raise ImportRefused([RowError(row.number, None, "conflict", str(error))]) from error


def _draft(row: ClaimRow, by: User, note: str, sheet: FigureSheet | None) -> Version:
    """The draft that the row changes: the one that is open, or one that is opened."""
    base = cast(Version, row.base)  # A row without one is a new claim.
    if base.status == Status.DRAFT:
        return base
    return workflow.revise(base, by=by, note=note, sheet=sheet)
