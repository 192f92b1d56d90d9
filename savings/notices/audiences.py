"""Whom does something about a claim concern? The people of a version, and the versions of a person, by the same rule.

Whoever is found by either way may see the version by the rules of `savings.access`: nobody outside a place hears of
its draft, but for the partners that it names once sign-off is asked for. Of `NAMED` alone the versions are found
whether they may be seen or not: whoever saw a draft is told that they do not any more.
"""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from pilots.models import Organisation, User
from pilots.people import held_with, people_with, untied_people_with
from savings.access import all_shares_of, shares_of, tied_places
from savings.claims.partners_words import named_organisations
from savings.models import Review, Version
from savings.review.standing_reading import second_readings


class Audience(StrEnum):
    """People whom something concerns: in the claim's place, or at the Treasury and with no tie to that place."""

    OFFICERS = "officers"
    FINANCE = "finance officers"
    PLACE = "officers and finance officers"
    PARTNERS = "partners"  # Those whose organisation the version names.
    FORMER_PARTNERS = "partners that no later version names"
    NAMED = "partners that it names"  # Though they may not see it, or not any more.
    REVIEWER = "the reviewer"  # The one who has it.
    SECOND_READERS = "the second reader"
    LEADS = "review leads"

    @property
    def permission(self) -> str:
        return _PERMISSIONS[self]

    @property
    def parties(self) -> "tuple[Audience, ...]":
        """Those of `PARTIES` that it is, or is of."""
        return _OF_SEVERAL.get(self, (self,))


_PERMISSIONS = {
    Audience.OFFICERS: "savings.ask_sign_off",
    Audience.FINANCE: "savings.sign_off_claim",
    Audience.PLACE: "savings.edit_claim",
    Audience.PARTNERS: "savings.respond_to_share",
    Audience.FORMER_PARTNERS: "savings.respond_to_share",
    Audience.NAMED: "savings.respond_to_share",
    Audience.REVIEWER: "savings.review_claim",
    Audience.SECOND_READERS: "savings.review_claim",
    Audience.LEADS: "savings.lead_review",
}
_OF_SEVERAL = {
    Audience.PLACE: (Audience.OFFICERS, Audience.FINANCE),
    Audience.FORMER_PARTNERS: (Audience.PARTNERS,),
    Audience.NAMED: (Audience.PARTNERS,),
}
# The columns of the table of notices.
PARTIES = (
    Audience.OFFICERS,
    Audience.FINANCE,
    Audience.PARTNERS,
    Audience.REVIEWER,
    Audience.SECOND_READERS,
    Audience.LEADS,
)
_OF_PARTNERS = (Audience.PARTNERS, Audience.FORMER_PARTNERS, Audience.NAMED)
_OF_THE_TREASURY = (Audience.REVIEWER, Audience.SECOND_READERS, Audience.LEADS)


def everybody_in(audiences: Iterable[Audience], version: Version) -> QuerySet[User]:
    """The people whom something about `version` concerns."""
    parts = [_people(audience, version) for audience in audiences]
    if len(parts) == 1:
        return parts[0].order_by("pk")
    concerned = Q(pk__in=[])
    for people in parts:
        concerned |= Q(pk__in=people.values("pk"))
    return User.objects.filter(concerned).order_by("pk")


def concerns(person: User, audience: Audience, path: str = "") -> Q:
    """The condition on versions that `person` is of their `audience`; `path` leads to the version, ending in `__`."""
    if audience in _OF_THE_TREASURY:
        return _concerns_treasury(person, audience, path)
    held = held_with(person, audience.permission)
    if not held:
        return Q(pk__in=[])
    if audience in _OF_PARTNERS:
        return Q(**{f"{path}pk__in": _named_in(person, audience).values("pk")})
    return Q(**{f"{path}claim__place__in": [one.place_id for one in held]})


def _people(audience: Audience, version: Version) -> QuerySet[User]:
    place, permission = version.claim.place_id, audience.permission
    if audience in _OF_PARTNERS:
        is_seen = version.frozen_at or version.sign_off_asked_at
        if not is_seen and audience != Audience.NAMED:
            return User.objects.none()
        named = _named_by(version, audience)
        return people_with(permission, place, organisation__in=named.values("pk"))
    if audience in _OF_THE_TREASURY:
        return _people_of_treasury(audience, version)
    return people_with(permission, place)


def _named_by(version: Version, audience: Audience) -> QuerySet[Organisation]:
    named = named_organisations(version)
    if audience != Audience.FORMER_PARTNERS:
        return named
    later = Version.objects.filter(claim=version.claim_id, number__gt=version.number).values("pk")
    still = Organisation.objects.filter(
        Q(figures__version__in=later) | Q(led_versions__in=later)
    ).values("pk")
    return named.exclude(pk__in=still)


def _named_in(person: User, audience: Audience) -> QuerySet[Version]:
    if audience == Audience.NAMED:
        return all_shares_of(person)
    shares = shares_of(person)
    if audience == Audience.PARTNERS:
        return shares
    later = shares.filter(claim=OuterRef("claim"), number__gt=OuterRef("number"))
    return shares.filter(~Exists(later))


def _people_of_treasury(audience: Audience, version: Version) -> QuerySet[User]:
    if not version.frozen_at:
        return User.objects.none()
    people = untied_people_with(audience.permission, version.claim.place_id)
    if audience == Audience.REVIEWER:
        has_it = Review.objects.filter(version=version)
        return people.filter(pk__in=has_it.values("reviewer"))
    if audience == Audience.SECOND_READERS:
        read_it = second_readings().filter(version=version)
        return people.filter(pk__in=read_it.values("reader"))
    return people


def _concerns_treasury(person: User, audience: Audience, path: str) -> Q:
    if not person.has_perm(audience.permission):
        return Q(pk__in=[])
    tied = Q(**{f"{path}claim__place__in": tied_places(person)})
    submitted = ~tied & Q(**{f"{path}frozen_at__isnull": False})
    if audience == Audience.REVIEWER:
        return submitted & Q(**{f"{path}review__reviewer": person.pk})
    if audience == Audience.SECOND_READERS:
        read_it = second_readings().filter(reader=person.pk)
        return submitted & Q(**{f"{path}pk__in": read_it.values("version")})
    return submitted
