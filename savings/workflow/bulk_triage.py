"""Choosing for review from the whole queue: as `triage` does one claim, and recorded so that it can be repeated."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pilots.models import User
from savings.batches import batches
from savings.models import Draw, Review
from savings.review.triage import WAYS, Plan, is_chosen, plan_of, waiting

from .actions import ACTIONS
from .record import record_many
from .refusals import StaleError, need
from .revisions import move_on


def may_triage(user: User) -> bool:
    """Whether the person chooses for review: of which places' claims, their ties decide."""
    return user.is_active and user.has_perm(ACTIONS["triage"].permission)


def check_may_triage(user: User) -> None:
    """Raise PermissionDenied, in words, unless `may_triage`."""
    if not may_triage(user):
        raise PermissionDenied("Only a review lead can do this: choose claims for review.")


@transaction.atomic
def choose_for_review(*, by: User, seed: str, number: int, seen: str) -> Draw:
    """Choose from all that waits and that `by` may review; `seen` is the digest of the plan that they were shown.

    All of it or nothing. Raises PermissionDenied where `by` may not, ActionError (in words) where the claims or the
    rule are not what was shown, StaleError where somebody was faster.
    """
    check_may_triage(by)
    reviews = list(waiting(by).select_for_update(of=("self", "version")))
    plan = plan_of(reviews, seed=seed, number=number)
    need(plan.pool, "No claim waits to be chosen from. Nothing was stored.")
    need(plan.has_a_rule, plan.contradiction)
    need(
        plan.digest == seen,
        "The claims that wait, or the thresholds, have changed since you were shown what would be chosen. Nothing was"
        " stored. Look at what would be chosen now, then choose again.",
    )
    draw = Draw.objects.create(
        by=by,
        seed=seed,
        read_all=plan.read_all,
        read_none=plan.read_none,
        number=number,
        pool=plan.pool,
        chosen=plan.chosen,
    )
    # Whoever has read one of them without this must look again.
    move_on([review.version for review in reviews])
    _say(reviews, plan, draw)
    return draw


def _say(reviews: Sequence[Review], plan: Plan, draw: Draw) -> None:
    """Whether each is chosen, and why: with its review, and in its claim's history."""
    ways = {line.reference: line.way for line in plan.lines}
    by_way: dict[str, list[Review]] = {way: [] for way in WAYS}
    for review in reviews:
        by_way[ways[review.version.claim.reference]].append(review)
    said = 0
    for way, those in by_way.items():
        for keys in batches(review.pk for review in those):
            said += Review.objects.filter(pk__in=keys, is_chosen=None).update(
                is_chosen=is_chosen(way), chosen_because=plan.because(way), draw=draw
            )
        versions = [review.version for review in those]
        record_many(versions, "triage", by=draw.by, note=plan.because(way))
    if said != len(reviews):
        raise StaleError
