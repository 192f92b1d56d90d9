"""Which reading of a version stands? The last first one: a second reading only checks, and a later one replaces it."""

from django.db.models import Exists, OuterRef, Q

from savings.models import Reading


def of_standing_reading() -> Q:
    """A condition on what hangs on a reading, its outcomes and accepted figures: only of the one that stands."""
    later = Reading.objects.filter(
        version=OuterRef("reading__version"), is_second=False, pk__gt=OuterRef("reading")
    )
    return Q(~Exists(later), reading__is_second=False)
