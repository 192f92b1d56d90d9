"""What do a person’s own places come to, year by year: what they state, and beside it what final reviews accept?

Of an officer’s place all of its claims; of a partner’s the shares of the organisation for which they speak, which are
all in claims that they see. Each place stands apart: none is added to another, so the practice place has sums of its
own. Nothing is added across a key (`keys`): what is stated stands under the kind of gain that counts, as on the board.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from pilots.models import User
from pilots.people import held_with
from savings.access import concerning, own_places
from savings.delivery.abandonment import given_up
from savings.models import Figure, Version
from savings.models.choices import STANDING
from savings.review.accepted import finally_accepted
from totalplace.financial_year import FinancialYear

from .accepted_sums import NOTHING, AcceptedSum, accepted_by_place
from .keys import Key
from .sums import KEY_FIELDS, summed, with_set
from .years import Year, empty_year, year_of

At = tuple[int, Key, FinancialYear]  # A place, by its key; and what of it.


@dataclass(frozen=True)
class YearSums:
    """What is stated of one year, in so many `claims`, and what is accepted of it: no sum where nothing is."""

    stated: Year
    claims: int
    accepted: AcceptedSum

    @property
    def year(self) -> FinancialYear:
        return self.stated.year

    @property
    def largest(self) -> Decimal:
        """The longer of its two bars."""
        return max(self.stated.gross.pounds or Decimal(0), self.accepted.saving or Decimal(0))


@dataclass(frozen=True)
class PlaceSums:
    """The years of one kind of gain, state and price basis."""

    key: Key
    years: list[YearSums]


def sums_of_places(user: User) -> dict[int, list[PlaceSums]]:
    """By the keys of the places whose officer or finance officer `user` is: three queries, however many."""
    own = own_places(user)
    return sums_by_place(concerning(user), figures_of_places(user)) if own else {}


def sums_of_shares(user: User) -> dict[int, list[PlaceSums]]:
    """By the keys of the places where `user` speaks for an organisation, of its figures alone: as many queries."""
    speaks = held_with(user, "savings.respond_to_share")
    return sums_by_place(concerning(user), figures_of_shares(user)) if speaks else {}


def figures_of_places(user: User) -> QuerySet[Figure]:
    """All figures of the places whose officer or finance officer `user` is."""
    return Figure.objects.filter(version__claim__place__in=own_places(user))


def figures_of_shares(user: User) -> QuerySet[Figure]:
    """In each place where `user` speaks for an organisation, the figures of that alone."""
    bodies: dict[int | None, list[int]] = defaultdict(list)
    for held in held_with(user, "savings.respond_to_share"):
        bodies[held.organisation_id].append(held.place_id)
    shares = Q(pk__in=[])
    for body, places in bodies.items():
        shares |= Q(organisation=body, version__claim__place__in=places)
    return Figure.objects.filter(shares)


def sums_by_place(
    versions: QuerySet[Version], figures: QuerySet[Figure]
) -> dict[int, list[PlaceSums]]:
    """By the keys of places, of those of `versions` that stand and, in them, of `figures` alone: three queries."""
    stands = versions.filter(status__in=STANDING).order_by().values("pk")
    rows = summed(with_set(figures.filter(~given_up(), version__in=stands)), *_OF_PLACE)
    rows = rows.annotate(claims=Count("version", distinct=True))
    stated = {_at(row): (year_of(row), row["claims"]) for row in rows}
    accepted = accepted_by_place(
        finally_accepted(versions).filter(figure__in=figures.order_by().values("pk"))
    )
    return _by_place(
        (at, YearSums(*stated.get(at, (empty_year(at[-1]), 0)), accepted.get(at, NOTHING)))
        for at in stated.keys() | accepted.keys()
    )


_OF_PLACE = "version__claim__place", *KEY_FIELDS


def _at(row: Mapping) -> At:
    place, *key = (row[name] for name in _OF_PLACE)
    return place, Key(*key), row["year"]


def _by_place(years: Iterable[tuple[At, YearSums]]) -> dict[int, list[PlaceSums]]:
    found: dict[int, list[PlaceSums]] = defaultdict(list)
    in_order = sorted(years, key=lambda each: (each[0][0], each[0][1].order, each[0][2]))
    for (place, key), of_key in groupby(in_order, key=lambda each: each[0][:2]):
        found[place].append(PlaceSums(key, [sums for _at, sums in of_key]))
    return dict(found)
