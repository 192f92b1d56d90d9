"""Which reading of a version stands? The last first one: a second reading only checks, and a later one replaces it."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from savings.models import Reading


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
