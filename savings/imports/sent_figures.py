"""What would a sheet of figures that somebody sent change, what in it is doubtful, and how is it stored?

Every page about a sheet reads it anew, since what is stored may have changed; `ParsedFigures.digest` tells whether
what is confirmed is what was shown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial

from savings.doubts.claim_rows import Row
from savings.doubts.grounds import Ground
from savings.doubts.plausibility import Doubt, doubts_about
from savings.doubts.plausibility_facts import (
    claim_facts,
    savings_of_others,
    standing_amounts,
    with_names,
)
from savings.doubts.reasons import Reason
from savings.imports import figure_changes
from savings.imports.changed_since import by_whom
from savings.imports.errors import ImportRefused
from savings.imports.figure_changes import StagedRow
from savings.imports.figures import StagedFigures, staged_figures, store_staged
from savings.imports.result import ImportResult
from savings.imports.sent_sheets import (
    SheetChanged,
    confirming,
    digest_of,
    history_note,
    on_disk,
    store_once,
)
from savings.models import Event, FigureSheet, Threshold, Version
from savings.models.choices import Line
from savings.thresholds import threshold
from totalplace.financial_year import FinancialYear

MAX_ROWS = 10_000

# A reason is given for one ground in one claim, by its reference.
Reasons = Mapping[tuple[Ground, str], str]


@dataclass(frozen=True)
class ParsedFigures:
    """A sheet beside what is stored at this moment. `versions` are those it is compared with, by their keys.

    `changed_since` holds the rows (by their numbers) that somebody has changed since the template was filled, each
    with the event by which, if it is known.
    """

    result: ImportResult
    rows: list[StagedRow]
    versions: dict[int, Version]
    doubts: list[Doubt]
    changed_since: Mapping[int, Event | None]

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there is anything to store, or to choose from."""
        return self.result.has_changes or self.result.set_apart > 0

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of all that may be stored, where, of what is doubtful in it, and of what was changed since.

        Whichever of the rows that are set apart are picked, it is the same: they are shown with all the others.
        """
        versions = self.versions
        shown = [
            (versions[row.key.version].status, replace(row, change=""))
            for row in self.rows
            if row.may_be_stored
        ]
        doubtful = [(doubt.ground.value, doubt.words) for doubt in self.doubts]
        since = [(number, event and event.pk) for number, event in self.changed_since.items()]
        return digest_of(shown, doubtful, since)


def read_figure_sheet(sheet: FigureSheet) -> ParsedFigures:
    """What confirming the sheet would do now. Raises ImportRefused with every error."""
    with _staged(sheet) as staged:
        return parsed_figures(staged)


def refusal_of(sheet: FigureSheet) -> ImportRefused | None:
    """Everything for which the sheet cannot be stored now, in reading order; None where it can."""
    try:
        with _staged(sheet):
            return None
    except ImportRefused as refused:
        return refused


def confirm_figures(
    sheet: FigureSheet, *, digest: str, reasons: Reasons, picked: Collection[int] = ()
) -> None:
    """Store the sheet's figures, once, each doubtful one with its reasons.

    Of the rows that were changed since the template was filled only those `picked` (their numbers). Raises SheetChanged
    if it would change something else than was shown (`digest`), ImportRefused if it cannot be stored any more; then
    nothing is stored.
    """
    with confirming(sheet):
        with _staged(sheet, picked) as staged:
            parsed = parsed_figures(staged)
            is_as_shown = parsed.digest == digest
            if is_as_shown:
                given = reasons_by_claim(parsed, reasons)
                store = partial(store_staged, sheet.by, history_note(sheet), sheet, given)
                store_once(sheet, parsed.result, store)
        if not is_as_shown:
            raise SheetChanged


def reasons_by_claim(parsed: ParsedFigures, reasons: Reasons) -> dict[str, list[Reason]]:
    """The reason for each doubtful figure, by the reference of its claim; none where none need be given."""
    given: dict[str, list[Reason]] = defaultdict(list)
    for doubt in parsed.doubts:
        if said := reasons.get((doubt.ground, doubt.row.claim)):
            given[doubt.row.claim].append(Reason.for_doubt(doubt, " ".join(said.split())))
    return given


@contextmanager
def _staged(sheet: FigureSheet, picked: Collection[int] = ()) -> Iterator[StagedFigures]:
    read = partial(staged_figures, by=sheet.by, name=sheet.name, max_rows=MAX_ROWS)
    with on_disk(sheet) as path, read(path, picked=picked) as staged:
        yield staged


def parsed_figures(
    staged: StagedFigures, begun: Mapping[int, Version] | None = None
) -> ParsedFigures:
    """What was staged beside what is stored; `begun` are drafts that the file begins, by the keys they wait with."""
    rows = figure_changes.staged_rows()
    versions = Version.objects.select_related("claim__place").in_bulk({r.key.version for r in rows})
    versions |= begun or {}
    result = ImportResult("checked", **vars(staged.difference), notes=staged.notes)
    since = by_whom(staged.changed_since)
    return ParsedFigures(result, rows, versions, _doubts(rows, versions), since)


def _doubts(rows: list[StagedRow], versions: dict[int, Version]) -> list[Doubt]:
    if not any(row.may_be_stored for row in rows):
        return []
    years: dict[str, set[FinancialYear]] = defaultdict(set)
    for row in (row for row in rows if Line.SAVING in row.amounts):
        years[versions[row.key.version].claim.reference].add(row.key.year)
    facts = claim_facts(versions.values(), years)
    places = {of_claim.place for of_claim in facts.values()}
    stored = {version.claim_id for version in versions.values() if version.claim_id}
    before = standing_amounts(stored)
    return doubts_about(
        with_names(
            [_plain(row, versions[row.key.version].claim.reference, before) for row in rows]
        ),
        facts,
        others=savings_of_others(places, besides=set(facts)),
        change_percent=threshold(Threshold.Name.CHANGE),
    )


def _plain(row: StagedRow, reference: str, before: dict) -> Row:
    key = (reference, *row.key[1:])
    return Row(
        *key,
        amounts=row.amounts,
        stored=row.stored,
        standing=before.get(key, {}),
        is_asked=row.may_be_stored,
        number=row.number,
    )
