"""How long has a version been with whom, and who owes what now? Pure: what it needs it is given.

The clock of the Treasury stops while a question is open and while the place may reply (docs/method/review.md §5).
Silence of a place is *not yet reviewed*, never a verdict: what is overdue is the answer, not the claim.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from savings.models import Event, Question, Version
from savings.models.choices import WITH_PLACE, WITH_TREASURY, Status

from .finality import is_heard
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


@dataclass(frozen=True)
class Owed:
    """Who has to do something about a version, what, and by when, in words for its place.

    `side` is "place" or "treasury"; the Treasury reads `savings.review.owing`. `is_overdue` is said of an answer alone:
    nobody owes a reply.
    """

    side: str
    words: str
    by: date | None = None
    is_overdue: bool = False


def who_owes(version: Version, today: date) -> Owed | None:
    """What happens next about a version, and by whom; None where nothing is under way.

    Asks the database nothing where `version` has been read with its review and its questions, or its
    `open_questions` alone.
    """
    words = _WORDS.get(version.status)
    return words(version, today) if words else None


def open_question(version: Version) -> Question | None:
    """The question that waits for the place's answer, if one does."""
    questions = getattr(version, "open_questions", None)
    if questions is None:
        questions = version.questions.all()
    return next((question for question in questions if not question.answered_at), None)


def _side(event: Event) -> str:
    if event.action == "waive_reply" or event.status_after in WITH_TREASURY:
        return "treasury"
    return "place" if event.status_after in WITH_PLACE else ""


def _submitted(version: Version, today: date) -> Owed:
    words = "Nobody has taken it for review yet, so it is not yet reviewed."
    return Owed("treasury", f"{words} Your place owes nothing.")


def _in_review(version: Version, today: date) -> Owed:
    return Owed(
        "treasury", "The reviewer has it. Your place owes nothing unless the reviewer asks."
    )


def _question(version: Version, today: date) -> Owed:
    question = open_question(version)
    if question is None:  # Answered since the version was read, a moment ago.
        return _in_review(version, today)
    due = question.due_on
    if today <= due:
        words = f"owes an answer by {_day(due)}. The clock stands still until it comes."
    else:
        words = (
            f"owes an answer. It was due by {_day(due)}, so the answer is overdue. The claim is not yet reviewed: "
            "silence is no verdict."
        )
    return Owed("place", f"Your place {words}", due, today > due)


def _provisional(version: Version, today: date) -> Owed:
    due = version.review.reply_due_on
    if not is_heard(version, today):
        words = f"Your place may reply to the provisional verdict until {_day(due)}."
        return Owed("place", words, due)
    if version.review.is_reply_waived:
        heard = "has said that no reply will come."
    else:
        heard = f"could reply until {_day(due)}. A reply that comes before the verdict is final is still read."
    return Owed("treasury", f"The Treasury owes the final verdict: your place {heard}")


def _reply(version: Version, today: date) -> Owed:
    return Owed(
        "treasury",
        "The Treasury owes the final verdict, or sends the claim back to its reviewer: your place has replied.",
    )


_WORDS = {
    Status.SUBMITTED: _submitted,
    Status.IN_REVIEW: _in_review,
    Status.QUESTION: _question,
    Status.PROVISIONAL: _provisional,
    Status.REPLY: _reply,
}


def _day_of(event: Event) -> date:
    return timezone.localdate(event.at)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
