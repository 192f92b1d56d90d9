"""Whom does something about a claim concern? The people of a version, and the versions of a person, by the same rule.

Whoever is found by either way may see the version by the rules of `savings.access`.
"""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Q, QuerySet

from pilots.models import User
from pilots.people import held_with, people_with, untied_people_with
from savings.access import shares_of, tied_places
from savings.claims.partners_words import named_organisations
from savings.models import Review, Version


class Audience(StrEnum):
    """People whom an action concerns, by the permission they hold: in the claim's place, or at the Treasury."""

    OFFICERS = "savings.ask_sign_off"
    FINANCE = "savings.sign_off_claim"
    PLACE = "savings.edit_claim"  # Officers and finance officers.
    PARTNERS = "savings.respond_to_share"  # Those whose organisation the version names.
    REVIEWER = "savings.review_claim"  # The one who has it, with no tie to the place.
    LEADS = "savings.lead_review"  # All who have no tie to the place.


def everybody_in(audiences: Iterable[Audience], version: Version) -> QuerySet[User]:
    """The people whom something about `version` concerns."""
    concerned = Q(pk__in=[])
    for audience in audiences:
        concerned |= Q(pk__in=_people(audience, version).values("pk"))
    return User.objects.filter(concerned).order_by("pk")


def concerns(person: User, audience: Audience, path: str = "") -> Q:
    """The condition on versions that `person` is of their `audience`; `path` leads to the version, ending in `__`."""
    if audience in (Audience.REVIEWER, Audience.LEADS):
        return _concerns_treasury(person, audience, path)
    if audience == Audience.PARTNERS:
        return Q(**{f"{path}pk__in": shares_of(person).values("pk")})
    places = [held.place_id for held in held_with(person, audience)]
    return Q(**{f"{path}claim__place__in": places})


def _people(audience: Audience, version: Version) -> QuerySet[User]:
    place = version.claim.place_id
    if audience == Audience.PARTNERS:
        named = named_organisations(version)
        return people_with(audience, place, organisation__in=named.values("pk"))
    if audience == Audience.LEADS:
        return untied_people_with(audience, place)
    if audience == Audience.REVIEWER:
        has_it = Review.objects.filter(version=version)
        return untied_people_with(audience, place).filter(pk__in=has_it.values("reviewer"))
    return people_with(audience, place)


def _concerns_treasury(person: User, audience: Audience, path: str) -> Q:
    if not person.has_perm(audience):
        return Q(pk__in=[])
    untied = ~Q(**{f"{path}claim__place__in": tied_places(person)})
    if audience == Audience.LEADS:
        return untied
    return untied & Q(**{f"{path}review__reviewer": person.pk})
