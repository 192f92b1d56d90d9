"""How does the review of a version begin? A place leaves no sample by revising: what was chosen stays chosen.

Whoever had the version before has this one too, and need only take it.
"""

from typing import Any

from pilots.models import User
from pilots.people import is_tied
from savings.models import Review, Version

from .rights import REVIEW


def begin_review(version: Version) -> Review:
    """The review of a version that has just been submitted, with what the last review of its claim hands on to it."""
    reviews = Review.objects.filter(version__claim=version.claim_id).select_related("reviewer")
    before = reviews.order_by("-version__number").first()
    return Review.objects.create(version=version, **(_handed_on(before, version) if before else {}))


def _handed_on(before: Review, version: Version) -> dict[str, Any]:
    """That it was chosen, why and in which draw; and its reviewer, if they may still read it.

    What was not chosen is chosen from again: the revision may have become larger.
    """
    reviewer = before.reviewer if _may_review(before.reviewer, version) else None
    if not before.is_chosen:
        return {"reviewer": reviewer}
    return {
        "reviewer": reviewer,
        "is_chosen": True,
        "chosen_because": before.chosen_because,
        "draw": before.draw,
    }


def _may_review(person: User | None, version: Version) -> bool:
    if person is None or not (person.is_active and person.has_perm(REVIEW)):
        return False
    return not is_tied(person, version.claim.place)
