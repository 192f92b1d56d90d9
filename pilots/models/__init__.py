"""Who: people, places, their organisations, and what requirements cost them."""

from .account_changes import AccountChange
from .burdens import Burden
from .people import Membership, User
from .places import Organisation, Partner, Place, Theme
from .sheets import PeopleSheet

__all__ = [
    "AccountChange",
    "Burden",
    "Membership",
    "Organisation",
    "Partner",
    "PeopleSheet",
    "Place",
    "Theme",
    "User",
]
