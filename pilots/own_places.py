"""Of which places is a person? For what is shown: what is done is decided by memberships read anew (`people`)."""

from .models import User
from .people import current_memberships


def is_of_a_place(user: User) -> bool:
    """Whether there is any of `places_of`."""
    return bool(places_of(user))


def places_of(user: User) -> set[int]:
    """The places (their keys) for which `user` may do anything: as an officer, a finance officer or a partner."""
    return {held.place_id for held in current_memberships(user) if held.permissions}
