"""What is next on a claim under review, and who owes it? In one sentence, for whoever looks.

Silence of a place is no verdict: a date that has passed is said as a date, and nothing follows from it.
"""

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from . import review_queue
from .models import Question, Version
from .models.choices import Status

OVER = {
    Status.FINAL: "Nothing: the verdict is final.",
    Status.WITHDRAWN: "Nothing: the place has withdrawn it.",
    Status.SUPERSEDED: "Nothing: a later version stands.",
}


def with_owed(versions: QuerySet[Version]) -> QuerySet[Version]:
    """`versions` with what `owed` reads of each: costs the same for one as for many."""
    unanswered = Question.objects.filter(answered_at=None)
    return (
        versions.select_related("review__reviewer")
        .annotate(
            is_answered=review_queue.is_answered(), is_read_twice=review_queue.is_read_twice()
        )
        .prefetch_related(Prefetch("questions", unanswered, to_attr="open_questions"))
    )


def owed(version: Version) -> str:
    """Who does what next on a version that comes from `with_owed` and has a review."""
    status, reviewer = version.status, version.review.reviewer
    if status in OVER:
        return OVER[status]
    if status == Status.SUBMITTED:
        return f"{reviewer} takes it." if reviewer else "A reviewer takes it."
    if status == Status.QUESTION:
        return _owed_by_the_place(version.open_questions[0])
    if status == Status.IN_REVIEW:
        done = (
            "reads the answer of the place" if version.is_answered else "asks, or gives a verdict"
        )
        return f"{reviewer} {done}."
    return _owed_after_the_verdict(version, timezone.localdate())


def waits(version: Version) -> int | None:
    """The days since it was submitted, while it waits for anybody; else None."""
    if version.status not in review_queue.OPEN:
        return None
    return (timezone.localdate() - timezone.localdate(version.frozen_at)).days


def _owed_by_the_place(question: Question) -> str:
    is_late = question.due_on < timezone.localdate()
    when = "was due" if is_late else "is due"
    return f"The place answers: it {when} by {question.due_on:%-d %B %Y}."


def _owed_after_the_verdict(version: Version, today: date) -> str:
    review = version.review
    second = review.needs_second_reading and not version.is_read_twice
    first = "Another reviewer reads it. " if second else ""
    if version.status == Status.REPLY:
        return first + "The review lead makes the verdict final, or sends it back."
    if not review.is_reply_waived and today <= review.reply_due_on:
        return first + f"The place may reply until {review.reply_due_on:%-d %B %Y}."
    return first + "The review lead makes the verdict final."
