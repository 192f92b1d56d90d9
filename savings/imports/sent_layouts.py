"""What would a sheet of a place's own layout store, claims and figures both, and how is it stored once confirmed?

Every page about it reads it anew, as its sender has said that it is read. Its figures wait in the same tables as those
of our own sheets, and are doubted by the same rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from django.db import transaction

from pilots.models import Place, User
from savings import workflow
from savings.doubts.reasons import Reason
from savings.imports import staging
from savings.imports.claim_rows import ClaimRow
from savings.imports.claims import ReadClaims, store_claims
from savings.imports.errors import ImportRefused, RowError, in_reading_order
from savings.imports.figure_cells import (
    CLAIM,
    COST,
    NOTE,
    PLACE,
    RUNNING_COST,
    SAVING,
    STATE,
    YEAR,
    readers,
)
from savings.imports.figure_rows import ClaimHere, FigureRows
from savings.imports.figures import StagedFigures, compared, store_staged
from savings.imports.layouts.claims_met import MetClaims, Renamed, claims_met
from savings.imports.layouts.grids import Grid, read_grids
from savings.imports.layouts.held_figures import figures_held, refused_of_held
from savings.imports.layouts.notes import notes_of, refused_of_all
from savings.imports.layouts.reading import Reading
from savings.imports.layouts.rows import Table, read_table
from savings.imports.layouts.stated import StatedSaving, YearSaid, stated_savings
from savings.imports.layouts.steps import first_reading, grid_of, next_step, with_known_words
from savings.imports.layouts.years_apart import Apart, years_apart
from savings.imports.result import refuse
from savings.imports.sent_figures import ParsedFigures, Reasons, parsed_figures, reasons_by_claim
from savings.imports.sent_sheets import (
    SheetChanged,
    confirming,
    digest_of,
    history_note,
    on_disk,
)
from savings.imports.sheet import NumberedRow, Sheet
from savings.imports.titles import TitleRow
from savings.models import Claim, FigureSheet, Version
from savings.models.choices import KindOfGain

_TITLES = [PLACE, CLAIM, YEAR, STATE, SAVING, COST, RUNNING_COST, NOTE]


@dataclass(frozen=True)
class ParsedLayout(ParsedFigures):
    """A sheet of a place's own beside what is stored at this moment.

    `versions` has the drafts that it would begin too, by keys below zero. `savings` are what its rows state, each with
    the reference of its claim in `references`, by its row; `claims` are those that it begins.
    """

    place: Place
    reading: Reading
    titles: list[str]
    table: Table
    savings: list[StatedSaving]
    references: Mapping[int, str]
    claims: ReadClaims
    renamed: list[Renamed]
    apart: list[Apart]
    fingerprint: str

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there is anything to store."""
        return bool(self.claims.new) or self.result.has_changes

    @cached_property
    def file_rows(self) -> list[int]:
        """The row of the file of each figure, in the order in which they wait."""
        return [saving.number for saving in self.savings for _ in saving.years]

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of all that may be stored, of what is doubtful in it, and of the claims that are alike."""
        begun = [(r.reference, sorted(map(str, r.content.items()))) for r in self.claims.new]
        alike = [str(one) for one in self.claims.alike]
        renamed = [(r.version.pk, r.version.what_changes, r.saving.words) for r in self.renamed]
        apart = [(one.version.pk, one.saving.number, one.why) for one in self.apart]
        return digest_of(super().digest, begun, alike, renamed, apart, self.place.pk)


def is_laid_out(sheet: FigureSheet) -> bool:
    """Whether its sender has said which column is which."""
    return Reading.stored(sheet.layout).has_columns if sheet.layout else False


def lay_out_as_before(sheet: FigureSheet) -> str | None:
    """Read a sheet as one with the same titles was read before, if one of its sender's places has kept that.

    None where it has not; else the step that is still to be said, "" where none is.
    """
    try:
        grids = grids_of(sheet)
    except ImportRefused:
        return None
    reading = first_reading(grids, workflow.places_written_by(sheet.by))
    grid = grid_of(reading, grids)
    if grid is None or not reading.has_columns:
        return None
    reading = with_known_words(reading, grid)
    workflow.lay_out(sheet, reading.as_stored())
    return next_step(reading, grids) or ""


def keep_reading(sheet: FigureSheet, reading: Reading, grid: Grid) -> None:
    """Keep how a sheet is read, once all of it is said: if its rows have errors, the mended file goes straight on."""
    place = workflow.places_written_by(sheet.by).filter(pk=reading.place).first()
    if place:
        workflow.keep_layout(
            place,
            by=sheet.by,
            fingerprint=reading.fingerprint(grid),
            reading=reading.as_stored(),
        )


def grids_of(sheet: FigureSheet) -> list[Grid]:
    """The tables of a file that was sent. ImportRefused where it cannot be read at all."""
    with on_disk(sheet) as path:
        return read_grids(path, sheet.name)


def read_layout_sheet(sheet: FigureSheet) -> ParsedLayout:
    """What confirming the sheet would do now. Raises ImportRefused with every error."""
    with _parsed(sheet) as parsed:
        return parsed


def refusal_of(sheet: FigureSheet) -> ImportRefused | None:
    """Everything for which the sheet cannot be stored now, in reading order; None where it can."""
    try:
        read_layout_sheet(sheet)
    except ImportRefused as refused:
        return refused
    return None


def confirm_layout(sheet: FigureSheet, *, digest: str, reasons: Reasons) -> None:
    """Store the sheet's claims and figures, once, and keep how it is read for the next one.

    Raises SheetChanged if it would change something else than was shown (`digest`), ImportRefused if it cannot be
    stored any more; then nothing is stored.
    """
    with confirming(sheet):
        with _parsed(sheet) as parsed:
            is_as_shown = parsed.digest == digest
            if is_as_shown:
                _store_once(sheet, parsed, reasons_by_claim(parsed, reasons))
        if not is_as_shown:
            raise SheetChanged


@transaction.atomic
def _store_once(
    sheet: FigureSheet, parsed: ParsedLayout, reasons: Mapping[str, list[Reason]]
) -> None:
    begun, result, note = parsed.claims.new, parsed.result, history_note(sheet)
    figures = (
        f"figures: {result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged"
    )
    if not workflow.mark_stored(sheet, f"Stored. Claims begun: {len(begun):,}; {figures}."):
        return
    store_claims(parsed.claims, by=sheet.by, note=note, sheet=sheet)
    drafts = Version.objects.filter(claim__reference__in=[row.reference for row in begun])
    stored = {v.claim.reference: v for v in drafts.select_related("claim")}
    staging.move(
        (stored[row.reference].pk, stored[row.reference].revision, -at)
        for at, row in enumerate(begun, start=1)
    )
    if result.has_changes:
        store_staged(sheet.by, note, sheet, reasons)
    workflow.keep_layout(
        parsed.place,
        by=sheet.by,
        fingerprint=parsed.fingerprint,
        reading=parsed.reading.as_stored(),
    )


@contextmanager
def _parsed(sheet: FigureSheet) -> Iterator[ParsedLayout]:
    """Within it the figures of the sheet wait in the tables of `staging`."""
    reading, grids = Reading.stored(sheet.layout or {}), grids_of(sheet)
    grid = next((grid for grid in grids if grid.name == reading.sheet), None)
    if grid is None or not reading.has_columns:
        raise refuse("columns", "Say first which column of your list is which.")
    place = _place(reading, sheet.by)
    titles, table = reading.titles_of(grid), read_table(reading, grid)
    errors = [*refused_of_all(reading, grid, table), *table.errors]
    savings = stated_savings(reading, grid, table, errors)
    _raise_if_any(errors, titles)  # Before claims are looked up by words that may not be readable.
    met = claims_met(savings, place, sheet.by, errors)
    held = figures_held(met.versions.values())
    errors += refused_of_held(reading, savings, met.versions, held)
    _raise_if_any(errors, titles)
    drafts = _drafts(met.begun.new, place, sheet.by)
    said = list(_said(savings))
    with staging.staging():
        staged = _staged(reading, place, met, said, drafts, sheet.by)
        parsed = parsed_figures(staged, drafts)
        notes = [*notes_of(reading, grid), *parsed.result.notes]
        result = replace(parsed.result, notes=notes)
        yield ParsedLayout(
            **vars(parsed) | {"result": result},
            place=place,
            reading=reading,
            titles=titles,
            table=table,
            savings=savings,
            references=met.references,
            claims=met.begun,
            renamed=met.renamed,
            apart=years_apart(savings, met.versions, held),
            fingerprint=reading.fingerprint(grid),
        )


def _raise_if_any(errors: Sequence[RowError], titles: Sequence[str]) -> None:
    if errors:
        raise ImportRefused(in_reading_order(errors, titles))


def _place(reading: Reading, by: User) -> Place:
    place = workflow.places_written_by(by).filter(pk=reading.place).first()
    if place is None:
        raise refuse(
            "not_allowed", "Only an officer or finance officer of the place can send its savings."
        )
    return place


def _drafts(rows: Sequence[ClaimRow], place: Place, by: User) -> dict[int, Version]:
    """The drafts that the sheet would begin, as they would be stored, by keys below zero."""
    lead = workflow.default_lead(place, by) if rows else None
    return {
        -at: Version(
            claim=Claim(reference=row.reference, place=place),
            number=1,
            **{"lead": lead, **row.content},
        )
        for at, row in enumerate(rows, start=1)
    }


def _said(savings: Sequence[StatedSaving]) -> Iterator[tuple[StatedSaving, YearSaid]]:
    for saving in savings:
        yield from ((saving, year) for year in saving.years)


def _staged(
    reading: Reading,
    place: Place,
    met: MetClaims,
    said: Sequence[tuple[StatedSaving, YearSaid]],
    drafts: Mapping[int, Version],
    by: User,
) -> StagedFigures:
    rows = [
        [place, met.references[saving.number], one.year.start, reading.state, one.saving, one.one_off_cost,
         one.running_cost, ""]
        for saving, one in said
    ]  # fmt: skip
    sheet = _SaidFigures(rows)
    here = {
        (place.pk, draft.claim.reference): ClaimHere(
            key, draft.revision, draft.kind_of_gain or KindOfGain.NOT_STATED, draft.lead_id, False
        )
        for key, draft in drafts.items()
    }
    as_they_are = dict.fromkeys(readers(set()), lambda cell: cell)
    try:
        figures = FigureRows(sheet, by, read=as_they_are, begun=here)
        return compared(sheet, figures, keeps_notes=True)
    except ImportRefused as refused:
        raise ImportRefused(_in_the_file(refused.errors, said)) from refused


def _in_the_file(
    errors: Sequence[RowError], said: Sequence[tuple[StatedSaving, YearSaid]]
) -> list[RowError]:
    """The same errors at the rows of the file, each once: a saving has a figure for each of its years."""
    found = {}
    for error in errors:
        row = said[error.row - 1][0].number if error.row else None
        found[row, error.message] = replace(error, row=row, column=None, value="")
    return list(found.values())


class _SaidFigures(Sheet):
    """The figures that a sheet states, a row for each year of each saving, as `FigureRows` takes them."""

    kind = "figures"

    def __init__(self, rows: Sequence[list]) -> None:
        position = {title: at for at, title in enumerate(_TITLES)}
        super().__init__(TitleRow(0, list(_TITLES), position), None)
        self._rows = rows

    def rows(self) -> Iterator[NumberedRow]:
        yield from self._numbered_rows()

    def _numbered_rows(self) -> Iterator[NumberedRow]:
        yield from enumerate(self._rows, start=1)
