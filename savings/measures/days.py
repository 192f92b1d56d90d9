"""How many working days does a review take, and how many of them is it with the Treasury? From the history, in SQL.

The clock runs from submission to the final verdict. It stands still while a question is open, and while the place may
reply: from a provisional verdict until the place replies, says that no reply will come, or the time for it is over.
Working days are Monday to Friday, as in due dates; bank holidays are not counted out.
"""

from django.db.models import Case, F, Func, IntegerField, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, Least

from savings.models import Event, Version

_STOPS = ("ask", "decide")
_RUNS_ON = ("answer", "reply", "waive_reply", "reconsider", "finalise")


class WorkingDay(Func):
    """The number of working days from Monday 5 January 1970 to a date or time, so that two of them can be subtracted.

    A day is one of UTC: in summer what happens in the hour after midnight is counted to the day before. The exact day
    would cost a call into Python for each of a million rows, and no median turns on it.
    """

    output_field = IntegerField()
    _working = "({day} / 7 * 5 + {least}({day} - {day} / 7 * 7 + 1, 5))"

    def as_sqlite(self, compiler, connection, **extra):
        day = "CAST(julianday(substr(%(expressions)s, 1, 10)) - 2440591.5 AS INTEGER)"
        template = self._working.format(day=day, least="MIN")
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler, connection, **extra):
        day = "((%(expressions)s)::date - DATE '1970-01-05')"
        template = self._working.format(day=day, least="LEAST")
        return self.as_sql(compiler, connection, template=template, **extra)


def days_to_final(versions: QuerySet[Version]) -> list[tuple[int, int, int]]:
    """For each of `versions` that came to a final verdict: its place's key, and its working days.

    All of them from submission to the final verdict, and those that it was with its place. One query.
    """
    settled = versions.exclude(verdict="")
    with_place = Coalesce(Subquery(_stopped().values("days")), 0)
    finals = Event.objects.filter(version__in=settled.values("pk"), action="finalise")
    total = WorkingDay("at") - WorkingDay("version__frozen_at")
    return list(finals.values_list("version__claim__place", total, with_place))


def _stopped() -> QuerySet:
    """The working days for which the clock of an event's version stood still, as a subquery."""
    after = Event.objects.filter(
        version=OuterRef("version"), pk__gt=OuterRef("pk"), action__in=_RUNS_ON
    )
    goes_on = Subquery(after.order_by("pk").values(day=WorkingDay("at"))[:1])
    # Only the last verdict's due date is kept. Before an earlier one was reconsidered, the place had it to the end.
    stopped_until = Case(
        When(action="decide", then=Least("goes_on", WorkingDay("version__review__reply_due_on"))),
        default=F("goes_on"),
    )
    return (
        Event.objects.filter(version=OuterRef("version"), action__in=_STOPS)
        .annotate(goes_on=goes_on)
        .values("version")
        .annotate(days=Sum(stopped_until - WorkingDay("at")))
    )
