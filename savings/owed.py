"""What is next on a claim under review, and who owes it? In one sentence, for whoever looks.

Silence of a place is no verdict: a date that has passed is said as a date, and nothing follows from it.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from . import review_queue
from .models import Question, Review
from .models.choices import Status

OVER = {
    Status.FINAL: "Nothing: the verdict is final.",
    Status.WITHDRAWN: "Nothing: the place has withdrawn it.",
    Status.SUPERSEDED: "Nothing: a later version stands.",
}


def with_owed(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """`reviews` with what `owed` reads of each: costs the same for one as for many."""
    of_this = {"pk": OuterRef("version")}
    unanswered = Question.objects.filter(answered_at=None)
    return reviews.annotate(
        is_answered=Exists(review_queue.answered().filter(**of_this)),
        is_read_twice=Exists(review_queue.read_twice().filter(**of_this)),
    ).prefetch_related(Prefetch("version__questions", unanswered, to_attr="open_questions"))


def owed(review: Review) -> str:
    """Who does what next; `review` comes from `with_owed`, with its version and reviewer."""
    status, reviewer = review.version.status, review.reviewer
    if status in OVER:
        return OVER[status]
    if status == Status.SUBMITTED:
        return f"{reviewer} takes it." if reviewer else "A reviewer takes it."
    if status == Status.QUESTION:
        return _owed_by_the_place(review.version.open_questions[0])
    if status == Status.IN_REVIEW:
        done = "reads the answer of the place" if review.is_answered else "asks, or gives a verdict"
        return f"{reviewer} {done}."
    return _owed_after_the_verdict(review, timezone.localdate())


def waits(review: Review) -> int | None:
    """The days since it was submitted, while it waits for anybody; else None."""
    if review.version.status not in review_queue.OPEN:
        return None
    return (timezone.localdate() - timezone.localdate(review.version.frozen_at)).days


def _owed_by_the_place(question: Question) -> str:
    is_late = question.due_on < timezone.localdate()
    when = "was due" if is_late else "is due"
    return f"The place answers: it {when} by {question.due_on:%-d %B %Y}."


def _owed_after_the_verdict(review: Review, today: date) -> str:
    second = review.needs_second_reading and not review.is_read_twice
    first = "Another reviewer reads it. " if second else ""
    if review.version.status == Status.REPLY:
        return first + "The review lead makes the verdict final, or sends it back."
    may_reply = not review.is_reply_waived and today <= review.reply_due_on
    if may_reply:
        return first + f"The place may reply until {review.reply_due_on:%-d %B %Y}."
    return first + "The review lead makes the verdict final."
