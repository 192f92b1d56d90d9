"""Whom does a reminder about a round concern? The people of its place; where it names none, the review leads.

As in `audiences`, the people of a reminder and the reminders of a person are found by the same rule; but which places
were late is known on the day of the reminder alone, and so is which leads have a tie to each of them.
"""

from collections.abc import Collection, Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pilots.models import Membership, Place, User
from pilots.people import held_with, people_with, treasury_people_with

from .audiences import Audience


def everybody_of(
    audiences: Iterable[Audience], place: Place | None, late: Collection[int] = ()
) -> QuerySet[User]:
    """The people whom something about a round concerns that `place` owes; without one, the places that are `late`."""
    concerned = Q(pk__in=[])
    for audience in audiences:
        concerned |= Q(pk__in=_people(audience, place, late).values("pk"))
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


def _people(audience: Audience, place: Place | None, late: Collection[int]) -> QuerySet[User]:
    if audience == Audience.LEADS and place is None:
        return _untied_to_one_of(late, treasury_people_with(audience.permission))
    if audience == Audience.PLACE and place is not None:
        return people_with(audience.permission, place)
    return User.objects.none()


def _untied_to_one_of(places: Collection[int], people: QuerySet[User]) -> QuerySet[User]:
    """Those of `people` who have no tie to one at least of `places`, which are keys."""
    ties = Membership.objects.filter(user=OuterRef("pk"), place__in=places).order_by()
    tied_to = ties.values("user").annotate(number=Count("place", distinct=True)).values("number")
    known = people.alias(tied_to=Coalesce(Subquery(tied_to), 0))
    return known.filter(tied_to__lt=len(places))
