"""What does the Treasury see of a round: each place, what was due of it and what came, the worst first?"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from pilots.models import User
from savings.access import own_places
from savings.claims.round_returns import PlaceReturn, returns_for
from savings.models import Round

from .round_words import claims, late_since, said_by, state_of


@dataclass(frozen=True)
class Row:
    """One place. `href` leads to its claims."""

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


def returns_page(user: User, current: Round, today: date) -> Returns:
    """The places whose answers `user` may see and that are not their own, which stand apart."""
    own = own_places(user)
    found = [one for one in returns_for(current, user, today) if one.place.pk not in own]
    rows = [_row(one, current) for one in sorted(found, key=_worst_first)]
    return Returns(rows, _summary(found, current))


def _worst_first(one: PlaceReturn) -> tuple[bool, bool, int, str]:
    return not one.owes, not one.is_silent, -one.still_due, one.place.name


def _row(one: PlaceReturn, current: Round) -> Row:
    href = f"{reverse('savings:claim_list')}?{urlencode({'place': one.place.code})}"
    return Row(one, state_of(one, current), said_by(one), href)


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
        words += f" {number} {'has' if number == 1 else 'have'} still to"
    due = sum(one.still_due for one in owing)
    if not due:
        return f"{words}."
    return f"{words}, with {claims(due)} {'not answered' if late else 'still due'}."
