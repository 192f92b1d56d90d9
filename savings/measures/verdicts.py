"""Do verdicts hold: against the place's reply, and against a second reader?

Counted from versions whose verdict is final. What is still going on is left out, so that neither the place nor a second
reader can hear of a verdict before they are told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from savings.models import Outcome, Reply, Version
from savings.models.choices import State
from savings.review.standing_reading import (
    of_earliest_second_reading,
    of_standing_reading,
    outcomes_beside,
)

from .shares import percent

_OF_OUTCOMES = {
    "claims": Count("reading__version", distinct=True),
    "places": Count("reading__version__claim__place", distinct=True),
}


@dataclass(frozen=True)
class Changes:
    """Of final verdicts to which the place had replied, how many differ from the verdict that it replied to."""

    claims: int
    places: int
    changed: int

    @property
    def percent(self) -> str | None:
        return percent(self.changed, self.claims)


@dataclass(frozen=True)
class Agreement:
    """Of the claims whose figures of one state two readers read blind, on how many both gave the same verdict."""

    state: str
    claims: int
    places: int
    agreed: int

    @property
    def percent(self) -> str | None:
        return percent(self.agreed, self.claims)


def changes_after_reply(versions: QuerySet[Version]) -> Changes:
    """One query. A change that the place had no part in, between two readers, is none of these."""
    replies = Reply.objects.filter(version=OuterRef("reading__version")).order_by("pk")
    replied_to = outcomes_beside().filter(reading__at__lte=Subquery(replies.values("at")[:1]))
    final = Outcome.objects.filter(
        of_standing_reading(),
        Exists(replies),
        reading__version__in=_settled(versions),
    ).annotate(before=Subquery(replied_to.values("verdict")[:1]))
    return Changes(
        **final.aggregate(
            **_OF_OUTCOMES,
            changed=Count("reading__version", distinct=True, filter=~Q(verdict=F("before"))),
        )
    )


def agreement_of_readers(versions: QuerySet[Version]) -> list[Agreement]:
    """One for each state that has been read twice: one query."""
    # The first pair of readings of each version: after it, the two readers know of each other.
    read_before = outcomes_beside().filter(reading__lt=OuterRef("reading"))
    second = (
        Outcome.objects.filter(
            of_earliest_second_reading(), reading__version__in=_settled(versions)
        )
        .annotate(first=Subquery(read_before.values("verdict")[:1]))
        .values("state")
        .annotate(**_OF_OUTCOMES, agreed=Count("pk", filter=Q(verdict=F("first"))))
        .order_by()
    )
    rows = cast(Iterable[dict[str, Any]], second)
    found = [Agreement(**row | {"state": State(row["state"]).label}) for row in rows]
    return sorted(found, key=lambda item: State.labels.index(item.state))


def _settled(versions: QuerySet[Version]) -> QuerySet:
    return versions.exclude(verdict="").values("pk")
