"""What do final reviews accept, net and year by year? Sums in SQL, of the accepted and never of what is claimed.

Their key is that of `sums`, but for the verdict: kind of gain, state, prices and year; nothing is added across it. A
net is that of the claims whose saving and both costs of the year are stated; how many are left out of it is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from pilots.models import Place, User
from savings.access import all_visible_to
from savings.appraisal import COSTS, NEEDED
from savings.delivery.outturn import said
from savings.models import AcceptedFigure, Figure, Version
from savings.models.choices import Line, Verdict
from savings.review.accepted import finally_accepted
from totalplace.financial_year import FinancialYear

from .keys import Key, difference


@dataclass(frozen=True)
class AcceptedSum:
    """What is accepted in one year; `net` is None where no claim has one, and `without_net` how many have none.

    `moved_here` is what of the saving was claimed as cash, and is real, but no cash saving; `kept` is what of it stands
    under another verdict, as what it was claimed as.
    """

    claims: int
    places: int
    saving: Decimal | None
    costs: Decimal | None
    net: Decimal | None
    without_net: int
    moved_here: Decimal
    kept: Decimal


NOTHING = AcceptedSum(0, 0, None, None, None, 0, Decimal(0), Decimal(0))


@dataclass(frozen=True)
class AcceptedTotal:
    """The years of one kind of gain, state and price basis."""

    label: str
    years: list[tuple[FinancialYear, AcceptedSum]]


def accepted_sums(versions: QuerySet[Version]) -> dict[tuple[Key, FinancialYear], AcceptedSum]:
    """What is accepted of those of `versions` whose verdict is final, by key and year: one query."""
    rows = _grouped(finally_accepted(versions))
    return {
        (Key(row["kind"], row["in_state"], row["basis"], row["base"]), row["in_year"]): _sum(row)
        for row in rows
    }


def accepted_of_place(user: User, place: Place) -> list[AcceptedTotal]:
    """What is accepted of the claims of `place` that `user` may see."""
    found = accepted_sums(all_visible_to(user).filter(claim__place=place))
    in_order = sorted(found, key=lambda at: (at[0].order, at[1]))
    return [
        AcceptedTotal(key.words, [(year, found[key, year]) for _key, year in of_set])
        for key, of_set in groupby(in_order, key=lambda at: at[0])
    ]


def _grouped(accepted: QuerySet[AcceptedFigure]) -> Iterable[dict[str, Any]]:
    saving, costs = Q(figure__line=Line.SAVING), Q(figure__line__in=COSTS)
    whole = Q(has_saving=True, has_one_off_cost=True, has_running_cost=True)
    moved = saving & ~Q(kind_of_gain=F("figure__kind_of_gain"))
    version = "reading__version"
    found = (
        accepted.alias(**{f"has_{line}": Exists(_beside(line)) for line in NEEDED})
        .values(
            kind=F("kind_of_gain"),
            in_state=said("figure__"),
            basis=F(f"{version}__price_basis"),
            base=F(f"{version}__base_year"),
            in_year=F("figure__year"),
        )
        .annotate(
            saving=Sum("amount", filter=saving),
            costs=Sum("amount", filter=costs),
            net_saving=Sum("amount", filter=saving & whole),
            net_costs=Sum("amount", filter=costs & whole),
            moved_here=Sum("amount", filter=moved),
            kept=Sum("amount", filter=saving & ~Q(counted_verdict=Verdict.NOT_CASH)),
            claims=Count(version, distinct=True),
            places=Count(f"{version}__claim__place", distinct=True),
            parts=Count(version, distinct=True, filter=~whole),
        )
        .order_by()
    )
    return cast(Iterable[dict[str, Any]], found)


def _beside(line: str) -> QuerySet[Figure]:
    # By the kind as claimed: what joined another kind brings its own costs, and lends it none.
    same = {
        name: OuterRef(f"figure__{name}") for name in ("version", "year", "state", "kind_of_gain")
    }
    return Figure.objects.filter(line=line, **same)


def _sum(row: dict[str, Any]) -> AcceptedSum:
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
    )
