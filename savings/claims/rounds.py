"""Which round is open, which has been, for which does a submission count, and what has it still to hear of?

And which words on use hold? All of it asked of a day.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from savings.models import Confirmation, Round, StatementOfUse, Version
from savings.models.choices import SUBMITTED_BY_THE_PLACE


def open_round(today: date) -> Round | None:
    """The round that is open on that day; of two, the one that closes first."""
    opened = Round.objects.filter(opens_on__lte=today, closes_on__gte=today)
    return opened.order_by("closes_on", "pk").first()


def latest_round(today: date) -> Round | None:
    """The round to speak of on that day: the one that is open, else the one that has closed last; None before any."""
    closed = Round.objects.filter(closes_on__lt=today)
    return open_round(today) or closed.order_by("-closes_on", "-pk").first()


def every_round() -> list[Round]:
    """All rounds, as `round_of` takes them: read once, however many submissions are asked about."""
    return list(Round.objects.order_by("closes_on", "pk"))


def round_of(day: date, rounds: Iterable[Round]) -> Round | None:
    """The one of `every_round()` for which counts what was submitted on `day`: that was open; None between rounds."""
    return next((one for one in rounds if one.opens_on <= day <= one.closes_on), None)


def overlapping(opens_on: date, closes_on: date, *, besides: int | None = None) -> Round | None:
    """A round that is open on one of these days, the earliest; `besides` is the key of the one that is asked for."""
    others = Round.objects.filter(opens_on__lte=closes_on, closes_on__gte=opens_on)
    if besides:
        others = others.exclude(pk=besides)
    return others.order_by("opens_on", "pk").first()


def set_one_at_a_time() -> None:
    """Within a transaction: whoever else sets the days of a round waits until it ends, then reads what it stored."""
    # No row could be held instead: a round that is added has none yet. SQLite lets one write at a time as it is.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Round._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def refused_days(current: Round, opens_on: date, closes_on: date, today: date) -> dict[str, str]:
    """Why the round, as it is stored so far, may not be given these days: by field, in words; empty where it may."""
    refused = {}
    if other := overlapping(opens_on, closes_on, besides=current.pk):
        refused["opens_on"] = (
            f"“{other}” is open from {_day(other.opens_on)} to {_day(other.closes_on)}. What a place submits counts for"
            " one round, so no two are open on one day. Change these days, or those of the other round."
        )
    has_opened = current.pk is not None and current.opens_on <= today
    if has_opened and opens_on != current.opens_on:
        refused["opens_on"] = (
            f"The round opened on {_day(current.opens_on)}. Which claims are due in it turns on that day, so it stays."
            " You can change the closing date."
        )
    if has_opened and closes_on != current.closes_on and closes_on < today:
        refused["closes_on"] = (
            "Places may have answered until today, so the round cannot have closed before. Give today or a later day."
        )
    return refused


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def not_confirmed_in(current: Round, versions: QuerySet[Version]) -> QuerySet[Version]:
    """Those of `versions` of which the round has still to hear: they stood before it opened; nothing was said since.

    A later version, withdrawing it and giving the saving up all say something; so does *nothing has changed*.
    """
    return versions.filter(unheard(current.pk, current.opens_on))


def unheard(in_round: int | OuterRef, opens_on: date | OuterRef) -> Q:
    """`not_confirmed_in`, as a condition on versions; `in_round` is asked of one query further down than `opens_on`."""
    said = Confirmation.objects.filter(version=OuterRef("pk"), round=in_round)
    return Q(
        ~Exists(said),
        status__in=SUBMITTED_BY_THE_PLACE,
        frozen_at__date__lt=opens_on,
        abandonment=None,
    )


def waits_for_confirmation(version: Version) -> bool:
    """Whether a round is open today in which the place has still to say what became of `version`."""
    current = open_round(timezone.localdate())
    this = Version.objects.filter(pk=version.pk)
    return current is not None and not_confirmed_in(current, this).exists()


def statement_of_use(today: date) -> StatementOfUse | None:
    """What the Treasury says on that day that it does with figures; None where it has said nothing yet."""
    return StatementOfUse.objects.filter(valid_from__lte=today).order_by("-valid_from").first()
