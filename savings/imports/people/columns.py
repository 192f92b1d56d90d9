"""Which columns has a sheet of people, and one of organisations, and how is each cell read?"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model

from pilots.models import Organisation, Place, User
from pilots.models.people import plain_address
from savings.imports.cells import Cell, CellRefused, choice, text
from savings.imports.model_cells import Column, column, most_letters
from savings.imports.titles import Columns
from totalplace.refused_value import quoted
from totalplace.roles import ROLES

YES, NO, EVERYTHING = "yes", "no", "everything"
LEAVES = {YES: "Yes", NO: "No", EVERYTHING: "Everything"}
NOBODY = "nobody"  # Stands for a successor: what is held waits until somebody is chosen.
ROLE_LABELS = {code: role.label for code, role in ROLES.items()}
KINDS = dict(Organisation.Kind.choices)
# The row that shows in the template how it is filled in. It must not become somebody who can sign in.
EXAMPLE = "ann.example@council.example"

ORGANISATIONS = Columns(
    ("Name", "Kind"),
    ("Place", "Lead", "Same as"),
    also={"Organisation": "Name", "Organisation name": "Name"},
    holds="organisations",
)
PEOPLE = Columns(
    ("Name", "Email"),
    ("Role", "Place", "Organisation", "Leaves", "Successor"),
    also={
        "Full name": "Name",
        "E-mail": "Email",
        "Email address": "Email",
        "E-mail address": "Email",
        "Left": "Leaves",
    },
    holds="people",
    other=ORGANISATIONS,
)


def _words(model: type[Model], field: str, *, required: bool = False) -> Callable[[Cell], str]:
    """Text on one line, each gap one blank."""
    read = column(model, field, required=required).read
    return lambda cell: " ".join(str(read(cell)).split())


def address(cell: Cell) -> str:
    """An e-mail address in small letters, "" where the cell is blank."""
    typed = text(cell, most_letters(User, "email")).lower()
    if not typed:
        return ""
    advice = str(plain_address.message)
    try:
        plain_address(typed)
        advice = "Write it as name@council.gov.uk."
        validate_email(typed)
    except ValidationError:
        raise CellRefused("type", f"{quoted(typed)} is not an email address. {advice}") from None
    return typed


def _needed_address(cell: Cell) -> str:
    read = address(cell)
    if not read:
        raise CellRefused(
            "missing", "This cell is left out. Type the email address the person signs in with."
        )
    return read


def _successor(cell: Cell) -> str:
    return NOBODY if text(cell, 300).casefold() == NOBODY else address(cell)


def _leaves(cell: Cell) -> str:
    read = YES if cell is True else NO if cell is False else choice(cell, LEAVES)
    return "" if read == NO else read


def _lead(cell: Cell) -> str:
    return YES if cell is True else NO if cell is False else choice(cell, {YES: "Yes", NO: "No"})


def _kind(cell: Cell) -> str:
    return choice(cell, KINDS)


PEOPLE_COLUMNS = [
    Column("Name", "name", _words(User, "name", required=True)),
    Column("Email", "email", _needed_address),
    Column(
        "Role", "role", lambda cell: choice(cell, ROLE_LABELS), lambda r: ROLE_LABELS.get(r, "")
    ),
    Column("Place", "place", _words(Place, "name")),
    Column("Organisation", "organisation", _words(Organisation, "name")),
    Column("Leaves", "leaves", _leaves, lambda said: LEAVES.get(said, "")),
    Column("Successor", "successor", _successor),
]
ORGANISATION_COLUMNS = [
    Column("Name", "name", _words(Organisation, "name", required=True)),
    Column("Kind", "kind", _kind, lambda kind: KINDS.get(kind, "")),
    Column("Place", "place", _words(Place, "name")),
    Column("Lead", "lead", _lead, lambda said: LEAVES.get(said, "")),
    Column("Same as", "same_as", _words(Organisation, "name")),
]
