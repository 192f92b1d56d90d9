"""Which spreadsheet does an officer fill in? With what we hold in it, so that only what changed need be typed.

Uploaded as it is, it changes nothing. Its sheets `Columns` and `Lists` explain; the importer passes over them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pilots.models import Organisation, User
from pilots.people import places_with
from savings.batches import rows_of
from savings.imports.claim_rows import held_versions
from savings.imports.figure_cells import (
    AMOUNTS,
    CLAIM,
    COST,
    FILLED,
    HARM,
    KIND,
    NOTE,
    ORGANISATION,
    PLACE,
    RUNNING_COST,
    SAVING,
    STATE,
    YEAR,
)
from savings.imports.filled_from import Mark, last_events, mark_of
from savings.imports.template_sheets import (
    AS_WRITTEN,
    offer_lists,
    write_columns,
    write_lists,
    years,
)
from savings.imports.workbook_sheet import TEMPLATE_SHEETS
from savings.models import Figure, Version
from savings.models.choices import KindOfGain, Line, State
from savings.models.figures import KINDS_IN_MONEY
from totalplace.spreadsheet_text import escape

FIGURES = "Figures"
ROWS_OFFERED = 10_000  # As many as the page takes.
# A title, what to write under it, and how wide the column is drawn.
COLUMNS = [
    (PLACE, "The place whose claim it is: its name or code. Needed if you act for several.", 18),
    (CLAIM, "The claim’s reference, such as KEN-0007. Needed.", 16),
    (YEAR, "The financial year, written as 2010-11. Needed.", 14),
    (STATE, "Plan, Forecast or Actual. Blank: Forecast.", 11),
    (KIND, "What kind of gain it is. Blank: as the claim says.", 16),
    (ORGANISATION, "Who gains, or who pays. Blank: the claim’s lead organisation.", 28),
    (
        SAVING,
        "The saving of that year by itself, not on top of the years before: pounds before costs, no minus. Needed.",
        16,
    ),
    (
        COST,
        "What it costs once to get the saving. If it cost nothing, enter 0: a blank means not stated.",
        16,
    ),
    (
        RUNNING_COST,
        "What it costs more each year to keep the saving going.",
        18,
    ),
    (HARM, "What other organisations pay more because of the change.", 18),
    (NOTE, "Anything a reader should know of this figure, in up to 2,000 characters.", 44),
    (
        FILLED,
        "Leave it as it is, and blank in rows that you add: it keeps an old file from undoing what changed since.",
        24,
    ),
]
HOW_IT_WORKS = [
    "Give each year by itself: £240,000 saved in each of two years is 240000 in both rows, not 240000 and 480000.",
    "Rows you leave as they are change nothing. Rows you take out stay as they are stored.",
    "A row is known by its claim, year, state, kind of gain and organisation: with another of these it is a new row.",
    "A row that somebody has changed since this file was filled is stored only if you choose it when you upload.",
    "A year that has a cost and no saving is not in this file, and stays as it is.",
    "Text that begins with = + - @ or ' has one ' in front. It is taken away when the file is read.",
]

_TITLES = [title for title, _, _ in COLUMNS]


@dataclass
class _Row:
    """What one row of the sheet holds: text by title, and pounds by line. `figure` is one of its figures."""

    texts: dict[str, str]
    version: Version
    figure: Figure
    amounts: dict[str, Decimal] = field(default_factory=dict)
    note: str = ""

    def mark(self, event: int) -> Mark:
        """What the row is filled from; `event` is the claim's last."""
        one = self.figure
        about = one.year.start, one.state, one.kind_of_gain, one.organisation_id
        return mark_of(event, (self.version.claim.reference, *about), self.amounts, self.note)


def figure_template(user: User) -> tuple[str, bytes]:
    """The workbook for the places that `user` edits for: the name of the file, and its bytes."""
    versions = _versions(user)
    content = BytesIO()
    with Workbook(content, AS_WRITTEN) as book:
        sheets = [book.add_worksheet(name) for name in (FIGURES, *TEMPLATE_SHEETS)]
        bold = book.add_format({"bold": True, "bottom": 1})
        lists = _lists(versions, user)
        _write_figures(book, sheets[0], bold, _rows(versions), lists)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        write_columns(sheets[1], bold, wrapped, COLUMNS, HOW_IT_WORKS)
        write_lists(sheets[2], bold, lists)
    places = {version.claim.place.code for version in versions}
    return f"figures-{places.pop()}.xlsx" if len(
        places
    ) == 1 else "figures.xlsx", content.getvalue()


def _versions(user: User) -> list[Version]:
    """What is held of each claim that takes figures."""
    return [
        version
        for version in held_versions(user)
        if not version.is_published and version.kind_of_gain != KindOfGain.NOT_IN_MONEY
    ]


def _rows(versions: Sequence[Version]) -> list[_Row]:
    order = {version.pk: number for number, version in enumerate(versions)}
    events = last_events(version.claim_id for version in versions)
    by_key: dict[tuple, _Row] = {}
    names = dict(Organisation.objects.values_list("pk", "name"))
    for figure in rows_of(Figure.objects.all(), "version", order):
        place, name = order[figure.version_id], names[figure.organisation_id]
        key = (place, figure.year, figure.state, figure.kind_of_gain, name)
        row = by_key.setdefault(
            key, _Row(_texts(versions[place], figure, name), versions[place], figure)
        )
        row.amounts[figure.line] = figure.amount
        if figure.line == Line.SAVING:
            row.note = figure.note
            row.texts[NOTE] = escape(figure.note.replace("\r", ""))
    # A row without a saving would be refused.
    rows = [row for _, row in sorted(by_key.items()) if Line.SAVING in row.amounts]
    for row in rows:
        row.texts[FILLED] = str(row.mark(events[row.version.claim_id]))
    return rows


def _texts(version: Version, figure: Figure, organisation: str) -> dict[str, str]:
    return {
        PLACE: escape(version.claim.place.name),
        CLAIM: version.claim.reference,
        YEAR: str(figure.year),
        STATE: figure.get_state_display(),
        KIND: figure.get_kind_of_gain_display(),
        ORGANISATION: escape(organisation),
    }


def _lists(versions: Sequence[Version], user: User) -> dict[str, list[str]]:
    """What may stand in the columns that take one of a list; and beside each reference what the claim is."""
    places = places_with(user, "savings.edit_claim").values_list("place__name", flat=True)
    held = places_with(user, "savings.edit_claim").values("place")
    bodies = Organisation.objects.filter(partnerships__place__in=held).distinct()
    kinds = [KindOfGain(kind).label for kind in KINDS_IN_MONEY]
    return {
        PLACE: [escape(name) for name in sorted(set(places))],
        CLAIM: [version.claim.reference for version in versions],
        "What the claim is": [escape(version.what_changes) for version in versions],
        YEAR: years(),
        STATE: list(State.labels),
        KIND: kinds,
        ORGANISATION: [escape(body.name) for body in bodies.order_by("name")],
    }


def _write_figures(
    book: Workbook, sheet: Worksheet, bold: Format, rows: list[_Row], lists: dict[str, list[str]]
) -> None:
    # A year typed into such a cell stays text: the program would make a date of 10-11.
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    for place, (title, _, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width, money if title in AMOUNTS else text)
    sheet.write_row(0, 0, _TITLES, bold)
    sheet.freeze_panes(1, 3)
    for number, row in enumerate(rows, start=1):
        for place, title in enumerate(_TITLES):
            if title not in AMOUNTS:
                sheet.write_string(number, place, row.texts.get(title, ""), text)
            elif AMOUNTS[title] in row.amounts:
                sheet.write_number(number, place, row.amounts[AMOUNTS[title]], money)
    offer_lists(sheet, _TITLES, lists, ROWS_OFFERED)
