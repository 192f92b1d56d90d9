"""What does the Treasury see of a round: each place, what was due of it and what came, the worst first?"""

from dataclasses import dataclass
from datetime import date

from pilots.models import User
from savings.access import own_places
from savings.claims.round_returns import PlaceReturn, all_returns_for
from savings.models import Round

from .round_words import claims, late_since, said_by, state_of


@dataclass(frozen=True)
class Row:
    """One place. `href` leads to its page."""

    answer: PlaceReturn
    state: str
    said_by: str
    href: str

    @property
    def is_marked(self) -> bool:
        return self.answer.owes


@dataclass(frozen=True)
class Returns:
    """All places of which the round waits or waited, those that owe most first."""

    rows: list[Row]
    summary: str
    not_asked: str


def returns_page(user: User, current: Round, today: date) -> Returns:
    """The places whose answers `user` may see and that are not their own, which stand apart."""
    own = own_places(user)
    others = [one for one in all_returns_for(current, user, today) if one.place.pk not in own]
    found = [one for one in others if one.is_expected]
    rows = [_row(one, current) for one in sorted(found, key=_worst_first)]
    return Returns(rows, _summary(found, current), _not_asked(len(others) - len(found)))


def _not_asked(number: int) -> str:
    """How many places are in no number here; nothing where there is none."""
    if not number:
        return ""
    places, are = ("place has", "is") if number == 1 else ("places have", "are")
    return f"{number} {places} nobody who can answer, and {are} not asked."


def _worst_first(one: PlaceReturn) -> tuple[bool, bool, int, str]:
    return not one.owes, not one.is_silent, -one.still_due, one.place.name


def _row(one: PlaceReturn, current: Round) -> Row:
    return Row(one, state_of(one, current), said_by(one), one.place.get_absolute_url())


def _summary(found: list[PlaceReturn], current: Round) -> str:
    """How many places have answered, and what the others owe."""
    owing = [one for one in found if one.owes]
    answered = len(found) - len(owing)
    has = "has" if answered == 1 else "have"
    words = f"{answered} of {len(found)} place{'' if len(found) == 1 else 's'} {has} answered."
    if not owing:
        return words
    late = owing[0].is_closed
    number = len(owing)
    if late:
        words += f" {number} {'is' if number == 1 else 'are'} late since {late_since(current)}"
    else:
        words += f" {number} {'has' if number == 1 else 'have'} not answered yet"
    due = sum(one.still_due for one in owing)
    if not due:
        return f"{words}."
    return f"{words}, with {claims(due)} {'not answered' if late else 'still due'}."
