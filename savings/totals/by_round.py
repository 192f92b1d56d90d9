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
from itertools import dropwhile, groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from savings.delivery.abandonment import given_up
from savings.delivery.outturn import SAID
from savings.models import Event, Figure, Round, Version
from savings.models.choices import KindOfGain, Line
from totalplace.financial_year import FinancialYear

from .keys import Key, prices_in_words
from .sums import KEY_FIELDS, with_set

At = tuple[int, Key, FinancialYear]  # A place, by its key; and what of it.
SHOWN = 6  # Rounds.
SumsOnDays = dict[At, tuple[Decimal | None, ...]]


@dataclass(frozen=True)
class InRound:
    """One year as it was stated in one round: sums by the words of the columns; None where nothing is stated."""

    round: Round
    is_open: bool
    sums: dict[str, Decimal | None]


@dataclass(frozen=True)
class YearByRound:
    """One year in each round, from the first in which anything was stated of it."""

    year: FinancialYear
    rounds: list[InRound]


@dataclass(frozen=True)
class ByRound:
    """One kind of gain in one kind of prices. `columns`: what its figures are said to be, of which anything is."""

    label: str
    columns: list[str]
    years: list[YearByRound]


def opened(rounds: Iterable[Round], today: date) -> list[Round]:
    """Those of `rounds` that are shown: the latest that have opened, in the order in which they close."""
    found = sorted(rounds, key=lambda each: (each.closes_on, each.pk))
    return [each for each in found if each.opens_on <= today][-SHOWN:]


def by_round(
    versions: QuerySet[Version], figures: QuerySet[Figure], rounds: Sequence[Round], today: date
) -> dict[int, list[ByRound]]:
    """By the keys of places: `figures` in those of `versions` that stood in each round: one query, or none."""
    if not rounds:
        return {}
    days = [min(each.closes_on, today) for each in rounds]
    found = sums_on_days(versions, figures, days)
    in_order = sorted(found, key=lambda at: (at[0], _table_of(at[1]), at[2]))
    tables: dict[int, list[ByRound]] = {}
    for (place, _order), ats in groupby(in_order, key=lambda at: (at[0], _table_of(at[1]))):
        tables.setdefault(place, []).append(_table(list(ats), found, rounds, today))
    return tables


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
    columns = sorted({at[1].said for at in ats}, key=list(SAID).index)
    years = [
        YearByRound(
            year, _in_rounds({at[1].said: found[at] for at in of_year}, columns, rounds, today)
        )
        for year, of_year in groupby(ats, key=lambda at: at[2])
    ]
    label = f"{KindOfGain(key.kind).label}, {prices_in_words(key.basis, key.base_year)}"
    return ByRound(label, [SAID[said] for said in columns], years)


def _in_rounds(
    sums: Mapping[str, tuple[Decimal | None, ...]],
    columns: Iterable[str],
    rounds: Sequence[Round],
    today: date,
) -> list[InRound]:
    nothing = (None,) * len(rounds)
    by_column = {SAID[said]: sums.get(said, nothing) for said in columns}
    stated = [
        InRound(
            each,
            each.closes_on >= today,
            {words: of_column[number] for words, of_column in by_column.items()},
        )
        for number, each in enumerate(rounds)
    ]
    return list(dropwhile(lambda one: not _says_something(one.sums.values()), stated))


def _says_something(sums: Iterable[Decimal | None]) -> bool:
    return any(each is not None for each in sums)
