"""What does a page show of the verdict on a version: the reading that stands, others beside it, and an earlier one?"""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from savings.access import Sight
from savings.evidence.cited import questions_of
from savings.models import AcceptedFigure, Outcome, Question, Reading, Reply, Version
from savings.models.choices import Reason
from savings.review.accepted_years import Accepted, accepted_by_year
from savings.review.agreement import Said, differ, is_difference
from savings.review.earlier_verdict import earlier_of
from savings.review.standing_reading import as_they_stand

from .thread import thread


@dataclass(frozen=True)
class Pair:
    """One figure as both readers accept it; `is_far_apart` where that differs by more than it may, or in its kind."""

    first: AcceptedFigure
    second: AcceptedFigure
    is_far_apart: bool


@dataclass(frozen=True)
class Second:
    """A second reading: its verdicts with their reasons, what it accepts, and whether it differs from the first."""

    reading: Reading
    outcomes: list[tuple]
    pairs: list[Pair]
    net: list[Accepted]
    differs: bool


def review_of(sight: Sight, questions: list[Question]) -> dict:
    """What was asked and answered, the reading that stands with what it accepts, and what readers beside it found."""
    reading, seconds = as_they_stand(_readings(sight))
    accepted = _accepted(sight.version, [reading, *seconds] if reading else [])
    found = accepted.get(reading.pk, []) if reading else []
    return {
        "reading": reading,
        "outcomes": _outcomes(reading) if reading else [],
        "accepted": found,
        "accepted_net": accepted_by_year(found),
        "may_read_second": sight.reads_blind,
        "second_readings": [_second(second, reading, accepted) for second in seconds if reading],
        "thread": thread(questions),
        # Without a reading that they see there is no reply that they see.
        "replies": _replies(sight) if reading else [],
    }


def _replies(sight: Sight) -> list[Reply]:
    found = list(sight.replies().select_related("by").order_by("pk"))
    prefetch_related_objects([reply for reply in found if reply.pieces], "evidence")
    return found


def earlier_verdict_of(sight: Sight) -> dict:
    """The last final verdict on an older version that the person sees, while this one has none of its own."""
    number = sight.version.number
    final = [v.pk for v in sight.versions if v.number < number and v.verdict]
    found = earlier_of([sight.version], Version.objects.filter(pk__in=final)) if final else {}
    earlier = found.get(sight.version.pk)
    if not earlier:
        return {"earlier": None}
    reading = as_they_stand(_in_order(earlier.version.readings.all())).standing
    return {
        "earlier": earlier,
        "earlier_outcomes": _outcomes(reading) if reading else [],
        "earlier_accepted": _accepted(earlier.version, [reading])[reading.pk] if reading else [],
    }


def _readings(sight: Sight) -> list[Reading]:
    return _in_order(sight.readings())


def _in_order(readings: QuerySet[Reading]) -> list[Reading]:
    """The newest first, with what each says of each state."""
    outcomes = Prefetch("outcomes", Outcome.objects.order_by("pk"))
    return list(readings.select_related("reader").prefetch_related(outcomes).order_by("-pk"))


def verdict_of(sight: Sight) -> dict:
    """The verdict that stands on a version, all that was said of it, and until when the place may reply."""
    return review_of(sight, questions_of(sight)) | {
        "reply_due_on": sight.version.review.reply_due_on
    }


def _outcomes(reading: Reading) -> list[tuple]:
    labels = dict(Reason.choices)
    return [
        (outcome, [labels[code] for code in outcome.reason_codes.split()])
        for outcome in reading.outcomes.all()
    ]


def _accepted(version: Version, readings: list[Reading]) -> dict[int, list[AcceptedFigure]]:
    """What each of `readings` (their keys) accepts of the version's figures, in their order."""
    found: dict[int, list[AcceptedFigure]] = {reading.pk: [] for reading in readings}
    if found:
        items = AcceptedFigure.objects.filter(reading__in=found)
        for item in items.select_related("figure__organisation", "figure__version").order_by(
            "figure__year", "figure__pk"
        ):
            found[item.reading_id].append(item)
    return found


def _second(second: Reading, first: Reading, accepted: dict[int, list[AcceptedFigure]]) -> Second:
    ours, theirs = (Said(list(r.outcomes.all()), accepted[r.pk]) for r in (first, second))
    beside = {item.figure_id: item for item in theirs.accepted}
    both = [(item, beside[item.figure_id]) for item in ours.accepted if item.figure_id in beside]
    return Second(
        second,
        _outcomes(second),
        [Pair(one, other, _is_far_apart(one, other)) for one, other in both],
        accepted_by_year(theirs.accepted),
        differ(ours, theirs),
    )


def _is_far_apart(first: AcceptedFigure, second: AcceptedFigure) -> bool:
    is_other_kind = first.kind_of_gain != second.kind_of_gain
    return is_other_kind or is_difference(first.amount, second.amount)
