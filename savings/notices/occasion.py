"""What is one thing to remind people of? It is known by what it is about, its kind and the day of that."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pilots.models import Place
from savings.models import Reminder, Round, Version
from savings.models.choices import Reminded


@dataclass(frozen=True)
class Occasion:
    """One thing to remind people of about a version."""

    version: Version
    kind: Reminded
    on: date

    @property
    def row(self) -> dict[str, Any]:
        """What a `Reminder` of it holds."""
        return {"version": self.version, "kind": self.kind, "on": self.on}

    def __str__(self) -> str:
        return f"{self.version.claim.reference}, {self.kind.label.lower()}"


@dataclass(frozen=True)
class RoundOccasion:
    """The same about a round: what `place` owes in it, or without one, that any does: `late`, their keys."""

    round: Round
    place: Place | None
    kind: Reminded
    on: date
    late: tuple[int, ...] = ()

    @property
    def row(self) -> dict[str, Any]:
        return {"round": self.round, "place": self.place, "kind": self.kind, "on": self.on}

    def __str__(self) -> str:
        return f"{self.place or 'all places'}, {self.kind.label.lower()}"


def reminder_of(occasion: Occasion | RoundOccasion) -> Reminder:
    """As it would be stored."""
    return Reminder(**occasion.row)
