"""Doing one action: checked against the table, stored whole or not at all, and recorded."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pilots.models import User
from pilots.people import is_here
from savings.models import FigureSheet, Version

from .actions import ACTIONS, LEAD, REVIEW, Action
from .actors import Doer
from .record import IN_HISTORY, record
from .refusals import ActionError, DoneBeforeError, StaleError


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
    doer = Doer(user, versions)
    return {
        version.pk: [
            action
            for action in (ACTIONS[name] for name in names)
            if version.status in action.start
            and _may(doer, action, version)
            and not action.obstacle(version)
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
        status = version.get_status_display().lower()
        return (
            action.done_before(doer, version)
            or f"“{action.label}” cannot be done while the claim is “{status}”."
        )
    return action.obstacle(version)


@transaction.atomic
def perform(
    name: str,
    version: Version,
    *,
    by: User,
    note: str = "",
    sheet: FigureSheet | None = None,
    **details,
) -> Version:
    """Do the action `name` on `version` as read by the person, and return the version it leaves: itself or a new draft.

    Raises PermissionDenied where the person may never do it, StaleError where somebody was faster, ActionError
    (in words) where something is missing. `sheet` is what it came by, for the history. `details` are what the action
    needs: see its effect.
    """
    check(name, version, by)
    _hold(version)
    action = ACTIONS[name]
    before = version.status
    if action.opens_draft:
        draft = action.effect(version, by=by, note=note, **details)
        record(draft, name, "", by=by, note=note, sheet=sheet)
        _refuse_who_has_left(by)
        return draft
    changes = dict(action.effect(version, by=by, note=note, **details) or {})
    words = [word for word in (note, changes.pop(IN_HISTORY, "")) if word]
    _move(version, status=action.end or before, **changes)
    record(version, name, before, by=by, note=" ".join(words), sheet=sheet)
    _refuse_who_has_left(by)
    return version


def _hold(version: Version) -> None:
    """Keep everybody else from changing the version until this is done; StaleError where somebody has changed it."""
    as_read = Version.objects.filter(
        pk=version.pk, status=version.status, revision=version.revision
    )
    # SQLite lets only one write at a time, and passes over the lock.
    if not as_read.select_for_update().values_list("pk"):
        raise StaleError


def _move(version: Version, **changes) -> None:
    # Testing and setting in one statement: of two people acting at once, one succeeds, on any database.
    unchanged = Version.objects.filter(
        pk=version.pk, status=version.status, revision=version.revision
    )
    if not unchanged.update(revision=F("revision") + 1, updated_at=timezone.now(), **changes):
        raise StaleError
    version.refresh_from_db()


def _refuse_who_has_left(by: User) -> None:
    if not is_here(by):
        raise PermissionDenied("You can no longer do this: you have been signed out for good.")


def _may(doer: Doer, action: Action, version: Version) -> bool:
    if not doer.user.is_active:
        return False
    holds = not action.permission or doer.holds(action.permission, version)
    return holds and action.also(doer, version)
