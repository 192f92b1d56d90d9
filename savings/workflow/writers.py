"""Who begins claims, adds evidence and sends spreadsheets, and for which places? What is written asks here again."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from pilots.models import Place, User
from pilots.people import edits_somewhere, places_with, refused_places

from .rights import EDIT, PARTNER


def places_written_by(user: User) -> QuerySet[Place]:
    """The places for which `user` writes, by name; PermissionDenied, in words, where there is none."""
    check_writes(user)
    held = places_with(user, EDIT)
    return Place.objects.filter(pk__in=held.values("place")).order_by("name")


def writes_for_practice_alone(user: User) -> bool:
    """Whether every place for which `user` writes is for practice: then so is all that they begin."""
    return not places_with(user, EDIT).exclude(place__kind=Place.Kind.PRACTICE).exists()


def check_writes(user: User) -> None:
    """Raise PermissionDenied where `user` writes for no place."""
    if not edits_somewhere(user):
        raise PermissionDenied(
            "Only an officer or finance officer of a place states its claims and figures. "
            "An administrator can make you one."
        )


def check_writes_for(user: User, place: Place) -> None:
    """Raise PermissionDenied where `user` does not write for `place`."""
    check_writes_for_all(user, {place.pk})


def check_gives_files_to(user: User, place: Place) -> None:
    """Raise PermissionDenied where `user` gives no files to `place`: its writers do, and its partners."""
    if not places_with(user, PARTNER).filter(place=place).exists():
        check_writes_for(user, place)


def check_writes_for_all(user: User, places: set[int]) -> None:
    """Raise PermissionDenied where `user` does not write for one of `places` (their keys)."""
    if refused := refused_places(user, EDIT, places):
        place = Place.objects.get(pk=min(refused))
        raise PermissionDenied(f"Only an officer or finance officer of {place} can do this.")
