"""When did it happen in the demonstration? Some of it some time ago, so that a round finds what stood before it opened.

The day on which a version was submitted is written by the workflow, which asks Django's clock, and no trigger lets it
be changed later. So the clock is put back while an example is worked: by a command that runs by itself, where nobody
but the demonstration's people works. All that is written meanwhile is of that day: its history, sign-off and review.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """What is done in here was done that many days ago."""
    now = timezone.now
    timezone.now = lambda: now() - timedelta(days=days)
    try:
        yield
    finally:
        timezone.now = now
