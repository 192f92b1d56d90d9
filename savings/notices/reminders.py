"""Of what are people to be reminded today? `savings.workflow.reminders` keeps it, `words` says it.

What is about a version is found here, what is about a round in `round_reminders`.
"""

from collections.abc import Iterator
from datetime import date
from typing import cast

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from savings.models import Question, Reminder, Version
from savings.models.choices import Reminded
from savings.review.finality import may_be_final
from savings.review.owing import Act, is_asked_for_outturn, waits_for, with_outturn_owed
from savings.review.queue import answers_to_read
from savings.review.standing_reading import standing_readings
from savings.review.working_days import (
    working_days_after,
    working_days_before,
    working_days_between,
)
from totalplace.financial_year import FinancialYear

from .occasion import Occasion, RoundOccasion
from .round_reminders import round_occasions

SOON = 3  # Working days before an answer or a reply is due.
STILL = 5  # Working days after an answer with which the reviewer has not gone on.
AGAIN = 5  # Working days from one notice of an overdue answer to the next.


def occasions(today: date) -> list[Occasion | RoundOccasion]:
    """What people are to be reminded of today and have not been: of rounds, then of claims, the oldest first."""
    return [*round_occasions(today), *_of_versions(today)]


def _of_versions(today: date) -> list[Occasion]:
    of_reviews = [*_of_answers(today), *_of_replies(today), *_answered(today), *_ready(today)]
    found = [*of_reviews, *_of_outturns(today)]
    past = Reminder.objects.filter(version__in={occasion.version.pk for occasion in found})
    done = set(past.values_list("version", "kind", "on"))
    return [o for o in found if (o.version.pk, o.kind, o.on) not in done]


def _versions(condition: Q) -> QuerySet[Version]:
    return Version.objects.filter(condition).select_related("claim__place", "review").order_by("pk")


def _of_answers(today: date) -> Iterator[Occasion]:
    due = Question.objects.filter(version=OuterRef("pk"), answered_at=None).values("due_on")
    waiting = _versions(waits_for(Act.ANSWER, today)).annotate(due_on=Subquery(due))
    for version in waiting.filter(due_on__lte=working_days_after(today, SOON)):
        if version.due_on < today:
            yield Occasion(version, Reminded.ANSWER_OVERDUE, _overdue_on(version.due_on, today))
        else:
            yield Occasion(version, Reminded.ANSWER_DUE, version.due_on)


def _overdue_on(due_on: date, today: date) -> date:
    """The day by which an overdue answer is told today: that on which it was due, or five, ten … working days later.

    So it is told on the first day after it, and again every five: once each, and once only after a pause.
    """
    late = max(working_days_between(due_on, today) - 1, 0)
    return working_days_after(due_on, late // AGAIN * AGAIN)


def _of_replies(today: date) -> Iterator[Occasion]:
    waiting = _versions(waits_for(Act.REPLY, today))
    for version in waiting.filter(review__reply_due_on__lte=working_days_after(today, SOON)):
        yield Occasion(version, Reminded.REPLY_DUE, cast(date, version.review.reply_due_on))


def _answered(today: date) -> Iterator[Occasion]:
    """Answered some days ago, and neither asked again nor read since."""
    last = answers_to_read().order_by("-answered_at").values("answered_at")[:1]
    waiting = _versions(waits_for(Act.DECIDE, today)).annotate(answered_at=Subquery(last))
    latest = working_days_before(today, STILL)
    for version in waiting.filter(answered_at__date__lte=latest):
        yield Occasion(version, Reminded.ANSWERED, timezone.localdate(version.answered_at))


def _ready(today: date) -> Iterator[Occasion]:
    """Nothing keeps the verdict of that day from being final."""
    given_at = Subquery(standing_readings().values("at")[:1])
    for version in _versions(may_be_final(today)).annotate(given_at=given_at):
        yield Occasion(version, Reminded.READY, timezone.localdate(version.given_at))


def _of_outturns(today: date) -> Iterator[Occasion]:
    """What was stated so far of a year that has ended since: of the day on which it had."""
    owing = with_outturn_owed(_versions(is_asked_for_outturn()), today)
    for version in owing.filter(outturn_of__isnull=False):
        ended = cast(FinancialYear, version.outturn_of)
        yield Occasion(version, Reminded.OUTTURN, ended.next().first_day)
