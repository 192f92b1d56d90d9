"""Which places have nobody who can sign off, nobody at all, or no lead? And what will nobody do after a departure?"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from .models import Membership, Partner, Place
from .people import people_with, treasury_people_with

if TYPE_CHECKING:
    from .leavers import Departure

SIGN_OFF, WRITE = "savings.sign_off_claim", "savings.edit_claim"
# What only the Treasury does, and what is said where nobody is left to do it.
OF_THE_TREASURY = {
    "savings.lead_review": "After this, there is no review lead.",
    "savings.review_claim": "After this, there is no reviewer.",
}


def without_finance_officer() -> QuerySet[Place]:
    """The places where nobody can sign a claim off."""
    return _without(SIGN_OFF)


def without_anybody() -> QuerySet[Place]:
    """The places where nobody can write a claim, and so nobody can sign one off."""
    return _without(WRITE)


def without_lead() -> QuerySet[Place]:
    """The places with no organisation that leads their claims."""
    leads = Partner.objects.filter(place=OuterRef("pk"), is_lead=True)
    return Place.objects.filter(~Exists(leads))


def after(departure: "Departure", *, gone: Iterable[int] = ()) -> list[str]:
    """What nobody can do any more once a `pilots.leavers.Departure` is done, in sentences.

    `gone` are people (their keys) who leave altogether at the same time.
    """
    gone = {departure.person.pk, *gone}
    places = [_after_in(place, departure, gone) for place in departure.places]
    lost = [
        words
        for permission, words in OF_THE_TREASURY.items()
        if departure.loses(permission)
        and not treasury_people_with(permission).exclude(pk__in=gone).exists()
    ]
    return [words for words in places if words] + lost


def _after_in(place: Place, departure: "Departure", gone: set[int]) -> str:
    lost: Iterable[tuple[str, str]] = (
        (WRITE, f"After this, {place} has nobody at all."),
        (SIGN_OFF, f"After this, {place} has nobody who can sign off."),
    )
    for permission, words in lost:
        others = people_with(permission, place).exclude(pk__in=gone)
        if place in departure.places_losing(permission) and not others.exists():
            return words
    return ""


def _without(permission: str) -> QuerySet[Place]:
    held = Membership.objects.giving(permission).filter(place=OuterRef("pk"), user__is_active=True)
    return Place.objects.filter(~Exists(held))


def who_can_sign(place: Place) -> str:
    """Who signs off for a place, in a sentence; or who can mend it that nobody does."""
    signers = people_with("savings.sign_off_claim", place).order_by("name", "pk")
    names = ", ".join(str(person) for person in signers)
    if not names:
        return "Nobody in your place can sign off yet: an administrator can make somebody its finance officer."
    return f"{names} can sign it off."
