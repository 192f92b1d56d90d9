"""Who owes what on a claim under review: a reviewer, its place, a second reader or the review lead? With the day.

Silence of a place is no verdict: a claim whose answer is overdue stays *not yet reviewed*.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, QuerySet
from django.utils import timezone

from pilots.models import User
from savings.models import Question, Version
from savings.models.choices import AWAITING_FINAL, REVIEW_OPEN, Status

from .finality import is_heard, lacks_second_reading
from .queue import is_answered, lost_its_reviewer

OVER = {
    Status.FINAL: "Nothing: the verdict is final.",
    Status.WITHDRAWN: "Nothing: the place has withdrawn it.",
    Status.SUPERSEDED: "Nothing: a later version stands.",
}


@dataclass(frozen=True)
class Owed:
    """`words` are sentences; `marked` is put before them in bold, where something has come or has run out."""

    words: str
    marked: str = ""

    def __str__(self):
        return f"{self.marked} {self.words}".strip()


def with_what_is_owed(versions: QuerySet[Version]) -> QuerySet[Version]:
    """The versions with all that `owed` looks at: it costs the same for one as for many."""
    unanswered = Question.objects.filter(answered_at=None)
    return (
        versions.select_related("review__reviewer")
        .annotate(
            is_answered=is_answered(),
            lacks_second_reading=ExpressionWrapper(lacks_second_reading(), BooleanField()),
            is_lost=ExpressionWrapper(lost_its_reviewer(), BooleanField()),
        )
        .prefetch_related(Prefetch("questions", unanswered, to_attr="open_questions"))
    )


def owed(version: Version, user: User | None, today: date) -> Owed:
    """What is owed on a version of `with_what_is_owed` that has a review, as `user` is told it, or anybody at all."""
    if version.status in OVER:
        return Owed(OVER[version.status])
    if version.is_lost:
        return _lost(version, user, today)
    return _OWED[version.status](version, user, today)


def owed_on(version: Version, user: User, today: date) -> Owed:
    """The same for one version, however it was read."""
    return owed(
        with_what_is_owed(Version.objects.filter(pk=version.pk)).get(), user=user, today=today
    )


def days_waiting(version: Version, today: date) -> int | None:
    """The days since it was submitted, while it waits for anybody; else None."""
    if version.status not in REVIEW_OPEN:
        return None
    return (today - timezone.localdate(version.frozen_at)).days


def _lost(version: Version, user: User, today: date) -> Owed:
    """Whoever has it cannot go on; what is owed by the place, or by a second reader, is owed all the same."""
    words = f"{version.review.reviewer} has left, or may not review it any more. The review lead hands it over."
    if version.status == Status.QUESTION or version.status in AWAITING_FINAL:
        words = f"{words} {_OWED[version.status](version, user, today)}"
    return Owed(words, "It needs another reviewer.")


def _submitted(version: Version, user: User, today: date) -> Owed:
    reviewer = version.review.reviewer
    if reviewer is None:
        return Owed("Waits for a reviewer to take it.")
    if reviewer == user:
        return Owed("It was handed over to you: take it to begin.")
    return Owed(f"It was handed over to {reviewer}, who has still to take it.")


def _in_review(version: Version, user: User, today: date) -> Owed:
    reviewer = version.review.reviewer
    who = "You" if reviewer == user else str(reviewer)
    if version.is_answered:
        return Owed(f"{who} can go on.", "Answered.")
    return Owed(
        "You read it: ask the place, or give a verdict." if reviewer == user else f"{who} reads it."
    )


def _question(version: Version, user: User, today: date) -> Owed:
    if not version.open_questions:  # Answered since the version was read, a moment ago.
        return Owed("Open the page again to read it.", "Answered.")
    due = version.open_questions[0].due_on
    if today <= due:
        return Owed(f"The place owes an answer by {_day(due)}.")
    words = f"The answer was due by {_day(due)}. It stays not yet reviewed until the place answers."
    return Owed(words, "Overdue.")


def _provisional(version: Version, user: User, today: date) -> Owed:
    due = version.review.reply_due_on
    if not is_heard(version, today):
        return Owed(" ".join([f"The place may reply until {_day(due)}.", *_second(version)]))
    if version.review.is_reply_waived:
        heard = "The place has said that no reply will come."
    else:
        heard = f"The time to reply ended on {_day(due)}."
    last = _second(version) or ["The review lead can make the verdict final."]
    return Owed(" ".join([heard, *last]))


def _reply(version: Version, user: User, today: date) -> Owed:
    last = _second(version) or ["The review lead makes the verdict final, or sends it back."]
    return Owed(" ".join(last), "The place has replied.")


def _second(version: Version) -> list[str]:
    """That a second reading is wanted and not there yet; nothing where it is neither."""
    return ["Waits for a second reader."] if version.lacks_second_reading else []


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


_OWED = {
    Status.SUBMITTED: _submitted,
    Status.IN_REVIEW: _in_review,
    Status.QUESTION: _question,
    Status.PROVISIONAL: _provisional,
    Status.REPLY: _reply,
}
