"""Whose is an action? The permissions, and what an action asks of a person beside the permission it needs."""

from django.utils import timezone

from pilots.people import places_with
from savings.claims.partners_words import agreed_at, has_agreed_later, named_organisations
from savings.models import Version
from savings.models.choices import Status

from .actors import Doer

EDIT = "savings.edit_claim"
ASK_SIGN_OFF = "savings.ask_sign_off"
SIGN_OFF = "savings.sign_off_claim"
REVIEW = "savings.review_claim"
LEAD = "savings.lead_review"
PARTNER = "savings.respond_to_share"
LET_GO = "pilots.change_user"
MARK_OVERLAP = "savings.mark_overlap"


def has_no_tie(doer: Doer, version: Version) -> bool:
    return not doer.is_tied_to(version)


def is_the_reviewer(doer: Doer, version: Version) -> bool:
    review = getattr(version, "review", None)
    has_it = review is not None and review.reviewer_id == doer.user.pk
    return has_it and has_no_tie(doer, version)


def may_take(doer: Doer, version: Version) -> bool:
    # Before it is taken, a claim may have been handed to somebody. Once it is taken, that is too late for all alike.
    is_handed_on = version.status == Status.SUBMITTED and version.review.reviewer_id not in (
        None,
        doer.user.pk,
    )
    return not is_handed_on and has_no_tie(doer, version)


def has_not_read_it(doer: Doer, version: Version) -> bool:
    return has_no_tie(doer, version) and not doer.has_read(version)


def may_hand_over(doer: Doer, version: Version) -> bool:
    leads = doer.user.has_perm(LEAD) and has_no_tie(doer, version)
    return leads or is_the_reviewer(doer, version) or _replaces_the_reviewer(doer, version)


def has_lost_its_reviewer(doer: Doer, version: Version) -> bool:
    return doer.finds_it_lost(version)


def is_named(doer: Doer, version: Version) -> bool:
    if version.status == Status.DRAFT and not version.sign_off_asked_at:
        return False
    mine = places_with(doer.user, PARTNER).filter(place=version.claim.place)
    return named_organisations(version).filter(pk__in=mine.values("organisation")).exists()


def has_agreed(doer: Doer, version: Version) -> str:
    """That all for whom they speak have agreed the share as it stands, in words; empty where they have not."""
    held = places_with(doer.user, PARTNER).filter(place=version.claim.place_id)
    bodies = set(held.values_list("organisation", flat=True))
    at = agreed_at(version, bodies)
    if at:
        day = timezone.localtime(at)
        return f"You agreed this share on {day:%-d %B %Y}. It has not changed since."
    if version.status == Status.SUPERSEDED and has_agreed_later(version, bodies):
        return (
            "You have agreed the share of a later version, which has taken the place of this one."
        )
    return ""


def confirms_its_use(doer: Doer, version: Version) -> bool:
    # A draft's condition is only proposed, so whoever writes the draft may; later it takes the finance officer.
    return doer.holds(EDIT if version.status == Status.DRAFT else SIGN_OFF, version)


def _replaces_the_reviewer(doer: Doer, version: Version) -> bool:
    # Whoever let the reviewer go. Not of a place of their own: who is judged does not choose the judge.
    lets_go = doer.holds(LET_GO, version) and has_no_tie(doer, version)
    return lets_go and has_lost_its_reviewer(doer, version)
