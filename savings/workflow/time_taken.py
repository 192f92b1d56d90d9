"""What stating a claim costs its place in time: one total a version, of those who let it be counted."""

from django.db.models import F

from pilots.models import User
from savings.models import TimeTaken, Version

LONGEST = 30 * 60  # Seconds on one page: whoever takes longer was called away.


def add_time(version: Version, seconds: float, *, by: User) -> None:
    """Add the time that a page was open before it was sent. Nothing is kept of who took it, or when."""
    if not by.is_timed or seconds <= 0:
        return
    TimeTaken.objects.get_or_create(version=version)
    spent = min(int(seconds), LONGEST)
    TimeTaken.objects.filter(version=version).update(seconds=F("seconds") + spent)
