"""How is the review doing: how far has it come, how long does it take, do its readers agree, what does it cost places?

For one reader, as at one day (docs/method/review.md §8). Reviewers and leads see all of it; everybody else sees numbers
without pounds, and only those that tell of no single place. `savings.access` decides what may be told to whom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import mean, median
from typing import TypeVar

from django.db.models import Count, F, Q, QuerySet, Sum

from pilots.models import User
from savings.access import enough_to_publish, measured_for, sees_measures_in_full
from savings.models import Question, TimeTaken, Version
from savings.models.choices import REVIEW_OPEN, TAKEN, Status
from savings.totals.bars import Segment, segments
from savings.totals.earlier_verdicts import EarlierVerdicts, earlier_verdicts

from .shares import percent, rounded
from .values import ValueSet, values_of
from .verdicts import Agreement, Changes, agreement_of_readers, changes_after_reply


@dataclass(frozen=True)
class Stage:
    """How many submitted claims have come how far; `bar` is empty where none has."""

    label: str
    means: str
    claims: int
    percent: str | None
    bar: list[Segment]


@dataclass(frozen=True)
class Progress:
    """All claims that stand, by how far their review has come; `stages` is empty where it would tell of one place."""

    claims: int
    places: int
    stages: list[Stage]


@dataclass(frozen=True)
class Time:
    """Median working days from submission to the final verdict; `treasury` and `place` are medians by themselves.

    A claim counts once for each version of it that was reviewed to the end.
    """

    claims: int
    places: int
    total: Decimal
    treasury: Decimal
    place: Decimal


@dataclass(frozen=True)
class Answers:
    """Questions to places. `open` ones are not due yet; `overdue` ones are, and silence is not a verdict."""

    claims: int
    places: int
    in_time: int
    late: int
    overdue: int
    open: int

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.overdue

    @property
    def percent_in_time(self) -> str | None:
        return percent(self.in_time, self.due)


@dataclass(frozen=True)
class Minutes:
    """What stating a claim took those officers who let their time be counted, in minutes."""

    claims: int
    places: int
    median: int
    mean: int
    total: int


@dataclass(frozen=True)
class Measures:
    """Every measure for one reader; None or empty where there is nothing, or nothing that they may be told."""

    as_at: date
    in_full: bool
    progress: Progress | None
    time: Time | None
    answers: Answers | None
    changes: Changes | None
    agreement: list[Agreement]
    minutes: Minutes | None
    values: list[ValueSet]
    earlier: EarlierVerdicts | None


Told = TypeVar("Told", Progress, Time, Answers, Changes, Agreement)


def measures_for(user: User, as_at: date) -> Measures:
    """The measures that `user` may see; the same number of queries for any number of claims."""
    versions, in_full = measured_for(user), sees_measures_in_full(user)

    def told(measure: Told) -> Told | None:
        enough = in_full or enough_to_publish(measure.claims, measure.places)
        return measure if measure.claims and enough else None

    return Measures(
        as_at=as_at,
        in_full=in_full,
        progress=told(_progress(versions, in_full)),
        time=told(_time(versions)),
        answers=told(_answers(versions, as_at)),
        changes=told(changes_after_reply(versions)),
        agreement=[measure for measure in agreement_of_readers(versions) if told(measure)],
        minutes=_minutes(versions),
        values=values_of(versions) if in_full else [],
        earlier=earlier_verdicts(versions.filter(status__in=REVIEW_OPEN), versions)
        if in_full
        else None,
    )


_STAGES = [
    (
        "Reviewed to a final verdict",
        "The place was heard, and the verdict is final.",
        [Status.FINAL],
    ),
    ("Under review", "A reviewer has it, or the place has to answer or may reply.", TAKEN),
    (
        "Not yet reviewed",
        "Nobody has taken it. This says nothing against it.",
        [Status.SUBMITTED],
    ),
]


def _progress(versions: QuerySet[Version], in_full: bool) -> Progress:
    # Of each claim one version stands, so versions are claims here.
    standing = versions.filter(status__in=[status for *_, group in _STAGES for status in group])
    numbers = {"claims": Count("pk"), "places": Count("claim__place", distinct=True)}
    for index, (*_, group) in enumerate(_STAGES):
        is_here = Q(status__in=group)
        numbers[f"claims_{index}"] = Count("pk", filter=is_here)
        numbers[f"places_{index}"] = Count("claim__place", distinct=True, filter=is_here)
    found = standing.aggregate(**numbers)
    parts = [(found[f"claims_{index}"], found[f"places_{index}"]) for index in range(len(_STAGES))]
    # One small part left out could be had from the others by subtraction: all of them are told, or none.
    are_told = in_full or all(not part[0] or enough_to_publish(*part) for part in parts)
    claims = found["claims"]
    longest = max(number for number, _ in parts) or 1
    stages = [
        Stage(label, means, number, percent(number, claims), segments([number], longest))
        for (label, means, _), (number, _) in zip(_STAGES, parts, strict=True)
    ]
    return Progress(claims, found["places"], stages if are_told else [])


def _time(versions: QuerySet[Version]) -> Time:
    final = versions.filter(days_with_treasury__isnull=False)
    rows = final.values_list("claim__place", "days_with_treasury", "days_with_place")
    days = [(place, treasury or 0, with_place or 0) for place, treasury, with_place in rows]
    return Time(
        claims=len(days),
        places=len({place for place, _, _ in days}),
        total=_median([treasury + with_place for _, treasury, with_place in days]),
        treasury=_median([treasury for _, treasury, _ in days]),
        place=_median([with_place for _, _, with_place in days]),
    )


def _answers(versions: QuerySet[Version], as_at: date) -> Answers:
    # A question that was open when its version was withdrawn or replaced is owed by nobody.
    answered = Q(answered_at__isnull=False)
    owed = Q(answered_at=None, version__status=Status.QUESTION)
    questions = Question.objects.filter(answered | owed, version__in=versions.values("pk"))
    found = questions.aggregate(
        claims=Count("version__claim", distinct=True),
        places=Count("version__claim__place", distinct=True),
        answered=Count("answered_at"),
        in_time=Count("pk", filter=Q(answered_at__date__lte=F("due_on"))),
        overdue=Count("pk", filter=owed & Q(due_on__lt=as_at)),
        open=Count("pk", filter=owed & Q(due_on__gte=as_at)),
    )
    return Answers(late=found.pop("answered") - found["in_time"], **found)


def _minutes(versions: QuerySet[Version]) -> Minutes | None:
    # To nobody below the least numbers: what one officer took is no measure of the review.
    taken = (
        TimeTaken.objects.filter(version__in=versions.values("pk"), seconds__gt=0)
        .values("version__claim", "version__claim__place")
        .annotate(seconds=Sum("seconds"))
        .order_by()
        .values_list("version__claim__place", "seconds")
    )
    places, seconds = {place for place, _ in taken}, [number for _, number in taken]
    if not enough_to_publish(len(seconds), len(places)):
        return None
    return Minutes(
        claims=len(seconds),
        places=len(places),
        median=_in_minutes(median(seconds)),
        mean=_in_minutes(mean(seconds)),
        total=_in_minutes(sum(seconds)),
    )


def _in_minutes(seconds: float) -> int:
    return int(rounded(Decimal(seconds) / 60))


def _median(numbers: Sequence[int]) -> Decimal:
    return Decimal(median(numbers)) if numbers else Decimal(0)
