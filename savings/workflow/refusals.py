"""How the workflow says no: in words that name the rule and who can lift it."""

from django.core.exceptions import PermissionDenied

from pilots.models import User
from pilots.people import is_here


class ActionError(Exception):
    """The action cannot be done now. `str(error)` is fit to show to the person; `problems` lists what is in the way."""

    def __init__(self, message: str, problems: list[str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or []


class DoneBeforeError(ActionError):
    """The person has done it already, as in another tab: what they wanted is so, and there is a place to go on."""


class StaleError(ActionError):
    """Somebody else changed the version since it was read: a conflict (409), not a fault of the person's."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has changed this claim since you opened it. Nothing of yours was stored."
            " Look at what it says now, then do it again if it is still right."
        )


def need(condition: object, message: str) -> None:
    """Refuse with `message` unless `condition` holds."""
    if not condition:
        raise ActionError(message)


def check_is_here(by: User) -> None:
    """Refuse whoever has left by now, with all that they did in this transaction."""
    if not is_here(by):
        raise PermissionDenied(
            "You can no longer do this: your account is closed. If that is wrong, ask an administrator."
        )
