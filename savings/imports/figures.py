"""Figures from an officer's spreadsheet, into the drafts of their claims."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import transaction

from pilots.models import User
from pilots.people import edits_somewhere, places_with
from savings import workflow
from savings.doubts.reasons import Reason
from savings.imports import staging
from savings.imports.changed_since import ChangedSince, rows_changed_since
from savings.imports.errors import RowError
from savings.imports.figure_cells import (
    AMOUNTS,
    CLAIM,
    COST,
    HARM,
    KIND,
    NOTE,
    ORGANISATION,
    PLACE,
    RUNNING_COST,
    SAVING,
    STATE,
    YEAR,
    titles_for,
)
from savings.imports.figure_rows import FigureRows
from savings.imports.result import (
    ACCEPTED,
    CHECKED,
    ImportResult,
    notes_of,
    opened,
    raise_if_any,
    refuse,
)
from savings.imports.sheets import Sheet
from savings.models import FigureSheet, Version
from totalplace.financial_year import FinancialYear
from totalplace.money import from_pence

# What `staging.staged_rows` gives after the row's number, in its order.
_ROW_TITLES = (
    PLACE, CLAIM, YEAR, SAVING, COST, NOTE, RUNNING_COST, HARM, STATE, KIND, ORGANISATION,
)  # fmt: skip


@dataclass(frozen=True)
class StagedFigures:
    """A file whose rows wait beside what is stored; `notes` are for the person. Nothing of it is stored yet.

    `changed_since` are rows in whose place somebody has put something else since the template was filled.
    """

    sheet: Sheet
    difference: staging.Difference
    notes: list[str]
    changed_since: list[ChangedSince]


@contextmanager
def staged_figures(
    path: Path | str,
    *,
    by: User,
    name: str | None = None,
    max_rows: int | None = None,
    picked: Collection[int] = (),
) -> Iterator[StagedFigures]:
    """Within it the rows of a file wait in the tables of `staging`, compared with what is stored.

    `name` is the file's own name when `path` is a temporary one; `max_rows` limits it. What was changed since the
    template was filled is set apart, but for the rows that are `picked` (their numbers). Raises ImportRefused with
    every error of the file.
    """
    if not edits_somewhere(by):
        raise refuse(
            "not_allowed", "Only an officer or finance officer of a place can import its figures."
        )
    own = set(places_with(by, "savings.edit_claim").values_list("place", flat=True))
    sheet = opened(path, titles_for(own), name=name, max_rows=max_rows)
    with staging.staging():
        keeps_notes = NOTE not in sheet.position
        yield compared(sheet, FigureRows(sheet, by), picked=picked, keeps_notes=keeps_notes)


def compared(
    sheet: Sheet, rows: FigureRows, *, picked: Collection[int] = (), keeps_notes: bool = False
) -> StagedFigures:
    """The `rows` of a sheet, put into the tables of `staging`, which are there, and compared with what is stored.

    `picked` is as in `staged_figures`, `keeps_notes` as in `staging.compare`. ImportRefused with every error.
    """
    staging.fill(rows)
    raise_if_any([*rows.errors, *rows.not_entered(), *_repeated(sheet)], sheet)
    notes = [*notes_of(sheet), *_kind_not_stated(rows.without_kind)]
    difference, since = staging.compare(keeps_notes=keeps_notes), rows_changed_since()
    apart = [row for row in since if row.number not in picked]
    staging.set_apart(row.number for row in apart)
    return StagedFigures(sheet, _without(difference, apart), notes, since)


def import_figures(
    path: Path | str,
    *,
    by: User,
    check: bool = False,
    name: str | None = None,
    max_rows: int | None = None,
    with_rows: bool = False,
) -> ImportResult:
    """Store the figures of a file, all of it or nothing; with `check`, only say what would be stored.

    A row replaces the figures under its key (claim, year, state, kind, organisation); others stay. It is
    written into the claim's draft, which is opened by `revise` where none is open; a row that says what is
    stored opens nothing, and one that was changed since the template was filled is not stored. `name` and
    `max_rows` are as for `staged_figures`. The result holds rows only `with_rows`, since a file may be longer
    than the memory. Raises ImportRefused with every error of the file.
    """
    with staged_figures(path, by=by, name=name, max_rows=max_rows) as staged:
        if not check and staged.difference.is_any:
            store_staged(by, f"Imported from {Path(name or path).name}")
        result = ImportResult(CHECKED if check else ACCEPTED, **vars(staged.difference))
        result.rows = list(_rows(staged.sheet)) if with_rows else []
    result.notes = [*staged.notes, *_left_as_they_are(staged.changed_since)]
    return result


def store_staged(
    by: User,
    note: str,
    sheet: FigureSheet | None = None,
    reasons: Mapping[str, list[Reason]] = MappingProxyType({}),
) -> None:
    """Store the rows that wait, each in its claim's draft. ImportRefused if one is stale.

    `note` and the `sheet` that was sent, if one was, are for the history; `reasons` say why doubtful figures are right,
    by the reference of their claim.
    """
    try:
        with transaction.atomic():
            staging.move(list(_revised(by, note, sheet)))
            workflow.store_staged_figures(by=by, note=note, sheet=sheet, reasons=reasons)
    except workflow.ActionError:
        raise refuse(
            "stale",
            "Somebody else changed one of these claims while the file was read, so nothing was stored. "
            "Look at what the claims say now, then import the file again if it is still right.",
        ) from None


def _without(difference: staging.Difference, apart: Sequence[ChangedSince]) -> staging.Difference:
    new = sum(row.is_new for row in apart)
    changed = len(apart) - new
    return replace(
        difference,
        new=difference.new - new,
        changed=difference.changed - changed,
        set_apart=len(apart),
    )


def _left_as_they_are(rows: Sequence[ChangedSince]) -> list[str]:
    if not rows:
        return []
    listed = ", ".join(str(row.number) for row in rows[:10]) + (", …" if len(rows) > 10 else "")
    note = (
        f"Somebody has changed figures since this template was filled, so rows were left as they are: {listed}. "
        "Fill in a new template, or upload this one on the page, which shows who changed them and lets you choose."
    )
    return [note]


def _repeated(sheet: Sheet) -> Iterator[RowError]:
    column = sheet.title_in_file(CLAIM)
    for row, first in staging.repeated():
        yield RowError(
            row,
            column,
            "duplicate",
            f"Row {first} is about the same claim, year, state, kind and organisation. Keep one of the rows.",
        )


def _revised(by: User, note: str, sheet: FigureSheet | None) -> Iterator[tuple[int, int, int]]:
    """Open a draft of each claim that has none: the draft, its revision, and the version it was made from."""
    for frozen in staging.frozen_versions():
        version = Version.objects.select_related("claim__place").get(pk=frozen)
        draft = workflow.revise(version, by=by, note=note, sheet=sheet)
        yield draft.pk, draft.revision, frozen


def _rows(sheet: Sheet) -> Iterator[dict[str, object]]:
    titles = [(title, sheet.title_in_file(title)) for title in _ROW_TITLES]
    for number, *values in staging.staged_rows():
        said: dict[str, object] = {"row": number}
        for (title, in_file), value in zip(titles, values, strict=True):
            if title in sheet.position:
                said[in_file] = _as_text(title, value)
        yield said


def _as_text(title: str, value: Any) -> str:
    if title in AMOUNTS:
        return "" if value is None else str(from_pence(value))
    return str(FinancialYear(value)) if title == YEAR else value


def _kind_not_stated(references: set[str]) -> list[str]:
    if not references:
        return []
    listed = ", ".join(sorted(references)[:10]) + (", …" if len(references) > 10 else "")
    note = (
        f"These claims do not state their kind of gain, and so their figures do not either: {listed}. "
        "State it in the claim and in its figures before it is submitted."
    )
    return [note]
