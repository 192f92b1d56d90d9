"""Of what are people to be reminded in a round? That it has opened, closes soon with something due, or has closed so.

A place is told what it owes itself; the review leads, once for all places, that some are late. A practice place is told
as any other, so that people can practise, and no lead is told of it. Nor is a lead told who has a tie to each of those
that are late.
"""

from collections.abc import Iterator
from datetime import date

from pilots.models import Place
from savings.claims.round_returns import PlaceReturn, returns_of
from savings.claims.rounds import latest_round, open_round
from savings.models import Reminder, Round
from savings.models.choices import Reminded
from savings.review.working_days import working_days_after

from .occasion import RoundOccasion

CLOSES_SOON = 5  # Working days before a round closes.
STILL_LATE = (
    10  # Working days after it has: what was not said by then is asked for in the next round.
)


def round_occasions(today: date) -> list[RoundOccasion]:
    """What people are to be reminded of today about a round and have not been, by the names of places."""
    found = list(_found(today))
    past = Reminder.objects.filter(round__in={occasion.round for occasion in found})
    done = set(past.values_list("round", "place", "kind", "on"))
    return [o for o in found if (o.round.pk, o.place and o.place.pk, o.kind, o.on) not in done]


def _found(today: date) -> Iterator[RoundOccasion]:
    current = open_round(today)
    if current:
        yield from _while_open(current, today)
    closed = latest_round(today)
    if closed and closed.closes_on < today <= working_days_after(closed.closes_on, STILL_LATE):
        yield from _once_closed(closed, today)


def _while_open(current: Round, today: date) -> Iterator[RoundOccasion]:
    closes_soon = current.closes_on <= working_days_after(today, CLOSES_SOON)
    for place in _told(_owing(current, today)):
        yield RoundOccasion(current, place, Reminded.ROUND_OPENED, current.opens_on)
        if closes_soon:
            yield RoundOccasion(current, place, Reminded.ROUND_CLOSES, current.closes_on)


def _once_closed(closed: Round, today: date) -> Iterator[RoundOccasion]:
    late = _owing(closed, today)
    for place in _told(late):
        yield RoundOccasion(closed, place, Reminded.ROUND_LATE, closed.closes_on)
    keys = tuple(one.place.pk for one in late if not one.place.is_practice)
    if keys:
        yield RoundOccasion(closed, None, Reminded.ROUND_LATE, closed.closes_on, late=keys)


def _owing(current: Round, today: date) -> list[PlaceReturn]:
    return [one for one in returns_of(current, Place.objects.all(), today) if one.owes]


def _told(owing: list[PlaceReturn]) -> list[Place]:
    """Those where there is somebody to tell."""
    return [one.place for one in owing if one.has_people]
