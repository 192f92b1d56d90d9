"""For which round does a submission count, and how is that said: before it is signed, after, beside a version, in SQL?

For the one that was open on the day, in this country, of its sign-off; between rounds for none. What was loaded from a
public source was submitted by nobody, and counts for none without a word. That nothing has changed counts for the round
in which it was said: a file, which has one cell for it, names the last for which the version counts either way.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from savings.models import Confirmation, Round, Version

from .rounds import every_round, open_round, round_of


def counted_for(version: Version, rounds: Iterable[Round]) -> Round | None:
    """The one of `rounds` (`every_round()`); None between rounds, and for what was never submitted."""
    if not _is_submitted(version):
        return None
    return round_of(timezone.localdate(version.frozen_at), rounds)


def in_words(version: Version, rounds: list[Round]) -> str:
    """`for the round “Spring”`, or that none was open; empty where there is nothing to say, or never was a round."""
    if not rounds or not _is_submitted(version):
        return ""
    found = counted_for(version, rounds)
    return f"for the round “{found}”" if found else "when no round was open"


def would_count(today: date) -> str:
    """For which round a draft would count that is signed off today."""
    current = open_round(today)
    if current:
        return (
            f"This will count for the round “{current}”, which closes on {_day(current.closes_on)}."
        )
    return f"No round is open: this counts for none until one opens and asks whether it is still true.{_next(today)}"


def counts(version: Version, today: date) -> str:
    """For which round a version counts that was submitted."""
    found = counted_for(version, every_round())
    if found is None:
        return (
            "No round was open when it was signed, so it counts for none until one opens and asks whether it is still"
            f" true.{_next(today)}"
        )
    closes = "closed" if found.closes_on < today else "closes"
    return f"It counts for the round “{found}”, which {closes} on {_day(found.closes_on)}."


def name_in_sql() -> Coalesce | Value:
    """The name of the last round over Version, which the caller's rows are; NULL for none. It reads the rounds."""
    said = Confirmation.objects.filter(version=OuterRef("pk"))
    # Of two that overlap, from before they were refused, the one in which it was said last.
    confirmed = Subquery(said.order_by("-pk").values("round__name")[:1])
    submitted = [
        When(
            is_published=False,
            frozen_at__date__gte=one.opens_on,
            frozen_at__date__lte=one.closes_on,
            then=Value(one.name),
        )
        for one in every_round()
    ]
    if not submitted:
        return Value("")
    return Coalesce(confirmed, Case(*submitted), output_field=TextField())


def _is_submitted(version: Version) -> bool:
    return version.frozen_at is not None and not version.is_published


def _next(today: date) -> str:
    announced = Round.objects.filter(opens_on__gt=today).order_by("opens_on", "pk").first()
    return f" The next, “{announced}”, opens on {_day(announced.opens_on)}." if announced else ""


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
