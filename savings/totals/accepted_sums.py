"""What do final reviews accept, net and year by year? Sums in SQL, of the accepted and never of what is claimed.

Their key is that of `sums`, but for the verdict: kind of gain, state, prices and year; nothing is added across it. A
net is that of the claims whose saving and both costs of the year are stated; how many are left out of it is said.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeVar, cast

from django.db.models import Count, F, Q, QuerySet, Sum

from pilots.models import Place, User
from savings.access import all_visible_to
from savings.appraisal import COSTS
from savings.claims.cells import BESIDE, WHOLE, stated_beside
from savings.delivery.outturn import said
from savings.models import AcceptedFigure, Version
from savings.models.choices import Line, Verdict
from savings.review.accepted import finally_accepted
from totalplace.financial_year import FinancialYear

from .counted_once import NO_OVERLAP, StatedTwice, less, part_of, stated_twice, with_overlaps
from .keys import Key, difference

At = TypeVar("At", bound=tuple)


@dataclass(frozen=True)
class AcceptedSum:
    """What is accepted in one year; `net` is None where no claim has one, and `without_net` how many have none.

    `moved_here` is what of the saving was claimed as cash, and is real, but no cash saving; `kept` is what of it stands
    under another verdict, as what it was claimed as. `stated` is what of it is the same money, or may be, and is
    accepted of more than one claim.
    """

    claims: int
    places: int
    saving: Decimal | None
    costs: Decimal | None
    net: Decimal | None
    without_net: int
    moved_here: Decimal
    kept: Decimal
    stated: StatedTwice = NO_OVERLAP

    @property
    def once(self) -> "AcceptedSum | None":
        """The same with the same money counted once; None where nobody says that there is any."""
        twice = self.stated.agreed
        if not twice:
            return None
        return replace(
            self,
            saving=less(self.saving, twice.saving),
            costs=less(self.costs, twice.costs),
            net=less(self.net, twice.net),
        )


NOTHING = AcceptedSum(0, 0, None, None, None, 0, Decimal(0), Decimal(0))


@dataclass(frozen=True)
class AcceptedTotal:
    """The years of one kind of gain, state and price basis."""

    label: str
    years: list[tuple[FinancialYear, AcceptedSum]]


def accepted_sums(versions: QuerySet[Version]) -> dict[tuple[Key, FinancialYear], AcceptedSum]:
    """What is accepted of those of `versions` whose verdict is final, by key and year: two queries."""
    return _sums(finally_accepted(versions), _key)


def accepted_by_place(
    accepted: QuerySet[AcceptedFigure],
) -> dict[tuple[int, Key, FinancialYear], AcceptedSum]:
    """The same of `accepted`, each place (by its key) apart, however many there are: two queries."""
    return _sums(accepted, lambda row: (row["in_place"], *_key(row)), in_place=_PLACE)


def accepted_of_place(user: User, place: Place) -> list[AcceptedTotal]:
    """What is accepted of the claims of `place` that `user` may see."""
    found = accepted_sums(all_visible_to(user).filter(claim__place=place))
    in_order = sorted(found, key=lambda at: (at[0].order, at[1]))
    return [
        AcceptedTotal(key.words, [(year, found[key, year]) for _key, year in of_set])
        for key, of_set in groupby(in_order, key=lambda at: at[0])
    ]


_PLACE = F("reading__version__claim__place")


def _sums(
    accepted: QuerySet[AcceptedFigure], key: Callable[[Mapping[str, Any]], At], **besides: F
) -> dict[At, AcceptedSum]:
    """By the `key` of a row. `besides` are the parts of it that are none of `_key`."""
    twice = stated_twice(
        part_of(row, key(row), figure="figure", version="in_version", line="figure__line")
        for row in _overlapping(accepted, besides)
    )
    found = _grouped(accepted, besides)
    return {key(row): _sum(row, twice.get(key(row), NO_OVERLAP)) for row in found}


def _grouped(
    accepted: QuerySet[AcceptedFigure], besides: Mapping[str, F]
) -> Iterable[dict[str, Any]]:
    saving, costs = Q(figure__line=Line.SAVING), Q(figure__line__in=COSTS)
    moved = saving & ~Q(kind_of_gain=F("figure__kind_of_gain"))
    version = "reading__version"
    # By the kind as claimed: what joined another kind brings its own costs, and lends it none.
    found = (
        accepted.alias(**stated_beside("figure__"))
        .values(**besides, **_of_key())
        .annotate(
            saving=Sum("amount", filter=saving),
            costs=Sum("amount", filter=costs),
            net_saving=Sum("amount", filter=saving & WHOLE),
            net_costs=Sum("amount", filter=costs & WHOLE),
            moved_here=Sum("amount", filter=moved),
            kept=Sum("amount", filter=saving & ~Q(counted_verdict=Verdict.NOT_CASH)),
            claims=Count(version, distinct=True),
            places=Count(f"{version}__claim__place", distinct=True),
            parts=Count(version, distinct=True, filter=~WHOLE),
        )
        .order_by()
    )
    return cast(Iterable[dict[str, Any]], found)


def _overlapping(
    accepted: QuerySet[AcceptedFigure], besides: Mapping[str, F]
) -> Iterable[dict[str, Any]]:
    """What of it may be the same money as other figures."""
    rows = with_overlaps(accepted, "figure__").annotate(**stated_beside("figure__"))
    found = rows.values(
        "figure",
        "figure__line",
        "amount",
        "overlap",
        "part",
        "answer",
        *BESIDE,
        in_version=F("reading__version"),
        **besides,
        **_of_key(),
    )
    return cast(Iterable[dict[str, Any]], found)


def _of_key() -> dict[str, Any]:
    version = "reading__version"
    return {
        "kind": F("kind_of_gain"),
        "in_state": said("figure__"),
        "basis": F(f"{version}__price_basis"),
        "base": F(f"{version}__base_year"),
        "in_year": F("figure__year"),
    }


def _key(row: Mapping[str, Any]) -> tuple[Key, FinancialYear]:
    return Key(row["kind"], row["in_state"], row["basis"], row["base"]), row["in_year"]


def _sum(row: Mapping[str, Any], stated: StatedTwice) -> AcceptedSum:
    net = difference(row["net_saving"], row["net_costs"])
    return AcceptedSum(
        claims=row["claims"],
        places=row["places"],
        saving=row["saving"],
        costs=row["costs"],
        net=net,
        without_net=row["parts"],
        moved_here=row["moved_here"] or Decimal(0),
        kept=row["kept"] or Decimal(0),
        stated=stated,
    )
