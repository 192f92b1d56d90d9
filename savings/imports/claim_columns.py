"""Which columns does a file of claims have, and how is each cell read? The same as in claims.csv."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from pilots.models import Organisation, Place, Theme
from savings.claims.question_row import Question
from savings.claims.questions import NO_SERVICES, QUESTIONS, Table
from savings.exports.columns import columns_of_claims
from savings.imports.cells import Cell, CellRefused, is_total, reference, refuse_date, text
from savings.imports.model_cells import Column, column, most_letters, pattern_of
from savings.imports.sheets import Columns
from savings.models import Claim, Version
from totalplace.refused_value import quoted
from totalplace.seen_text import as_seen, folded


def title_in_words(name: str) -> str:
    """`what_changes` as the template has it for people; both are taken."""
    return name.replace("_", " ").capitalize()


def titles_of_claims(table: Table = QUESTIONS) -> Columns:
    """The titles that are taken. What is worked out is, since claims.csv has it, but nobody is asked for it."""
    # Without a reference, a row begins a claim.
    needed = ("place", *(question.title for question in table if question.is_needed))
    optional = ("reference", *(question.title for question in table if not question.is_needed))
    titles = [column.title for column in columns_of_claims(table)]
    worked_out = {title: title for title in titles if title not in {*needed, *optional}}
    return Columns(needed, optional, worked_out, holds="claims", printed=title_in_words)


TITLES = titles_of_claims()
WORKED_OUT = tuple(TITLES.also)

_PLACE_NEEDED = "The place is left out. Type its name or code."
_YEAR = re.compile(r"([0-9]{2})([0-9]{2})[-/]([0-9]{2})")


def claim_columns(table: Table = QUESTIONS, only: Place | None = None) -> list[Column]:
    """The columns that are read, with the places, themes and organisations of this moment.

    `only` is the place of whoever acts for no other: a row that names none is of it.
    """
    themes = list(Theme.objects.order_by("name"))
    special = {
        "period_end": _period_end,
        "theme": _named(themes, _one_of(themes)),
        "lead": _named(
            Organisation.objects.all(), "An administrator can add it as a partner of the place."
        ),
    }
    return [
        _special("reference", _reference),
        _special("place", place_reader(Place.objects.all(), only)),
        *(
            _special(question.field, special[question.field], question.title)
            if question.field in special
            else _answer(question)
            for question in table
        ),
    ]


def _special(name: str, read: Callable[[Cell], object], title: str = "") -> Column:
    return Column(title or name, name, read, lambda value: str(value or ""))


def _answer(question: Question) -> Column:
    return column(
        Version,
        question.field,
        question.title,
        required=question.is_needed,
        words=question.words,
    )


def place_reader(places: Iterable[Place], only: Place | None = None) -> Callable[[Cell], Place]:
    """A reader of cells that name a place, by its name or its code, in capitals or not; a blank one is the `only`."""
    known = {}
    for place in places:
        known[folded(place.name)] = known[folded(place.code)] = place

    def read(cell: Cell) -> Place:
        typed = text(cell, 1000)
        if not typed and only:
            return only
        if not typed:
            raise CellRefused("missing", _PLACE_NEEDED)
        if is_total(cell):
            raise total_row()
        if folded(typed) not in known:
            raise CellRefused(
                "unknown_place",
                f"There is no place called {quoted(typed)}. Type its name or code as on the list of places.",
            )
        return known[folded(typed)]

    return read


def total_row() -> CellRefused:
    return CellRefused(
        "total_row", "This row is a total. Totals are worked out here: delete the row."
    )


def _reference(cell: Cell) -> str:
    """The reference that is typed; none for a new claim, which then gets the next free one of its place."""
    typed = reference(cell, most_letters(Claim, "reference"))
    if not typed:
        return ""
    if is_total(typed):
        raise total_row()
    pattern = pattern_of(Claim, "reference")
    if not pattern.regex.search(typed):
        raise CellRefused("type", f"{quoted(typed)} is not a reference. {pattern.message}")
    return typed


def _period_end(cell: Cell) -> str:
    """A financial year, which may lie beyond the years that figures are kept for."""
    refuse_date(cell)
    typed = text(cell, 100)
    if not typed:
        return ""
    match = _YEAR.fullmatch(as_seen(typed))
    if not match or (int(match[2]) + 1) % 100 != int(match[3]):
        raise CellRefused(
            "bad_year", f"{quoted(typed)} is not a financial year. Write the year as 2009-10."
        )
    return f"{match[1]}{match[2]}-{match[3]}"


def _one_of(themes: Iterable[Theme]) -> str:
    listed = ", ".join(theme.name for theme in themes)
    return f"Type one of: {listed}." if listed else NO_SERVICES


Named = TypeVar("Named", Organisation, Theme)


def _named(rows: Iterable[Named], advice: str) -> Callable[[Cell], Named | None]:
    known = {folded(row.name): row for row in rows}

    def read(cell: Cell) -> Named | None:
        typed = text(cell, 1000)
        if typed and folded(typed) not in known:
            raise CellRefused("type", f"{quoted(typed)} is not known here. {advice}")
        return known[folded(typed)] if typed else None

    return read
