"""What does a row of the template say of what it was filled from? So that an old file undoes nothing newer.

Each row carries a mark: the last event of its claim at that time, which figures it is about, and what they said. A
row that was sorted elsewhere keeps it; one that was copied for another year has a mark that is not its own, and so
none. The words of the mark mean nothing to a spreadsheet program: it is no number and no date.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.db.models import Max

from savings.batches import rows_of
from savings.models import Event
from savings.models.choices import Line

_MARK = re.compile(r"at ([0-9]{1,18}) of ([0-9a-f]{8}) as ([0-9a-f]{12})")
_LINES = tuple(Line.values)

Amounts = Mapping[str, Decimal]
# The claim's reference, the year's start, state, kind of gain, and the organisation's key.
Key = tuple[str, int, str, str, int]


@dataclass(frozen=True)
class Mark:
    """`event` is the key of the claim's last event when the row was filled."""

    event: int
    about: str
    said: str

    def __str__(self) -> str:
        return f"at {self.event} of {self.about} as {self.said}"

    def is_of(self, key: Key) -> bool:
        """Whether it is the mark of these figures."""
        return self.about == _of(key)

    def says(self, amounts: Amounts, note: str) -> bool:
        """Whether this is what the figures said then."""
        return self.said == _as(amounts, note)


def mark_of(event: int, key: Key, amounts: Amounts, note: str) -> Mark:
    """The mark of a row that is filled with `amounts` (pounds by line, stated lines only) and its `note`."""
    return Mark(event, _of(key), _as(amounts, note))


def as_marked(cell: object) -> str:
    """The mark in a cell as it is kept; empty where there is none, or none that can be read."""
    found = _MARK.search(cell) if isinstance(cell, str) else None
    return found[0] if found else ""


def read_mark(text: str) -> Mark:
    """A mark as `as_marked` gave it."""
    event, about, said = _MARK.fullmatch(text).groups()  # type: ignore[union-attr]  # It is a mark.
    return Mark(int(event), about, said)


def last_events(claims: Iterable[int]) -> dict[int, int]:
    """The last event of each claim (their keys)."""
    events = Event.objects.order_by().values_list("version__claim").annotate(Max("pk"))
    return dict(rows_of(events, "version__claim", claims))


def _of(key: Key) -> str:
    return _digest(*key)[:8]


def _as(amounts: Amounts, note: str) -> str:
    pounds = [f"{amounts[line]:.2f}" if line in amounts else "" for line in _LINES]
    return _digest(*pounds, note.replace("\r", ""))[:12]


def _digest(*said: object) -> str:
    return sha256(repr([str(one) for one in said]).encode()).hexdigest()
