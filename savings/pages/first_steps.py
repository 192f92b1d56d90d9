"""Where does somebody begin who is new here: for whose place, or by whom, nothing has been done yet?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from pilots.models import Membership, User
from pilots.people import treasury_roles
from savings.models import Event
from totalplace.roles import ROLES, Role


@dataclass(frozen=True)
class FirstStep:
    """Where somebody with this role begins: what it is for, how it stands, and a link."""

    role: Role
    stands: str
    href: str
    link: str


# So long somebody of the Treasury who has done nothing yet is shown where to begin.
NEW_FOR = timedelta(days=30)
_OF_TREASURY = {
    "reviewer": ("savings:review_queue", "Open the queue of claims"),
    "lead": ("savings:review_triage", "Choose claims for review"),
    "analyst": ("savings:export_list", "Download figures"),
    "administrator": ("admin:pilots_user_changelist", "See people, and add them"),
}
_IN_PLACE = {
    "officer": "No saving is stated here yet. You can stop at any step and go on later.",
    "finance": "No saving is stated here yet. When an officer asks you to sign one off, it is on this page.",
    "partner": "No claim gives your organisation a share yet. When one does, it is on this page.",
}


def in_place(held: Iterable[Membership]) -> list[FirstStep]:
    """Where a person begins in each of the roles that they hold in a place in which there is nothing for them yet."""
    return [_in_place(code) for code in dict.fromkeys(one.role for one in held)]


def _in_place(code: str) -> FirstStep:
    route, link = ("savings:claim_new", "State your first claim")
    if code == "partner":
        route, link = ("savings:place_list", "See the places")
    return FirstStep(ROLES[code], _IN_PLACE[code], reverse(route), link)


def of_treasury(user: User) -> list[FirstStep]:
    """Where `user` begins in each of their Treasury roles, until they have done anything."""
    is_new = user.date_joined > timezone.now() - NEW_FOR
    codes = treasury_roles(user) if user.is_staff and is_new else []
    if not codes or Event.objects.filter(by=user).exists():
        return []
    found = [(ROLES[code], *_OF_TREASURY[code]) for code in codes]
    return [FirstStep(role, "", reverse(route), link) for role, route, link in found]
