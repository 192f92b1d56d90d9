"""Which spreadsheet does an officer state claims in? With what the place's claims say in it, and room for new ones.

Uploaded as it is, it changes nothing. Its sheets `Columns` and `Lists` explain; the importer passes over them.
"""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from django.db import models
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pilots.models import Organisation, Theme, User
from pilots.people import places_with
from savings.claims.question_row import Question
from savings.claims.questions import BY_FIELD, QUESTIONS, Table, asked_on
from savings.claims.steps import PAGES
from savings.imports.claim_columns import title_in_words
from savings.imports.claim_rows import held_versions
from savings.imports.model_cells import YES_NO
from savings.imports.template_sheets import (
    AS_WRITTEN,
    Lists,
    offer_lists,
    write_columns,
    write_lists,
    years,
)
from savings.imports.workbook_sheet import TEMPLATE_SHEETS
from savings.models import Version
from totalplace.fields import FinancialYearField, MoneyField, ScaledDecimalField
from totalplace.spreadsheet_text import escape

CLAIMS = "Claims"
ROWS_OFFERED = 2_000  # As many as the page takes.
HOW_IT_WORKS = [
    "Rows you leave as they are change nothing. Rows you take out leave their claims as they are.",
    "A cell you empty is no longer stated. A column you take out leaves what is stated.",
    "A row without a reference begins a claim, which gets the next free reference of its place: KEN-0007.",
    "Without the column Reference every row begins a claim, unless one of your claims says exactly the same.",
    "The amounts of each year go into the template for figures.",
    "Text that begins with = + - @ or ' has one ' in front. It is taken away when the file is read.",
]

# Of the claim, not of what it states. An officer needs other words than a reader of claims.csv.
_WHOSE = {
    "reference": "The claim’s reference, such as KEN-0007. Blank for a new claim: one is made for it.",
    "place": "The place whose claim it is: its name or code. Needed if you act for several.",
}
_WIDTHS = {"what_changes": 50, "as_published": 36, "lead": 28}
_NUMBERS = (MoneyField, ScaledDecimalField, models.PositiveSmallIntegerField)


def questions_of_template(table: Table = QUESTIONS) -> list[Question]:
    """What the journey on the pages asks, in its order; then the rest of the words as published."""
    asked = [question for page in PAGES for question in asked_on(page.slug, table)]
    return [*asked, *(question for question in table if question not in asked)]


def columns_of_template(table: Table = QUESTIONS) -> list[tuple[str, str, int]]:
    """A column's title, what to write under it, and how wide it is drawn."""
    explained = _WHOSE | {q.field: _words(q) for q in questions_of_template(table)}
    return [
        (title_in_words(name), words, _WIDTHS.get(name, 18)) for name, words in explained.items()
    ]


def _words(question: Question) -> str:
    """What to write under the title, and how."""
    words, field = question.to_fill or question.meaning, question.stored
    if question.listed:
        return f"{words} One of: {', '.join(question.listed.values())}."
    if isinstance(field, models.BooleanField):
        return f"{words} Yes or No."
    if isinstance(field, FinancialYearField) or question.field == "period_end":
        return f"{words} Written as 2010-11."
    return f"{words} In pounds, every digit." if isinstance(field, MoneyField) else words


NAMES = (*_WHOSE, *(question.field for question in questions_of_template()))
COLUMNS = columns_of_template()
TITLES = [title for title, _, _ in COLUMNS]


def claim_template(user: User) -> tuple[str, bytes]:
    """The workbook for the places that `user` edits for: the name of the file, and its bytes."""
    versions = [version for version in held_versions(user) if not version.is_published]
    content = BytesIO()
    with Workbook(content, AS_WRITTEN) as book:
        sheets = [book.add_worksheet(name) for name in (CLAIMS, *TEMPLATE_SHEETS)]
        bold = book.add_format({"bold": True, "bottom": 1})
        lists = _lists(user)
        _write_claims(book, sheets[0], bold, versions)
        offer_lists(sheets[0], TITLES, lists, ROWS_OFFERED)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        write_columns(sheets[1], bold, wrapped, COLUMNS, HOW_IT_WORKS)
        write_lists(sheets[2], bold, lists)
    codes = {version.claim.place.code for version in versions}
    name = f"claims-{codes.pop()}.xlsx" if len(codes) == 1 else "claims.xlsx"
    return name, content.getvalue()


def _write_claims(
    book: Workbook, sheet: Worksheet, bold: Format, versions: Sequence[Version]
) -> None:
    # A year typed into such a cell stays text: the program would make a date of 10-11.
    text = book.add_format({"num_format": "@", "valign": "top"})
    sentence = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    number = book.add_format({"num_format": "General", "valign": "top"})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    formats = {name: number for name, one in BY_FIELD.items() if isinstance(one.stored, _NUMBERS)}
    formats |= {"what_changes": sentence, "baseline_amount": money}
    for place, (name, (_, _, width)) in enumerate(zip(NAMES, COLUMNS, strict=True)):
        sheet.set_column(place, place, width, formats.get(name, text))
    sheet.write_row(0, 0, TITLES, bold)
    sheet.freeze_panes(1, 3)
    for row, version in enumerate(versions, start=1):
        for place, name in enumerate(NAMES):
            value = _cell(version, name)
            write = sheet.write_string if isinstance(value, str) else sheet.write_number
            write(row, place, value, formats.get(name, text))


def _cell(version: Version, name: str) -> str | Decimal | int:
    if name in _WHOSE:
        return escape(str(version.claim.place if name == "place" else version.claim))
    question, value = BY_FIELD[name], getattr(version, name)
    if question.stored.choices:
        return question.listed.get(value, "")
    if isinstance(value, bool):
        return YES_NO["yes" if value else "no"]
    if value is None or isinstance(question.stored, _NUMBERS):
        return "" if value is None else value
    return escape(str(value).replace("\r", "").strip())


def _lists(user: User) -> Lists:
    """What may stand in the columns that take one of a list."""
    held = places_with(user, "savings.edit_claim")
    bodies = Organisation.objects.filter(partnerships__place__in=held.values("place")).distinct()
    lists = {
        "place": sorted(set(held.values_list("place__name", flat=True))),
        "theme": Theme.objects.order_by("name").values_list("name", flat=True),
        "lead": bodies.order_by("name").values_list("name", flat=True),
    }
    for question in questions_of_template():
        if isinstance(question.stored, models.BooleanField):
            lists[question.field] = YES_NO.values()
        elif isinstance(question.stored, FinancialYearField):
            lists[question.field] = years()
        elif question.listed:
            lists[question.field] = question.listed.values()
    return {title_in_words(name): list(map(escape, values)) for name, values in lists.items()}
