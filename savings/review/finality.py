"""When may a verdict be made final? Once its place has been heard, and it has been read twice where the rule asks.

`savings.workflow` holds to it, the reminders are sent by it, and the queue and the claim's page say it.
"""

from datetime import date
from typing import cast

from django.db.models import Q

from savings.models import Version
from savings.models.choices import AWAITING_FINAL, Status

from .agreement import readers_differ
from .standing_reading import is_read_twice


def is_heard(version: Version, today: date) -> bool:
    """Whether the place has replied to the verdict, has said that no reply will come, or has had its time to."""
    # What was replied to an earlier verdict does not leave it here.
    if version.status == Status.REPLY or version.review.is_reply_waived:
        return True
    due = version.review.reply_due_on
    return due is not None and today > due


def may_be_reconsidered(version: Version) -> bool:
    """Whether a verdict may go back to its reviewer instead: after a reply, or where two readers differ."""
    return version.status == Status.REPLY or readers_differ(version)


def heard(today: date) -> Q:
    """The same as a condition on versions with a verdict."""
    is_over = Q(review__is_reply_waived=True) | Q(review__reply_due_on__lt=today)
    return Q(status=Status.REPLY) | is_over


def lacks_second_reading() -> Q:
    """That the rule asks for a second reading of the verdict, and that there is none."""
    return cast(Q, Q(review__needs_second_reading=True) & ~is_read_twice())


def may_be_final(today: date) -> Q:
    """The condition on versions that nothing keeps their verdict from being made final."""
    given = Q(status__in=AWAITING_FINAL)
    return given & heard(today) & ~lacks_second_reading()
