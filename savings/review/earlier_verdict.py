"""Which final verdict was the last on a claim, where the version in hand has none yet, and what differs since?

It stands beside the newer version wherever that is shown, and in no sum, until that one's own is final
(docs/method/review.md §4). The older version keeps it for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, When

from savings.claims.comparison import Comparison, comparisons
from savings.delivery.outturn import so_far
from savings.models import AcceptedFigure, Outcome, Version
from savings.models.choices import State

from .figure_verdicts import verdict_words
from .standing_reading import of_standing_reading

_KEY = ("year", "line", "state", "kind_of_gain", "organisation")


@dataclass(frozen=True)
class Earlier:
    """The version whose final verdict was the last on its claim, and what the newer one says differently."""

    version: Version
    changes: Comparison

    @property
    def verdict(self) -> str:
        """What it counts as, with the word given where that is another."""
        return verdict_words(self.version.verdict, self.version.counted_verdict or "")


def last_final(versions: Iterable[Version], seen: QuerySet[Version]) -> dict[int, Version]:
    """By the keys of those of `versions` without a final verdict: the newest older one of the claim that has one.

    It is one of `seen`, which the person may see. One query; none where all of `versions` are first ones.
    """
    waiting = [version for version in versions if version.number > 1 and not version.verdict]
    if not waiting:
        return {}
    claims = {version.claim_id for version in waiting}
    final = list(seen.filter(claim__in=claims).exclude(verdict="").order_by("number"))
    found = {}
    for version in waiting:
        for before in final:
            if before.claim_id == version.claim_id and before.number < version.number:
                before.claim, found[version.pk] = version.claim, before
    return found


def earlier_of(versions: Iterable[Version], seen: QuerySet[Version]) -> dict[int, Earlier]:
    """The same, each with what differs: two queries more, where there is any."""
    versions = list(versions)
    before = last_final(versions, seen)
    again = [version for version in versions if version.pk in before]
    if not again:
        return {}
    changes = comparisons([(before[version.pk], version) for version in again])
    return {
        version.pk: Earlier(before[version.pk], found)
        for version, found in zip(again, changes, strict=True)
    }


def earlier(field: str, seen: QuerySet[Version]) -> Case:
    """Over Version: `field` of the version in `last_final`; NULL where there is none."""
    older = _older_final(seen, OuterRef("claim"), OuterRef("number"))
    return _unless_final("", Subquery(older.values(field)[:1]))


def with_earlier_verdict(versions: QuerySet[Version], seen: QuerySet[Version]) -> QuerySet[Version]:
    """For lists: each with `earlier_verdict`, what it counts as, and the `earlier_number` of the version it is on."""
    return versions.annotate(
        earlier_verdict=earlier("verdict", seen),
        earlier_counted=earlier("counted_verdict", seen),
        earlier_number=earlier("number", seen),
    )


def earlier_verdict_on_figure(seen: QuerySet[Version]) -> Case:
    """Over Figure: the verdict of that version on figures of the same state; NULL where there is none.

    What is actual so far is under the verdict on the forecast (docs/method/rules.md §R31).
    """
    found = Outcome.objects.filter(of_standing_reading(), reading__version=_earlier_key(seen))
    of_forecast, of_its_own = (
        Subquery(found.filter(state=state).values("verdict")[:1])
        for state in (State.FORECAST.value, OuterRef("state"))
    )
    either = Case(When(so_far(), then=of_forecast), default=of_its_own, output_field=CharField())
    return _unless_final("version__", either)


def earlier_accepted(seen: QuerySet[Version]) -> Case:
    """Over Figure: what that verdict accepted under the same year, line, state, mark, kind and organisation."""
    same = {f"figure__{name}": OuterRef(name) for name in _KEY}
    found = AcceptedFigure.objects.filter(
        of_standing_reading(), reading__version=_earlier_key(seen), **same
    ).alias(is_so_far=so_far("figure__"))
    # What was so far then and is the outturn now are two, even of the same amount.
    of_so_far, of_others = (
        Subquery(found.filter(is_so_far=is_so_far).values("amount")[:1])
        for is_so_far in (True, False)
    )
    return _unless_final("version__", Case(When(so_far(), then=of_so_far), default=of_others))


def whose_verdict_was_the_last(
    versions: QuerySet[Version], seen: QuerySet[Version]
) -> QuerySet[Version]:
    """The older versions whose final verdicts stand beside those of `versions` that have none."""
    again = versions.filter(number__gt=1, verdict="").order_by()
    older = _older_final(seen, OuterRef("claim"), OuterRef("number")).values("pk")[:1]
    keys = again.annotate(of_the_last=Subquery(older)).values("of_the_last")
    return Version.objects.filter(pk__in=keys)


def _older_final(seen: QuerySet[Version], claim: OuterRef, number: OuterRef) -> QuerySet[Version]:
    return seen.filter(claim=claim, number__lt=number).exclude(verdict="").order_by("-number")


def _earlier_key(seen: QuerySet[Version]) -> Subquery:
    """For a subquery over Figure: the key of the version in `last_final` of the figure's own."""
    claim, number = (OuterRef(OuterRef(f"version__{name}")) for name in ("claim", "number"))
    return Subquery(_older_final(seen, claim, number).values("pk")[:1])


def _unless_final(at: str, found: Case | Subquery) -> Case:
    """Nothing is looked for beside a verdict, or beside a first version: that is nearly all there is."""
    again = {f"{at}verdict": "", f"{at}number__gt": 1}
    return Case(When(**again, then=found), output_field=found.output_field)
