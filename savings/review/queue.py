"""Which claims wait for a reviewer, in which order, and who owes what on each? For pages and the workspace alike.

Every list starts from `savings.access.open_to_review_by`. Each view of a large queue is one status, so that an index
gives its first page whatever its length.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from pilots.models import Membership, User
from pilots.people import treasury_people_with
from savings.access import open_to_review_by
from savings.models import Question, Reading, Version
from savings.models.choices import AWAITING_FINAL, REVIEW_OPEN, Status

from .finality import lacks_second_reading

COUNTED_TO = 250  # Counting on would cost more than the page.


@dataclass(frozen=True)
class View:
    """A part of the queue: its name in addresses, its heading, what it holds in words, and which versions those are."""

    name: str
    label: str
    means: str
    condition: Callable[[User], Q]
    first: tuple = ()


def _waits_for_a_second_reader(user: User) -> Q:
    read_by_them = Reading.objects.filter(version=OuterRef("pk"), reader=user.pk)
    given = Q(status__in=AWAITING_FINAL)
    return cast(Q, given & lacks_second_reading() & ~Exists(read_by_them))


def lost_its_reviewer() -> Q:
    """Somebody has the version who cannot review it: they have left, are no reviewer now, or have a tie to its place.

    It is asked of what is so today, not of what was done: however it came about, no such claim goes unseen.
    """
    reviewers = treasury_people_with("savings.review_claim").order_by()
    tied = Membership.objects.filter(
        user=OuterRef("review__reviewer"), place=OuterRef("claim__place")
    )
    gone = ~Q(review__reviewer__in=reviewers.values("pk")) | Exists(tied)
    return cast(Q, Q(status__in=REVIEW_OPEN, review__reviewer__isnull=False) & gone)


VIEWS = {
    view.name: view
    for view in [
        View(
            "mine",
            "Yours",
            "What you have under review, with answered questions first.",
            lambda user: Q(
                review__reviewer=user.pk,
                status__in=REVIEW_OPEN,
            ),
            first=("-is_answered",),
        ),
        View(
            "waiting",
            "Not taken",
            "Submitted, and nobody has taken it. It is not yet reviewed. This says nothing against it.",
            lambda user: Q(status=Status.SUBMITTED, review__reviewer=None),
        ),
        View(
            "chosen",
            "Chosen, not taken",
            "Chosen for review by size or by draw, and nobody has taken it.",
            lambda user: Q(status=Status.SUBMITTED, review__reviewer=None, review__is_chosen=True),
        ),
        View(
            "lost",
            "Without a reviewer",
            "Whoever had it has left, or may not review it any more. The review lead hands it over to another.",
            lambda user: lost_its_reviewer(),
        ),
        View(
            "in_review",
            "Being read",
            "Under review by anybody.",
            lambda user: Q(status=Status.IN_REVIEW),
        ),
        View(
            "question",
            "With the place",
            "A question is open: the place has to answer. The review’s days are not counted until it does.",
            lambda user: Q(status=Status.QUESTION),
        ),
        View(
            "second",
            "For a second reader",
            "The verdict needs a second reading, by somebody who has not seen the first.",
            _waits_for_a_second_reader,
        ),
        View(
            "provisional",
            "Right of reply",
            "A provisional verdict is given, and the place may reply.",
            lambda user: Q(status=Status.PROVISIONAL),
        ),
        View(
            "reply",
            "Replied",
            "The place has replied: the review lead makes the verdict final or sends it back.",
            lambda user: Q(status=Status.REPLY),
        ),
    ]
}

ORDERS = {
    "value": ("Value, largest first", ("-claimed", "pk")),
    "age": ("Waiting, longest first", ("frozen_at", "pk")),
    "risk": ("Signs of risk, most first", ("-risk", "pk")),
    "place": ("Place", ("claim__place__name", "claim__reference", "pk")),
}


LONG = ("waiting", "chosen")  # Views that may hold nearly all there is.


def queue(
    user: User, view: str = "waiting", *, place: str = "", order: str = "value"
) -> QuerySet[Version]:
    """The versions of one view, a key of VIEWS, that `user` may open for review; `place` is a code, `order` of ORDERS.

    Each has `is_answered`: the place has answered, and no verdict has been given since.
    """
    versions = _of_place(user, place).filter(VIEWS[view].condition(user))
    if order == "place" and view in LONG and connection.vendor == "sqlite":
        # Every name: SQLite then reads place after place until it has enough, where else it would sort all there is.
        versions = versions.filter(claim__place__name__range=("", chr(0x10FFFF)))
    versions = versions.select_related("claim__place", "review__reviewer", "theme")
    return versions.annotate(is_answered=is_answered()).order_by(
        *VIEWS[view].first, *ORDERS[order][1]
    )


def count(versions: QuerySet[Version]) -> int:
    """How many there are, counted to one more than COUNTED_TO."""
    return versions.order_by().values("pk")[: COUNTED_TO + 1].count()


def counts(user: User, *, place: str = "") -> dict[str, int]:
    """How many each view has, as `count` counts."""
    versions = _of_place(user, place)
    return {name: count(versions.filter(view.condition(user))) for name, view in VIEWS.items()}


def _of_place(user: User, place: str) -> QuerySet[Version]:
    versions = open_to_review_by(user)
    return versions.filter(claim__place__code=place) if place else versions


def neighbours(
    user: User, version: Version, view: str, *, place: str = "", order: str = "value"
) -> tuple[str, str]:
    """The references of the claims before and after `version` in a view; empty where there is none.

    Looked for among the first COUNTED_TO. A claim that has left the view is followed by the view's first.
    """
    listed = list(
        queue(user, view, place=place, order=order).values_list("claim__reference", flat=True)[
            :COUNTED_TO
        ]
    )
    here = version.claim.reference
    if here not in listed:
        return "", listed[0] if listed else ""
    index = listed.index(here)
    before = listed[index - 1] if index else ""
    return before, next(iter(listed[index + 1 :]), "")


def is_answered() -> Q:
    """In review, with an answer that came after whatever verdict was given before."""
    return Q(status=Status.IN_REVIEW) & Q(Exists(answers_to_read()))


def answers_to_read() -> QuerySet[Question]:
    """For a subquery over Version: its place's answers after which no verdict has been given."""
    read_since = Reading.objects.filter(
        version=OuterRef("version"), at__gte=OuterRef("answered_at")
    )
    answered = Question.objects.filter(version=OuterRef("pk"), answered_at__isnull=False)
    return answered.exclude(Exists(read_since))
