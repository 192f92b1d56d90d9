"""Which columns does a sheet of figures have, and how is each cell read?"""

from collections.abc import Callable, Collection

from pilots.models import Organisation, Place
from savings.claims.options import STATES, STATES_ONCE
from savings.claims.questions import BY_FIELD
from savings.imports import claim_columns
from savings.imports.cells import (
    Cell,
    CellRefused,
    choice,
    is_total,
    money,
    optional,
    reference,
    text,
    year,
)
from savings.imports.claim_columns import place_reader, total_row
from savings.imports.filled_from import as_marked
from savings.imports.model_cells import most_letters
from savings.imports.sheets import Columns
from savings.imports.staging import NOT_SAID
from savings.models import Claim
from savings.models.choices import KindOfGain, Line, State
from totalplace.financial_year import FinancialYear
from totalplace.money import to_pence
from totalplace.refused_value import quoted
from totalplace.seen_text import folded

PLACE, CLAIM, YEAR = "Place", "Claim reference", "Financial year"
SAVING, COST, NOTE = "Saving (£)", "One-off cost (£)", "Note"
FILLED = "Filled from"
RUNNING_COST, HARM = "Extra running cost (£)", "Extra cost to others (£)"
STATE, KIND, ORGANISATION = "State", "Kind of gain", "Organisation"
# What older templates call them: whoever kept one can go on with it.
_OLD_TITLES = {"Cost (£)": COST, "Running cost (£)": RUNNING_COST, "Harm to others (£)": HARM}
TITLES = Columns(
    (PLACE, CLAIM, YEAR, SAVING, COST, NOTE),
    (RUNNING_COST, HARM, STATE, KIND, ORGANISATION, FILLED),
    _OLD_TITLES,
    holds="figures",
    other=claim_columns.TITLES,
)
# The columns of pounds, and the line of a claim that each holds.
AMOUNTS = {
    SAVING: Line.SAVING,
    COST: Line.ONE_OFF_COST,
    RUNNING_COST: Line.RUNNING_COST,
    HARM: Line.HARM_TO_OTHERS,
}
# Together these say which figures a row is about.
KEY = {PLACE, CLAIM, YEAR, STATE, KIND, ORGANISATION}
# What a column that is not in the file says; the others of the optional ones say nothing (None).
ABSENT = {
    RUNNING_COST: NOT_SAID,
    HARM: NOT_SAID,
    STATE: State.FORECAST.value,
    FILLED: "",
    NOTE: "",
}
NOTE_LIMIT = 2000  # Characters: a long paragraph.

_STATES = dict(State.choices)
_KINDS = dict(KindOfGain.choices)
_REFERENCE_LIMIT = most_letters(Claim, "reference")


def titles_for(own: Collection[int]) -> Columns:
    """The titles of a file of somebody who acts for the places `own`: with one alone, it need not be named."""
    return TITLES.without_need_of(NOTE, *([PLACE] if len(own) == 1 else []))


def readers(own: set[int]) -> dict[str, Callable[[Cell], object]]:
    """How each column is read, for a person who acts for the places `own` (their keys).

    Gives a Place, a reference, the start of a year (of any that can be kept), codes of state and kind (None: as the
    claim says), an organisation's key (None: the claim's lead), amounts in pence (None: blank; a saving must be
    there), the mark of what the row was filled from, text.
    """
    kept = FinancialYear.kept()
    return {
        PLACE: _remembering(_own_place_reader(own)),
        CLAIM: _remembering(_reference),
        YEAR: _remembering(lambda cell: year(cell, kept).start),
        STATE: _remembering(_state),
        KIND: _remembering(_kind),
        ORGANISATION: _remembering(_organisation_reader()),
        SAVING: lambda cell: to_pence(money(cell)),
        COST: _pence,
        RUNNING_COST: _pence,
        HARM: _pence,
        FILLED: as_marked,
        NOTE: lambda cell: text(cell, NOTE_LIMIT) if cell else "",
    }


def _state(cell: Cell) -> str:
    return choice(cell, _STATES, STATES, STATES_ONCE) or State.FORECAST.value


class _Known(dict):
    """A reader, as `__getitem__`, that reads each text once: for a column of few different ones.

    Only text is kept, since True, 1 and 1.0 would be one key. A known text costs no call of Python.
    """

    def __init__(self, read: Callable[[Cell], object]) -> None:
        self._read = read

    def __missing__(self, cell: Cell) -> object:
        value = self._read(cell)
        if isinstance(cell, str):
            self[cell] = value
        return value


def _remembering(read: Callable[[Cell], object]) -> Callable[[Cell], object]:
    return _Known(read).__getitem__


def _own_place_reader(own: set[int]) -> Callable[[Cell], Place]:
    places = list(Place.objects.all())
    only = next((place for place in places if own == {place.pk}), None)
    named = place_reader(places, only)

    def read(cell: Cell) -> Place:
        place = named(cell)
        if place.pk not in own:
            raise CellRefused(
                "other_place",
                f"You do not act for {place.name}. Take its rows out; its officer can import them.",
            )
        return place

    return read


def _reference(cell: Cell) -> str:
    if is_total(cell):
        raise total_row()
    typed = reference(cell, _REFERENCE_LIMIT)
    return text(typed, _REFERENCE_LIMIT, required=True)


def _kind(cell: Cell) -> str | None:
    kind = choice(cell, _KINDS, BY_FIELD["kind_of_gain"].words)
    if kind == KindOfGain.NOT_IN_MONEY:
        raise CellRefused(
            "not_in_money", f"{quoted(cell)} has no amount in pounds. Type another kind of gain."
        )
    return kind or None


def _organisation_reader() -> Callable[[Cell], int | None]:
    known = {folded(o.name): o.pk for o in Organisation.objects.all()}

    def read(cell: Cell) -> int | None:
        typed = text(cell, 1000)
        if typed and folded(typed) not in known:
            raise CellRefused(
                "type",
                f"There is no organisation called {quoted(typed)} here. Type its name as on the page "
                "of the place, or ask an administrator to add it.",
            )
        return known.get(folded(typed))

    return read


_pounds = optional(money)


def _pence(cell: Cell) -> int | None:
    pounds = _pounds(cell)
    return None if pounds is None else to_pence(pounds)
