"""Who: people, places, their organisations, and what requirements cost them."""

from .burdens import Burden
from .people import Membership, User
from .places import Organisation, Partner, Place, Theme

__all__ = ["Burden", "Membership", "Organisation", "Partner", "Place", "Theme", "User"]
