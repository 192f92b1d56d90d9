"""What do the pages of an uploaded sheet show: its errors by reason, or what it would change, claim by claim?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.core.paginator import Paginator
from django.utils.text import get_text_list

from pilots.models import Organisation
from savings.imports.changed_since import PICKS_OFFERED
from savings.imports.errors import REASONS, RowError
from savings.imports.figure_cells import AMOUNTS
from savings.imports.figure_changes import StagedRow
from savings.imports.sent_figures import ParsedFigures
from savings.imports.sent_sheets import changed_by
from savings.models import Event, FigureSheet, Version
from savings.models.choices import KindOfGain, Line, State, Status
from totalplace.money import format_pounds

ERRORS_SHOWN = 200
ROWS_A_PAGE = 200
_ROWS_NAMED = 10

# Where the importers' own words are for claims, or speak of the officer.
_LABELS = {
    "duplicate": "stated in two rows",
    "other_place": "a place you do not act for",
    "not_allowed": "you may not upload this",
}
_OF_A_LAYOUT = {"title_row", "columns", "sheets"}
_LINES = {line: title for title, line in AMOUNTS.items()}
_KINDS, _STATES = dict(KindOfGain.choices), dict(State.choices)


@dataclass(frozen=True)
class Cause:
    """What is wrong in the same words of the same value: one cause, in however many rows."""

    error: RowError
    rows: list[int]

    @property
    def count(self) -> int:
        return max(len(self.rows), 1)

    @property
    def where(self) -> str:
        """The cell, such as D2; of several the column; empty where it is of a row, or of the whole file."""
        if not self.error.letters or not self.rows:
            return ""
        return f"Cell {self.error.cell}" if self.count == 1 else f"Column {self.error.letters}"

    @property
    def in_rows(self) -> str:
        """`2, 5 and 9`, of many the first few; empty where it is of the whole file."""
        named, more = self.rows[:_ROWS_NAMED], len(self.rows) - _ROWS_NAMED
        words = [*map(str, named), *([f"{more:,} more"] if more > 0 else [])]
        return get_text_list(words, "and")


@dataclass(frozen=True)
class ErrorsOfReason:
    """What is wrong for one reason: how often, and the first of its causes."""

    code: str
    count: int
    shown: list[Cause]

    @property
    def told(self) -> int:
        """How many of the errors the page tells."""
        return sum(cause.count for cause in self.shown)

    @property
    def label(self) -> str:
        words = _LABELS.get(self.code) or REASONS[self.code]
        return words[0].upper() + words[1:]


@dataclass(frozen=True)
class LineChange:
    """A line or the note of a row, before and after, in words; None is *not stated*."""

    label: str
    before: str | None
    after: str | None
    is_money: bool = True


@dataclass(frozen=True)
class RowChange:
    """What one row of the sheet, by its number there, changes."""

    number: int
    what: str
    whose: str
    is_new: bool
    lines: list[LineChange]


@dataclass(frozen=True)
class ClaimChanges:
    """The rows of one claim on this page."""

    version: Version
    rows: list[RowChange]

    @property
    def goes_where(self) -> str:
        return goes_where(self.version)


@dataclass(frozen=True)
class SetApart:
    """A row that was changed since the template was filled: its change, of which claim, and by which event."""

    version: Version
    row: RowChange
    event: Event | None


@dataclass(frozen=True)
class Missing:
    """Rows of a claim that are stored and not in the sheet."""

    version: Version
    rows: list[str]


def errors_by_reason(errors: Sequence[RowError]) -> list[ErrorsOfReason]:
    """The errors in groups, most frequent reason first; of each as many causes as the page has room for."""
    groups = defaultdict(list)
    for error in errors:
        groups[error.code].append(error)
    room = ERRORS_SHOWN // max(len(groups), 1)
    by_count = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [ErrorsOfReason(code, len(found), _causes(found)[:room]) for code, found in by_count]


def _causes(errors: Iterable[RowError]) -> list[Cause]:
    causes: dict[tuple, Cause] = {}
    for error in errors:
        about = error.column, error.value, error.message
        cause = causes.setdefault(about, Cause(error, []))
        cause.rows.extend([error.row] if error.row else [])
    return list(causes.values())


def other_template(errors: Sequence[RowError]) -> str:
    """Why the sheet belongs on the other page, in words; empty where it is one of this page's."""
    return next((error.message for error in errors if error.code == "other_template"), "")


def may_be_own_layout(errors: Sequence[RowError]) -> bool:
    """Whether the sheet may be one in a layout of the place's own: it is refused for its titles, or for its sheets."""
    return any(
        error.code in _OF_A_LAYOUT or (error.code == "unit" and error.value == error.column)
        for error in errors
    )


def goes_where(version: Version) -> str:
    """What a change to a claim does, of which `version` is the one that it is compared with."""
    if version.status == Status.DRAFT and version.sign_off_asked_at:
        return "goes into the draft that waits for sign-off; whoever signs it is shown what has changed"
    if version.status == Status.DRAFT:
        return "goes into the draft that is open"
    return f"opens a new draft; version {version.number} stays as it is"


def difference_page(parsed: ParsedFigures, number: str | None) -> dict:
    """The context that shows what the sheet would change: the rows of page `number`, and what stays."""
    to_store = sorted((row for row in parsed.rows if row.is_to_store), key=_place_of(parsed))
    page = Paginator(to_store, ROWS_A_PAGE).get_page(number)
    return {
        "result": parsed.result,
        "practice": any(v.claim.place.is_practice for v in parsed.versions.values()),
        "page": page,
        "changes": list(_by_claim(parsed, list(page.object_list))),
        **_set_apart(parsed),
        "missing": list(_missing(parsed)),
    }


def stored_page(sheet: FigureSheet) -> dict:
    """The context that says what became of a sheet that was confirmed."""
    claims = changed_by(sheet)
    practice = any(claim.place.is_practice for claim, _ in claims)
    return {"sheet": sheet, "claims": claims, "practice": practice}


def _place_of(parsed: ParsedFigures) -> Callable[[StagedRow], tuple]:
    """Sort rows by claim, then as the claim's own grid does."""
    return lambda row: (parsed.versions[row.key.version].claim.reference, *row.key[1:], row.number)


def _by_claim(parsed: ParsedFigures, rows: Sequence[StagedRow]) -> Iterator[ClaimChanges]:
    names = _organisations(rows)
    for version, of_claim in groupby(rows, key=lambda row: row.key.version):
        changes = [_row_change(row, names[row.key.organisation]) for row in of_claim]
        yield ClaimChanges(parsed.versions[version], changes)


def _set_apart(parsed: ParsedFigures) -> dict:
    """The first of the rows that are set apart, and how many more there are."""
    rows = [row for row in parsed.rows if row.is_set_apart]
    first = rows[:PICKS_OFFERED]
    names = _organisations(first)
    shown = [
        SetApart(
            parsed.versions[row.key.version],
            _row_change(row, names[row.key.organisation]),
            parsed.changed_since[row.number],
        )
        for row in first
    ]
    return {"set_apart": shown, "more_set_apart": len(rows) - len(first)}


def _missing(parsed: ParsedFigures) -> Iterator[Missing]:
    of_version = defaultdict(list)
    for row in parsed.rows:
        if row.change == "missing":
            of_version[row.key.version].append(_what(row))
    for version, rows in of_version.items():
        yield Missing(parsed.versions[version], list(dict.fromkeys(rows)))


def _row_change(row: StagedRow, organisation: str) -> RowChange:
    whose = f"{_KINDS[row.key.kind]}, {organisation}"
    return RowChange(row.number, _what(row), whose, not row.stored, list(_line_changes(row)))


def _line_changes(row: StagedRow) -> Iterator[LineChange]:
    for line in Line:
        before, after = row.stored.get(line), row.amounts.get(line)
        if before != after:
            yield LineChange(_LINES[line], _pounds(before), _pounds(after))
    if row.note.replace("\r", "") != row.stored_note.replace("\r", ""):
        yield LineChange("Note", row.stored_note or None, row.note or None, is_money=False)


def _what(row: StagedRow) -> str:
    return f"{row.key.year}, {_STATES[row.key.state].lower()}"


def _pounds(amount: Decimal | None) -> str | None:
    return None if amount is None else format_pounds(amount)


def _organisations(rows: Sequence[StagedRow]) -> dict[int, str]:
    bodies = Organisation.objects.in_bulk({row.key.organisation for row in rows})
    return {key: body.name for key, body in bodies.items()}
