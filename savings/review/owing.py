"""Who owes which act on a claim under review, and by when? One table by status; `owing_words` says it to each side.
Whatever its status, a place owes the outturn of a year that has ended since it stated what came so far.

Silence of a place is no verdict: a claim whose answer is overdue stays *not yet reviewed*.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.utils import timezone

from savings.delivery.outturn import so_far
from savings.models import Figure, Question, Version
from savings.models.choices import REVIEW_OPEN, SUBMITTED_BY_THE_PLACE, Status
from totalplace.financial_year import FinancialYear

from .finality import heard, is_heard, lacks_second_reading
from .queue import is_answered, lost_its_reviewer

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class OwesOutturn(TypedDict):
    """What `with_outturn_owed` adds to a version."""

    outturn_of: FinancialYear | None


class Act(StrEnum):
    """What a version waits for, by its name in the table of actions."""

    TAKE = "take"
    DECIDE = "decide"
    ANSWER = "answer"
    REPLY = "reply"
    FINALISE = "finalise"

    @property
    def side(self) -> str:
        return "place" if self in (Act.ANSWER, Act.REPLY) else "treasury"


# What is owed from the day on which a version comes to a status. Once its place has been heard, what a verdict waits
# for is to be made final; where the rule asks for it, a second reader comes first: see `finality`.
OWED_FROM: dict[str, Act] = {
    Status.SUBMITTED: Act.TAKE,
    Status.IN_REVIEW: Act.DECIDE,
    Status.QUESTION: Act.ANSWER,
    Status.PROVISIONAL: Act.REPLY,
    Status.REPLY: Act.FINALISE,
}
WITH_PLACE = [status for status, act in OWED_FROM.items() if act.side == "place"]
# The same, and what its place has not submitted yet.
NOT_WITH_TREASURY = [s for s in Status if s == Status.DRAFT or s in WITH_PLACE]
OPEN_QUESTIONS = Prefetch(
    "questions", Question.objects.filter(answered_at=None), to_attr="open_questions"
)


@dataclass(frozen=True)
class Owed:
    """One act that a version waits for, and until which day.

    `is_late` is said of an answer alone: nobody owes a reply.
    """

    act: Act
    by: date | None = None
    is_late: bool = False

    @property
    def side(self) -> str:
        return self.act.side


def what_is_owed(version: Version, today: date) -> Owed | None:
    """What a version waits for; None where nothing is under way.

    Asks the database nothing where `version` has been read with its review and its questions, or its
    `open_questions` alone.
    """
    act = OWED_FROM.get(version.status)
    if act == Act.ANSWER:
        question = open_question(version)
        # Without one it has been answered since the version was read, a moment ago.
        return Owed(act, question.due_on, today > question.due_on) if question else Owed(Act.DECIDE)
    if act == Act.REPLY:
        is_over = is_heard(version, today)
        return Owed(Act.FINALISE) if is_over else Owed(act, version.review.reply_due_on)
    return Owed(act) if act else None


def waits_for(act: Act, today: date) -> Q:
    """The condition on versions that `act` is what they wait for."""
    waiting = Q(status__in=statuses_of(act))
    if act == Act.FINALISE:
        return waiting & heard(today)
    return waiting & ~heard(today) if act == Act.REPLY else waiting


def statuses_of(act: Act) -> list[str]:
    """The statuses in which a version may wait for `act`."""
    acts = (act, Act.REPLY) if act == Act.FINALISE else (act,)
    return [status for status, owed in OWED_FROM.items() if owed in acts]


def is_asked_for_outturn(at: str = "") -> Q:
    """The condition on versions that they can owe an outturn at all; `at` is the path to one, ending in `__`.

    It is asked of what stands: a draft counts as frozen now, and a version that is withdrawn or superseded is over. So
    is a saving that was given up: nobody waits for more of it.
    """
    return Q(**{f"{at}status__in": SUBMITTED_BY_THE_PLACE, f"{at}abandonment__isnull": True})


def with_outturn_owed(
    versions: QuerySet[Version], today: date
) -> "QuerySet[WithAnnotations[Version, OwesOutturn]]":
    """Annotate each version with `outturn_of`: the first ended year whose actual it states as so far; else None."""
    so_far_then = Figure.objects.filter(so_far(), version=OuterRef("pk"))
    ended = so_far_then.filter(year__lt=FinancialYear.of(today)).order_by("year", "pk")
    year = Subquery(ended.values("year")[:1])
    return versions.annotate(outturn_of=Case(When(is_asked_for_outturn(), then=year)))


def open_question(version: Version) -> Question | None:
    """The question that waits for the place's answer, if one does."""
    questions = getattr(version, "open_questions", None)
    if questions is None:
        questions = version.questions.all()
    return next((question for question in questions if not question.answered_at), None)


def with_open_questions(versions: QuerySet[Version]) -> QuerySet[Version]:
    """The versions with all that `what_is_owed` looks at: it costs the same for one as for many."""
    return versions.select_related("review").prefetch_related(OPEN_QUESTIONS)


def with_what_is_owed(versions: QuerySet[Version]) -> QuerySet[Version]:
    """The same, with all that the Treasury is told of it: see `owing_words`."""
    return but_for_questions(with_open_questions(versions))


def but_for_questions(versions: QuerySet[Version]) -> QuerySet[Version]:
    """The same without `open_questions`, for whoever has read the questions of a version."""
    return versions.select_related("review__reviewer").annotate(
        is_answered=is_answered(),
        lacks_second_reading=ExpressionWrapper(lacks_second_reading(), BooleanField()),
        is_lost=ExpressionWrapper(lost_its_reviewer(), BooleanField()),
    )


def days_waiting(version: Version, today: date) -> int | None:
    """The days since it was submitted, while it waits for anybody; else None."""
    if version.status not in REVIEW_OPEN:
        return None
    return (today - timezone.localdate(version.frozen_at)).days
