"""Whom does a reminder about a round concern? The people of its place; where it names none, the review leads.

As in `audiences`, the people of a reminder and the reminders of a person are found by the same rule.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from pilots.models import Place, User
from pilots.people import held_with, people_with, treasury_people_with

from .audiences import Audience


def everybody_of(audiences: Iterable[Audience], place: Place | None) -> QuerySet[User]:
    """The people whom something about a round concerns that `place`, or no place in particular, owes."""
    concerned = Q(pk__in=[])
    for audience in audiences:
        concerned |= Q(pk__in=_people(audience, place).values("pk"))
    return User.objects.filter(concerned).order_by("pk")


def concerns_of_round(person: User, audience: Audience, path: str = "") -> Q:
    """The condition on reminders that `person` is of their `audience`; `path` leads to the reminder, ending in `__`."""
    if audience == Audience.LEADS:
        of_all = Q(**{f"{path}round__isnull": False, f"{path}place": None})
        return of_all if person.has_perm(audience.permission) else Q(pk__in=[])
    if audience == Audience.PLACE:
        held = [one.place_id for one in held_with(person, audience.permission)]
        return Q(**{f"{path}place__in": held})
    return Q(pk__in=[])


def _people(audience: Audience, place: Place | None) -> QuerySet[User]:
    if audience == Audience.LEADS and place is None:
        return treasury_people_with(audience.permission)
    if audience == Audience.PLACE and place is not None:
        return people_with(audience.permission, place)
    return User.objects.none()
