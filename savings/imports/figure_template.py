"""Which spreadsheet does an officer fill in? With what we hold in it, so that only what changed need be typed.

Uploaded as it is, it changes nothing. Its sheets `Columns` and `Lists` explain; the importer passes over them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pilots.models import Organisation, User
from pilots.people import places_with
from savings.batches import rows_of
from savings.imports.figure_cells import (
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
)
from savings.imports.workbook_sheet import TEMPLATE_SHEETS
from savings.models import Figure, Version
from savings.models.choices import STANDING, KindOfGain, Line, State, Status
from savings.models.figures import KINDS_IN_MONEY
from totalplace.financial_year import FinancialYear
from totalplace.spreadsheet_text import escape

FIGURES = "Figures"
ROWS_OFFERED = 10_000  # As many as the page takes.
# A title, what to write under it, and how wide the column is drawn.
COLUMNS = [
    (PLACE, "The place whose claim it is: its name or code. Needed.", 18),
    (CLAIM, "The claim’s reference, such as KEN-0007. Needed.", 16),
    (YEAR, "The financial year, written as 2010-11. Needed.", 14),
    (STATE, "Plan, Forecast or Actual. Blank: Forecast.", 11),
    (KIND, "What sort of gain it is. Blank: as the claim says.", 16),
    (ORGANISATION, "Who gains, or who pays. Blank: the claim’s lead organisation.", 28),
    (SAVING, "The saving of that year, before costs: pounds, every digit, no minus. Needed.", 16),
    (COST, "The one-off cost of achieving it. Nought is a statement, a blank is not.", 16),
    (RUNNING_COST, "What it costs each year to keep the saving going.", 18),
    (HARM, "What other bodies have to pay more because of it.", 18),
    (NOTE, "Anything a reader should know of this figure, in up to 2,000 characters.", 44),
]
HOW_IT_WORKS = [
    "Rows you leave as they are change nothing. Rows you take out stay as they are stored.",
    "A row is known by its claim, year, state, kind of gain and organisation: with another of these it is a new row.",
    "A year that has a cost and no saving is not in this file, and stays as it is.",
    "Text that begins with = + - @ or ' has one ' in front. It is taken away when the file is read.",
]

_AMOUNTS = {
    SAVING: Line.SAVING, COST: Line.ONE_OFF_COST, RUNNING_COST: Line.RUNNING_COST, HARM: Line.HARM_TO_OTHERS,
}  # fmt: skip
_TITLES = [title for title, _, _ in COLUMNS]
_AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


@dataclass
class _Row:
    """What one row of the sheet holds: text by title, and pounds by line."""

    texts: dict[str, str]
    amounts: dict[str, Decimal] = field(default_factory=dict)


def figure_template(user: User) -> tuple[str, bytes]:
    """The workbook for the places that `user` edits for: the name of the file, and its bytes."""
    versions = _versions(user)
    content = BytesIO()
    with Workbook(content, _AS_WRITTEN) as book:
        sheets = [book.add_worksheet(name) for name in (FIGURES, *TEMPLATE_SHEETS)]
        bold = book.add_format({"bold": True, "bottom": 1})
        lists = _lists(versions, user)
        _write_figures(book, sheets[0], bold, _rows(versions), lists)
        _write_columns(sheets[1], bold, book.add_format({"text_wrap": True, "valign": "top"}))
        _write_lists(sheets[2], bold, lists)
    places = {version.claim.place.code for version in versions}
    return f"figures-{places.pop()}.xlsx" if len(
        places
    ) == 1 else "figures.xlsx", content.getvalue()


def _versions(user: User) -> list[Version]:
    """Of each claim that takes figures its draft, else what stands; by place and reference."""
    own = places_with(user, "savings.edit_claim").values("place")
    versions = Version.objects.filter(
        claim__place__in=own, status__in=[Status.DRAFT, *STANDING], is_published=False
    ).exclude(kind_of_gain=KindOfGain.NOT_IN_MONEY)
    in_order = versions.select_related("claim__place").order_by("number")
    latest = {version.claim_id: version for version in in_order}
    return sorted(latest.values(), key=lambda v: (v.claim.place.name, v.claim.reference))


def _rows(versions: Sequence[Version]) -> list[_Row]:
    order = {version.pk: number for number, version in enumerate(versions)}
    by_key: dict[tuple, _Row] = {}
    names = dict(Organisation.objects.values_list("pk", "name"))
    for figure in rows_of(Figure.objects.all(), "version", order):
        place, name = order[figure.version_id], names[figure.organisation_id]
        key = (place, figure.year, figure.state, figure.kind_of_gain, name)
        row = by_key.setdefault(key, _Row(_texts(versions[place], figure, name)))
        row.amounts[figure.line] = figure.amount
        if figure.line == Line.SAVING:
            row.texts[NOTE] = escape(figure.note.replace("\r", ""))
    # A row without a saving would be refused.
    return [row for _, row in sorted(by_key.items()) if Line.SAVING in row.amounts]


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
        YEAR: [str(FinancialYear(start)) for start in _years()],
        STATE: list(State.labels),
        KIND: kinds,
        ORGANISATION: [escape(body.name) for body in bodies.order_by("name")],
    }


def _years() -> range:
    return range(FinancialYear.FIRST.start, FinancialYear.LAST.start + 1)


def _write_figures(
    book: Workbook, sheet: Worksheet, bold, rows: list[_Row], lists: dict[str, list[str]]
) -> None:
    # A year typed into such a cell stays text: the program would make a date of 10-11.
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    for place, (title, _, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width, money if title in _AMOUNTS else text)
    sheet.write_row(0, 0, _TITLES, bold)
    sheet.freeze_panes(1, 3)
    for number, row in enumerate(rows, start=1):
        for place, title in enumerate(_TITLES):
            if title not in _AMOUNTS:
                sheet.write_string(number, place, row.texts.get(title, ""), text)
            elif _AMOUNTS[title] in row.amounts:
                sheet.write_number(number, place, row.amounts[_AMOUNTS[title]], money)
    _offer_lists(sheet, lists)


def _offer_lists(sheet: Worksheet, lists: dict[str, list[str]]) -> None:
    for column, (title, values) in enumerate(lists.items()):
        if values and title in _TITLES:
            place = _TITLES.index(title)
            letter = chr(ord("A") + column)
            rule = {
                "validate": "list",
                "source": f"={TEMPLATE_SHEETS[1]}!${letter}$2:${letter}${len(values) + 1}",
                # Other spellings are taken too, as 2010/11, so this only asks.
                "error_type": "warning",
                "error_title": "Not in the list",
                "error_message": "The sheet “Lists” has what is taken here. Keep it all the same?",
            }
            sheet.data_validation(1, place, ROWS_OFFERED, place, rule)


def _write_columns(sheet: Worksheet, bold, text) -> None:
    sheet.set_column(0, 0, 22, text)
    sheet.set_column(1, 1, 90, text)
    sheet.write_row(0, 0, ["Column", "What to write"], bold)
    for number, (title, words, _) in enumerate(COLUMNS, start=1):
        sheet.write_row(number, 0, [title, words], text)
    for number, words in enumerate(HOW_IT_WORKS, start=len(COLUMNS) + 2):
        sheet.write_string(number, 1, words, text)


def _write_lists(sheet: Worksheet, bold, lists: dict[str, list[str]]) -> None:
    for place, (title, values) in enumerate(lists.items()):
        sheet.set_column(place, place, 44 if title == "What the claim is" else 20)
        sheet.write_string(0, place, title, bold)
        sheet.write_column(1, place, values)
