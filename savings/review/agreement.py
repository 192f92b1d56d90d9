"""Do two readers of one claim agree? In their words, in what those count as, and in the amounts that they accept.

Amounts are compared line by line, year by year and in sum (docs/method/review.md §4).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet

from savings.delivery.outturn import judged_as
from savings.models import AcceptedFigure, Outcome, Reading, Version
from savings.models.choices import Line

from .standing_reading import as_they_stand

# A difference is one above both: so many pounds, and so much of what the first reader accepts.
POUNDS = Decimal(1000)
PERCENT = Decimal(1)


@dataclass(frozen=True)
class Said:
    """What one reader found: a verdict for each state, and what is accepted of each figure (which has been read)."""

    outcomes: list[Outcome] = field(default_factory=list)
    accepted: list[AcceptedFigure] = field(default_factory=list)

    def of_state(self, state: str) -> "Said":
        return Said(
            [outcome for outcome in self.outcomes if outcome.state == state],
            [item for item in self.accepted if judged_as(item.figure) == state],
        )


def said_in(readings: QuerySet[Reading]) -> dict[int, Said]:
    """What was found in each of `readings` (their keys): two queries, for any number of them."""
    found: dict[int, Said] = defaultdict(Said)
    keys = readings.order_by().values("pk")
    for outcome in Outcome.objects.filter(reading__in=keys).order_by("pk"):
        found[outcome.reading_id].outcomes.append(outcome)
    accepted = AcceptedFigure.objects.filter(reading__in=keys).select_related("figure__version")
    for item in accepted.order_by("pk"):
        found[item.reading_id].accepted.append(item)
    return found


def readers_differ(version: Version) -> bool:
    """Whether a second reading of the standing verdict says something else than it."""
    standing, seconds = as_they_stand(version.readings.all())
    if standing is None or not seconds:
        return False
    said = said_in(version.readings.all())
    return any(differ(said[standing.pk], said[second.pk]) for second in seconds)


def differ(first: Said, second: Said) -> bool:
    """Whether two readers differ, in words or in amounts."""
    return not say_the_same(first, second) or not accept_the_same(first, second)


def say_the_same(first: Said, second: Said) -> bool:
    """Whether both give the same verdict on each state, that counts as the same, and name the same kind of gain."""
    return _words(first.outcomes) == _words(second.outcomes)


def accept_the_same(first: Said, second: Said) -> bool:
    """Whether no amount differs by more than the tolerance: of a figure, a line, a year, or in sum."""
    ours, theirs = _sums(first.accepted), _sums(second.accepted)
    return not any(is_difference(ours[key], theirs[key]) for key in [*ours, *theirs])


def is_difference(first: Decimal, second: Decimal) -> bool:
    """Whether two amounts in pounds differ by more than £1,000 and more than 1% of the first."""
    return abs(first - second) > max(POUNDS, abs(first) * PERCENT / 100)


def in_common(first: Iterable[AcceptedFigure], second: Iterable[AcceptedFigure]) -> Decimal:
    """The pounds that both accept, figure by figure: the lesser of the two, where they accept it as the same kind."""
    theirs = {(item.figure_id, item.kind_of_gain): item.amount for item in second}
    both = [
        min(item.amount, theirs.get((item.figure_id, item.kind_of_gain), Decimal(0)))
        for item in first
    ]
    return sum(both, Decimal(0))


def _words(outcomes: Collection[Outcome]) -> dict[str, tuple[str, str, str]]:
    return {each.state: (each.verdict, each.counted_verdict, each.becomes) for each in outcomes}


def _sums(accepted: Iterable[AcceptedFigure]) -> defaultdict[tuple, Decimal]:
    """What is accepted of each figure, of each line, net in each year and in sum; kinds and states apart."""
    sums: defaultdict[tuple, Decimal] = defaultdict(Decimal)
    for item in accepted:
        figure, apart = item.figure, (judged_as(item.figure), item.kind_of_gain)
        net = item.amount if figure.line == Line.SAVING else -item.amount
        sums["figure", figure.pk, *apart] += item.amount
        sums["line", figure.line, *apart] += item.amount
        sums["year", figure.year, *apart] += net
        sums["sum", *apart] += net
    return sums
