"""Which places in the site does the menu offer to whom?

By permission, never by role. Everything here is a door of the site; the pages behind it decide
what the person sees.
"""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Item:
    """`permission` None: for everybody signed in. What a person may do in some place only, Django's permissions do not
    say: then `offered_if` names the function that does, as settings name what the site may not import.
    """

    text: str
    route: str
    permission: str | None = None
    offered_if: str | None = None

    def is_offered(self, user: PermissionsMixin | AnonymousUser) -> bool:
        if self.offered_if:
            return import_string(self.offered_if)(user)
        return self.permission is None or user.has_perm(self.permission)


START = "/"
# The first that a person is offered is what they see at the start, `/`.
ITEMS = [
    Item("Your place", "savings:your_place", offered_if="pilots.own_places.is_of_a_place"),
    Item("Coverage", "savings:board"),
    Item("Places", "savings:place_list"),
    Item("Claims", "savings:claim_list"),
    Item("Upload", "savings:upload", offered_if="pilots.people.is_offered_editing"),
    Item("Review", "savings:review_queue", permission="savings.read_for_review"),
    Item("Download figures", "savings:export_list"),
    Item("Guidance", "savings:guidance"),
]


# How many notices are new to a person: named, as the site may not import it.
UNSEEN = "savings.notices.inbox.unseen"


def navigation(request: HttpRequest) -> dict:
    """Return the menu for this person, their new notices, and whether this is the demonstration.

    The number is worked out only where a page draws it.
    """
    return {
        "demonstration": settings.DEMO,
        "menu": _menu(request),
        "new_notices": lambda: _new_notices(request),
    }


def _new_notices(request: HttpRequest) -> int:
    """No number is asked for where the page has asked already, and nothing was new."""
    if getattr(request, "has_read_all", False):
        return 0
    return cast(int, import_string(UNSEEN)(request.user))


def _menu(request: HttpRequest) -> list[dict]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    items = [
        _link(request, item.text, reverse(item.route)) for item in ITEMS if item.is_offered(user)
    ]
    items[0]["current"] |= request.path == START
    if user.is_staff and user.has_perm("pilots.use_workspace"):
        items.append(_link(request, "Workspace", reverse("admin:index")))
    return items


def _link(request: HttpRequest, text: str, href: str) -> dict:
    """A menu item; `active` is whether the page asked for stands under it."""
    here = request.path == href
    under = href != START and request.path.startswith(href)
    return {"text": text, "href": href, "current": here, "active": under}
