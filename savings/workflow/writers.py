"""Who begins claims, adds evidence and sends spreadsheets, and for which places? What is written asks here again."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from pilots.models import Place, User
from pilots.people import edits_somewhere, may, places_with


def places_written_by(user: User) -> QuerySet[Place]:
    """The places for which `user` writes, by name; PermissionDenied, in words, where there is none."""
    check_writes(user)
    held = places_with(user, "savings.edit_claim")
    return Place.objects.filter(pk__in=held.values("place")).order_by("name")


def check_writes(user: User) -> None:
    """Raise PermissionDenied where `user` writes for no place."""
    if not edits_somewhere(user):
        raise PermissionDenied(
            "Only an officer or finance officer of a place states its claims and figures. "
            "An administrator can make you one."
        )


def check_writes_for(user: User, place: Place) -> None:
    """Raise PermissionDenied where `user` does not write for `place`."""
    if not may(user, "savings.edit_claim", place):
        raise PermissionDenied(f"Only an officer or finance officer of {place} can do this.")
