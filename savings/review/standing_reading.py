"""Which reading of a version stands, and was it read twice? No other module asks a reading whether it is a second one.

The last first one stands: a second reading only checks, and a later first one replaces it with what checked it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from savings.models import Outcome, Reading, Version


class Readings(NamedTuple):
    """The reading of a version that stands, if any has been given, and the second ones that have checked it."""

    standing: Reading | None
    seconds: list[Reading]


def as_they_stand(readings: Iterable[Reading]) -> Readings:
    """Of some readings of one version, all or those that somebody may see; the second ones in the order given."""
    given = list(readings)
    firsts = [reading for reading in given if not reading.is_second]
    standing = max(firsts, key=lambda reading: reading.pk, default=None)
    seconds = [r for r in given if standing and r.is_second and r.pk > standing.pk]
    return Readings(standing, seconds)


def second_readings() -> QuerySet[Reading]:
    """Every one that checked another, of any version."""
    return Reading.objects.filter(is_second=True)


def verdicts_of(reading: Reading | None) -> dict[str, tuple[str, str]]:
    """The verdict of a reading on each state: the word given, and what it counts as."""
    if reading is None:
        return {}
    found = reading.outcomes.values_list("state", "verdict", "counted_verdict")
    return {state: (given, counted) for state, given, counted in found}


def of_standing_reading() -> Q:
    """A condition on what hangs on a reading, its outcomes and accepted figures: only of the one that stands."""
    later = Reading.objects.filter(
        version=OuterRef("reading__version"), is_second=False, pk__gt=OuterRef("reading")
    )
    return Q(~Exists(later), reading__is_second=False)


def standing_readings(version: str = "pk") -> QuerySet[Reading]:
    """For a subquery: the first readings of a version, the one that stands first. `version` leads to its key."""
    of_version = Reading.objects.filter(version=OuterRef(version), is_second=False)
    return of_version.order_by("-pk")


def is_read_twice() -> Exists:
    """Over Version: whether the reading that stands has had a second one."""
    seconds = Reading.objects.filter(version=OuterRef("pk"), is_second=True)
    standing = Subquery(standing_readings("version").values("pk")[:1])
    return Exists(seconds.filter(pk__gt=standing))


def outcomes_beside() -> QuerySet[Outcome]:
    """For a subquery over Outcome: first readers' verdicts on the same state of the same version, the latest first."""
    return Outcome.objects.filter(
        reading__version=OuterRef("reading__version"),
        reading__is_second=False,
        state=OuterRef("state"),
    ).order_by("-reading")


def read_twice(versions: QuerySet[Version]) -> QuerySet[Reading]:
    """All readings of those of `versions` that have a second one, in the order given, with their place and prices."""
    seconds = Reading.objects.filter(is_second=True, version__in=versions.order_by().values("pk"))
    readings = Reading.objects.filter(version__in=seconds.values("version")).order_by("pk")
    of_version = (f"version__{name}" for name in ("price_basis", "base_year", "claim__place"))
    return readings.select_related("version__claim").only("is_second", *of_version)


def blind_pairs(readings: Iterable[Reading]) -> list[tuple[Reading, Reading]]:
    """Of each version of `readings`, in the order given, the first pair: after it, two readers know of each other."""
    pairs: dict[int, tuple[Reading, Reading]] = {}
    firsts: dict[int, Reading] = {}
    for reading in readings:
        if not reading.is_second:
            firsts[reading.version_id] = reading
        elif reading.version_id in firsts:
            pairs.setdefault(reading.version_id, (firsts[reading.version_id], reading))
    return list(pairs.values())
