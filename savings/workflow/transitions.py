"""Doing one action: checked against the table, stored whole or not at all, and recorded."""

from collections.abc import Iterable, Sequence
from inspect import signature
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pilots.models import User
from pilots.people import memberships
from savings.models import Version

from .action import Action
from .actions import ACTIONS
from .actors import Doer
from .record import IN_HISTORY, record
from .refusals import ActionError, DoneBeforeError, check_is_here
from .revisions import hold, move_on
from .rights import LEAD, REVIEW
from .way_out import way_out


def available(version: Version, user: User) -> list[Action]:
    """The actions this person can take now: the buttons on the page and in the admin."""
    return available_on([version], user)[version.pk]


def available_on(
    versions: Sequence[Version], user: User, names: Iterable[str] = ACTIONS
) -> dict[int, list[Action]]:
    """Of the actions `names`, those that this person can take now on each of `versions` (by their keys).

    A list of rows costs what one row costs, for `names` that are decided by status, permission, tie and review:
    the versions come with their claim and their review.
    """
    doer = Doer(user, versions, memberships(user))
    return {
        version.pk: [
            action
            for action in (ACTIONS[name] for name in names)
            if version.status in action.start
            and _may(doer, action, version)
            and not action.obstacle(version)
            and not action.said_already(doer, version)
            and action.is_due(version)
        ]
        for version in versions
    }


def is_ever_for(name: str, user: User) -> bool:
    """Whether a Treasury role of this person could ever do the action: if so, it is offered for many claims at once."""
    needed = ACTIONS[name].permission
    return any(map(user.has_perm, [needed] if needed else [REVIEW, LEAD]))


def check(name: str, version: Version, by: User) -> None:
    """Raise PermissionDenied where the person may never do it, ActionError where not now; else nothing.

    DoneBeforeError is the ActionError to whoever has done it already.
    """
    words = refusal(name, version, by)
    if not words:
        return
    doer, action = Doer(by, [version]), ACTIONS[name]
    if not _may(doer, action, version):
        raise PermissionDenied(words)
    raise (DoneBeforeError if action.done_before(doer, version) else ActionError)(words)


def refusal(name: str, version: Version, user: User) -> str:
    """Why this person cannot do the action now, and who can; empty when they can."""
    action = ACTIONS[name]
    doer = Doer(user, [version])
    if not _may(doer, action, version):
        return f"Only {action.who} can do this: {action.label.lower()}."
    if version.status not in action.start:
        return action.done_before(doer, version) or _too_early_or_too_late(action, version)
    return action.obstacle(version) or action.said_already(doer, version)


def _too_early_or_too_late(action: Action, version: Version) -> str:
    status = version.get_status_display()
    words = f"You cannot choose “{action.label}” while the claim’s status is “{status}”."
    return f"{words} {way_out(action.name, version.status)}".strip()


def perform(name: str, version: Version, *, by: User, note: str = "", **details: Any) -> Version:
    """Do the action `name` on `version` as read by the person, and return the version it leaves: itself or a new draft.

    For whoever learns the name only as it happens: a page for any action, an action on many claims, a test that walks
    the table. Whoever knows it calls its verb (`verbs`), which comes here. `details` are what the action's effect
    takes: TypeError, before anything is done, where it takes no such thing or needs another. Raises PermissionDenied
    where the person may never do it, StaleError where somebody was faster, ActionError (in words) where something is
    missing.
    """
    action = ACTIONS[name]
    signature(action.effect).bind(version, by=by, note=note, **details)
    carry_out = _begin if action.opens_draft else _change
    with transaction.atomic():
        check(name, version, by)
        hold([version])
        left = carry_out(action, version, by=by, note=note, **details)
        check_is_here(by)
    return left


def _begin(action: Action, version: Version, *, by: User, note: str, **details: Any) -> Version:
    """A new draft; the version it was made from stays as it is."""
    draft = action.effect(version, by=by, note=note, **details)
    record(draft, action.name, "", by=by, note=note, sheet=details.get("sheet"))
    return draft


def _change(action: Action, version: Version, *, by: User, note: str, **details: Any) -> Version:
    """The version itself, in its next revision."""
    before = version.status
    changes = dict(action.effect(version, by=by, note=note, **details) or {})
    words = [word for word in (note, changes.pop(IN_HISTORY, "")) if word]
    move_on([version], status=action.end or before, **changes)
    version.refresh_from_db()
    record(version, action.name, before, by=by, note=" ".join(words))
    return version


def _may(doer: Doer, action: Action, version: Version) -> bool:
    if not doer.user.is_active:
        return False
    holds = not action.permission or doer.holds(action.permission, version)
    return holds and action.also(doer, version)
