"""The demonstration's rounds: one that has closed, and one that is open, in which something is due.

In the first one place had nothing to report and another was late; in the open one a place has nothing to report, one
claim is confirmed, and others wait. Once the open one has closed, the next load opens another.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pilots.models import Place, User
from savings import workflow
from savings.claims.rounds import latest_round, not_confirmed_in, open_round, overlapping
from savings.models import Round, Version
from savings.workflow import ActionError

from .clock import days_ago

SILENT_PLACE = "CRO"  # It has nothing to report in any round; Kent beside it says nothing at all.
CONFIRMED = "PRA-0010"
OPENED, CLOSES = (
    timedelta(days=10),
    timedelta(days=18),
)  # The open round: so long ago, and so far ahead.
FIRST_OPENED, FIRST_CLOSED = timedelta(days=120), timedelta(days=90)
SAID = 3  # Days ago, in the open round.
SAID_FIRST = 100
_SEASONS = ("Winter", "Spring", "Summer", "Autumn")


def load_rounds() -> None:
    """The rounds that are missing: where somebody has opened one themselves, it is theirs to go on with."""
    today = timezone.localdate()
    if not Round.objects.exists():
        first = _round(today - FIRST_OPENED, today - FIRST_CLOSED)
        with days_ago(SAID_FIRST):
            _report_nothing(first)
    if open_round(today) is None:
        _open(today)


def _open(today: date) -> None:
    before = latest_round(today)
    opens_on = max(today - OPENED, before.closes_on + timedelta(days=1)) if before else today
    closes_on = today + CLOSES
    if overlapping(opens_on, closes_on):
        return
    current = _round(opens_on, closes_on)
    with days_ago(min(SAID, (today - opens_on).days)):
        _report_nothing(current)
        own = Version.objects.filter(claim__reference=CONFIRMED)
        for version in not_confirmed_in(current, own):
            _do(workflow.confirm, version, by=_officer("practice"))


def _round(opens_on: date, closes_on: date) -> Round:
    return Round.objects.create(name=name_of(opens_on), opens_on=opens_on, closes_on=closes_on)


def name_of(opens_on: date) -> str:
    """`Autumn 2026`; with the month where a round of that season has its name: `Autumn 2026, November`."""
    # Of a winter the year in which it began: January 2027 is in the winter of 2026.
    season, year = _SEASONS[opens_on.month // 3 % 4], opens_on.year - (opens_on.month < 3)
    names = [
        f"{season} {year}",
        f"{season} {year}, {opens_on:%B}",
        f"{season} {year}, {opens_on:%-d %B}",
    ]
    return next(name for name in names if not Round.objects.filter(name=name).exists())


def _report_nothing(current: Round) -> None:
    place = Place.objects.get(code=SILENT_PLACE)
    _do(workflow.report_nothing, current, place, by=_officer("croydon"))


def _officer(place: str) -> User:
    return User.objects.get(email=f"officer@{place}.example")


def _do(say: Callable[..., Any], *about: Any, by: User) -> None:
    # What somebody has gone on with is theirs: they may have said it, submitted something, or let the officer go.
    with suppress(ActionError, PermissionDenied), transaction.atomic():
        say(*about, by=by)
