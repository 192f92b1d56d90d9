"""How long has a version been with whom?

The clock of the Treasury stops while a question is open and while the place may reply (docs/method/review.md §5).
Silence of a place is *not yet reviewed*, never a verdict: what is overdue is the answer, not the claim.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from savings.models import Event, Version
from savings.models.choices import Status

from .owing import OWED_FROM
from .working_days import working_days_between


@dataclass(frozen=True)
class Clock:
    """Working days that a version has been with each side, up to a day: never more in all than there were."""

    treasury: int = 0
    place: int = 0


def clock(events: Iterable[Event], today: date, *, reply_due_on: date | None = None) -> Clock:
    """How the working days up to `today` are shared out, from a version's own `events`, oldest first.

    A day belongs to whoever had the version when it began. `reply_due_on`: until when the place may reply to the
    verdict that stands; from the day after, or once it has said that no reply will come, the Treasury has it.
    """
    moves = [e for e in events if e.status_before != e.status_after or e.action == "waive_reply"]
    standing = next((e for e in reversed(moves) if e.action == "decide"), None)
    days = dict.fromkeys(("treasury", "place", ""), 0)
    for move, end in zip(moves, [*(_day_of(move) for move in moves[1:]), today], strict=False):
        start, turn = _day_of(move), end
        if move is standing and reply_due_on:
            turn = min(max(start, reply_due_on), end)
        days[_side(move)] += working_days_between(start, turn)
        days["treasury"] += working_days_between(turn, end)
    return Clock(days["treasury"], days["place"])


def clock_of(version: Version, today: date, events: Iterable[Event] | None = None) -> Clock:
    """The clock of a version with a review: as it stood when its verdict became final, else up to `today`.

    From all its own `events`, oldest first, where they have been read.
    """
    if version.days_with_treasury is not None:
        return Clock(version.days_with_treasury, version.days_with_place or 0)
    if events is None:
        events = version.events.order_by("pk")
    return clock(events, today, reply_due_on=version.review.reply_due_on)


def _side(event: Event) -> str:
    if event.action == "waive_reply":
        return "treasury"
    act = OWED_FROM.get(Status(event.status_after))
    return act.side if act else ""


def _day_of(event: Event) -> date:
    return timezone.localdate(event.at)
