"""What does each row of a sheet of people say, and what in it does not go together?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pilots.models import Organisation, Place
from savings.imports.errors import RowError
from savings.imports.people.columns import (
    EVERYTHING,
    EXAMPLE,
    PEOPLE_COLUMNS,
    ROLE_LABELS,
    YES,
)
from savings.imports.people.known import Bodies, Places
from savings.imports.result import read_table, written
from savings.imports.sheets import Sheet
from totalplace.refused_value import quoted
from totalplace.roles import ROLES, TREASURY

MAX_ROWS = 5_000  # Of a sheet of people, or of organisations.


@dataclass
class PersonRow:
    """One row, understood. `is_new` and `is_change` say what it does; neither: it says what is stored."""

    number: int
    name: str
    email: str
    role: str
    leaves: str
    successor: str
    place: Place | None = None
    organisation: Organisation | None = None
    is_new: bool = False
    is_change: bool = False

    @property
    def key(self) -> tuple:
        """What the row is about, of its person."""
        return self.role, self.place.pk if self.place else None

    @property
    def is_of_treasury(self) -> bool:
        return bool(self.role) and ROLES[self.role].scope == TREASURY


class Faults:
    """What is wrong with the rows of a sheet, gathered in `errors`."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.errors: list[RowError] = []

    def add(self, row: int, title: str, code: str, words: str, value: str = "") -> None:
        """Note what is wrong with the cell of a row under `title`."""
        column = self._sheet.title_in_file(title)
        self.errors.append(RowError(row, column, code, words, value))


class RowReader:
    """Reads each row by itself. `shown` are those that could be read, as `ImportResult.rows` has them."""

    def __init__(self, sheet: Sheet, faults: Faults) -> None:
        self._sheet, self._faults = sheet, faults
        self._places, self._bodies = Places(), Bodies()
        self.shown: list[dict[str, object]] = []

    def read(self) -> Iterator[PersonRow]:
        """Yield each row in which nothing is wrong so far."""
        errors = self._faults.errors
        present = [column for column in PEOPLE_COLUMNS if column.title in self._sheet.position]
        for number, values in read_table(self._sheet, PEOPLE_COLUMNS, errors):
            before = len(errors)
            place, body = self._place(number, values), self._body(number, values)
            if len(values) == len(present):
                row = self._row(number, values, place, body)
                if len(errors) == before:
                    understood = values | {"place": place.name if place else ""}
                    self.shown.append(written(self._sheet, PEOPLE_COLUMNS, number, understood))
                    yield row

    def _row(
        self, number: int, values: dict, place: Place | None, body: Organisation | None
    ) -> PersonRow:
        said = {"role": "", "leaves": "", "successor": "", **values}
        has_place, has_body = (bool(said.pop(name, "")) for name in ("place", "organisation"))
        row = PersonRow(number, **said, place=place, organisation=body)
        if row.email == EXAMPLE:
            words = "This is the example of the template. Delete the row."
            self._faults.add(number, "Email", "example", words)
        for title, code, words in _misfits(row, has_place, has_body):
            self._faults.add(number, title, code, words)
        return row

    def _place(self, number: int, values: dict) -> Place | None:
        name = values.get("place", "")
        found = self._places.find(name)
        if name and found is None:
            words = f"No place here is called {quoted(name)}. {self._places.advice(name)}"
            self._faults.add(number, "Place", "unknown_place", words, name)
        return found

    def _body(self, number: int, values: dict) -> Organisation | None:
        name = values.get("organisation", "")
        found = self._bodies.find(name)
        if name and found is None:
            words = f"No organisation here is called {quoted(name)}. {self._bodies.advice(name)}"
            self._faults.add(number, "Organisation", "unknown_organisation", words, name)
        return found


def _misfits(row: PersonRow, has_place: bool, has_body: bool) -> Iterable[tuple[str, str, str]]:
    """What in one row does not go together: the title, the code and the words of each."""
    label = ROLE_LABELS.get(row.role, "")
    if row.leaves == EVERYTHING and (row.role or has_place or has_body):
        words = (
            "Everything ends all that the person is: leave Role, Place and Organisation blank. "
            "To end this role alone, write Yes."
        )
        yield "Leaves", "conflict", words
    elif row.leaves == YES and not row.role:
        words = "Say which role ends; or write Everything under Leaves, if the person leaves altogether."
        yield "Role", "missing", words
    elif not row.role and (has_place or has_body):
        yield "Role", "missing", "Say what the person is there, such as Officer or Partner."
    if row.is_of_treasury and (has_place or has_body):
        words = (
            f"{label} is a role at the Treasury, of no place. Leave Place and Organisation blank."
        )
        yield "Place" if has_place else "Organisation", "conflict", words
    if row.role and not row.is_of_treasury and not has_place:
        yield "Place", "missing", f"{label} is a role in a place. Give the place’s name or code."
    if row.role == "partner" and not has_body and not row.leaves:
        yield "Organisation", "missing", "A partner acts for an organisation. Give its name."
    if row.successor and not row.leaves:
        yield (
            "Successor",
            "conflict",
            "Only who leaves has a successor. Fill in Leaves, or empty this cell.",
        )
