"""What did claims say in each round: plan, forecast and actual of a year, as they stood when it closed?

Of each claim the version that stood at the end of the round’s last day; of a round that is open, the one that stands.
What was withdrawn by then is left out, and so are forecasts of a saving that was given up by then. Sums are of savings
before costs, and nothing is added across a key (`keys`): what is real, but no cash saving, stands in every round under
the kind of gain that the review of that version names, whenever it named it. So the last row is what other pages say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from pilots.models import User
from pilots.people import held_with
from savings.access import concerning, own_places
from savings.delivery.abandonment import given_up
from savings.delivery.outturn import SAID
from savings.models import Event, Figure, Round, Version
from savings.models.choices import KindOfGain, Line
from totalplace.financial_year import FinancialYear

from .by_place import figures_of_places, figures_of_shares
from .keys import Key, prices_in_words
from .sums import KEY_FIELDS, with_set

At = tuple[int, Key, FinancialYear]  # A place, by its key; and what of it.
SHOWN = 6  # Rounds.
SumsOnDays = dict[At, tuple[Decimal | None, ...]]


@dataclass(frozen=True)
class OfYear:
    """One year as it was planned, expected or found: by round, in their order; None where nothing was stated."""

    year: FinancialYear
    said: str
    sums: list[tuple[Round, Decimal | None]]

    @property
    def label(self) -> str:
        """`2010-11, forecast`"""
        return f"{self.year}, {SAID[self.said].lower()}"


@dataclass(frozen=True)
class ByRound:
    """One kind of gain in one kind of prices, in the rounds since anything of it was stated; `open`: one of them."""

    label: str
    rounds: list[Round]
    open: Round | None
    rows: list[OfYear]


def opened(rounds: Iterable[Round], today: date, most: int = SHOWN) -> list[Round]:
    """The latest of `rounds` that have opened, in the order in which they close."""
    found = sorted(rounds, key=lambda each: (each.closes_on, each.pk))
    return [each for each in found if each.opens_on <= today][-most:]


def by_round(
    versions: QuerySet[Version], figures: QuerySet[Figure], rounds: Sequence[Round], today: date
) -> dict[int, list[ByRound]]:
    """By the keys of places: `figures` in those of `versions` that stood in each round: one query, or none."""
    if not rounds:
        return {}
    days = [min(each.closes_on, today) for each in rounds]
    found = sums_on_days(versions, figures, days)
    in_order = sorted(found, key=lambda at: (at[0], _table_of(at[1]), at[2], at[1].order))
    tables: dict[int, list[ByRound]] = {}
    for (place, _order), ats in groupby(in_order, key=lambda at: (at[0], _table_of(at[1]))):
        tables.setdefault(place, []).append(_table(list(ats), found, rounds, today))
    return tables


def by_round_of(user: User, rounds: Sequence[Round], today: date) -> dict[int, list[ByRound]]:
    """By the keys of the places of `user`: of an officer’s all figures, of a partner’s its shares. Two queries."""
    found: dict[int, list[ByRound]] = {}
    if held_with(user, "savings.respond_to_share"):
        found |= by_round(concerning(user), figures_of_shares(user), rounds, today)
    if own_places(user):
        found |= by_round(concerning(user), figures_of_places(user), rounds, today)
    return found


def sums_on_days(
    versions: QuerySet[Version], figures: QuerySet[Figure], days: Sequence[date]
) -> SumsOnDays:
    """What stood at the end of each of `days`, by place, key and year: savings before costs. One query."""
    frozen = versions.filter(frozen_at__isnull=False).order_by().values("pk")
    savings = with_set(figures.filter(line=Line.SAVING, version__in=frozen))
    rows = savings.order_by().values(*_OF_PLACE, "year")
    rows = rows.annotate(
        **{f"on_{number}": Sum("amount", filter=_stood(day)) for number, day in enumerate(days)}
    )
    found = {_at(row): tuple(row[f"on_{number}"] for number in range(len(days))) for row in rows}
    return {at: sums for at, sums in found.items() if _says_something(sums)}


_OF_PLACE = "version__claim__place", *KEY_FIELDS


def _at(row: Mapping[str, Any]) -> At:
    place, *key = (row[name] for name in _OF_PLACE)
    return place, Key(*key), row["year"]


def _stood(day: date) -> Q:
    """That a figure was stated by what stood at the end of `day`, in this country."""
    over = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    replaced = Version.objects.filter(
        claim=OuterRef("version__claim"),
        number__gt=OuterRef("version__number"),
        frozen_at__lt=over,
    )
    withdrawn = Event.objects.filter(version=OuterRef("version"), action="withdraw", at__lt=over)
    was_given_up = given_up() & Q(version__abandonment__at__lt=over)
    stood = Q(version__frozen_at__lt=over) & ~Exists(replaced) & ~Exists(withdrawn)
    return stood & ~was_given_up


def _table_of(key: Key) -> tuple[int, str, str]:
    """What two figures of one table have in common, in the order of tables."""
    return KindOfGain.values.index(key.kind), key.basis, str(key.base_year or "")


def _table(ats: list[At], found: SumsOnDays, rounds: Sequence[Round], today: date) -> ByRound:
    key = ats[0][1]
    silent = min(_silent_before(found[at]) for at in ats)
    return ByRound(
        label=f"{KindOfGain(key.kind).label}, {prices_in_words(key.basis, key.base_year)}",
        rounds=list(rounds[silent:]),
        open=next((each for each in rounds if each.closes_on >= today), None),
        rows=[
            OfYear(at[2], at[1].said, list(zip(rounds, found[at], strict=True))[silent:])
            for at in ats
        ],
    )


def _silent_before(sums: Sequence[Decimal | None]) -> int:
    """How many rounds there were before anything was stated."""
    return next(number for number, each in enumerate(sums) if each is not None)


def _says_something(sums: Iterable[Decimal | None]) -> bool:
    return any(each is not None for each in sums)
