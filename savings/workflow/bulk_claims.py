"""Many claims of a file at once, begun or changed in a few statements: as `create_claim` and `edit` do one by one.

Nobody is told of either, since a draft is its place's own; so one event for each claim is all that is recorded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from pilots.models import Place, User
from pilots.people import refused_places, role_words_by_place
from savings.models import Claim, Event, FigureSheet, Version
from savings.models.choices import Status
from savings.models.claims import CONTENT_FIELDS

from .drafts import default_lead
from .refusals import ActionError, StaleError

# The statement that changes drafts tries each draft in turn for each of them: many at once are slow.
_CHANGED_AT_ONCE = 200
# These were read from their tables: to look each of them up again for every claim would only take time.
_NOT_LOOKED_UP = ["claim", "theme", "lead", "frozen_by"]


@dataclass(frozen=True)
class NewClaim:
    """A claim to begin: under which reference, and what it says (`content`: field → value)."""

    place: Place
    reference: str
    content: dict


@transaction.atomic
def create_claims(
    new: Sequence[NewClaim], *, by: User, note: str, sheet: FigureSheet | None = None
) -> None:
    """Begin each claim with its first draft; `note` and the `sheet` it came by are for the history.

    All of them or none. Raises PermissionDenied where `by` may not write one of them, ActionError where a
    reference is taken.
    """
    roles = _roles({one.place for one in new}, by)
    # Whoever begins a claim of these places by a page waits, and takes the next reference after these.
    held = Place.objects.select_for_update(no_key=True).filter(pk__in=[p.pk for p in roles])
    list(held.order_by("pk"))
    leads = {place: default_lead(place, by) for place in roles}
    drafts = [_draft(one, leads[one.place]) for one in new]
    try:
        with transaction.atomic():
            Claim.objects.bulk_create([draft.claim for draft in drafts])
    except IntegrityError as error:
        raise ActionError(
            "Somebody else has used one of these references meanwhile, so nothing was stored. "
            "Import the file again."
        ) from error
    Version.objects.bulk_create(drafts)
    _record("create", drafts, "", roles, by, note, sheet)


@transaction.atomic
def edit_drafts(
    changes: Sequence[tuple[Version, dict]],
    *,
    by: User,
    note: str,
    sheet: FigureSheet | None = None,
) -> None:
    """Change what each draft says (field → value) in the fields that are given; `note` and `sheet` are as above.

    All of them or none. Raises StaleError where a draft is not as it was read, PermissionDenied where `by` may
    not write one of them.
    """
    drafts = [draft for draft, _ in changes]
    roles = _roles({draft.claim.place for draft in drafts}, by)
    _hold(drafts)
    for draft, content in changes:
        _say(draft, content)
        unsaid = {field.name for field in Version._meta.fields} - content.keys()
        draft.clean_fields(exclude=unsaid.union(_NOT_LOOKED_UP))
    fields = sorted({name for _, content in changes for name in content})
    if fields:
        Version.objects.bulk_update(drafts, fields, batch_size=_CHANGED_AT_ONCE)
    _record("edit", drafts, Status.DRAFT, roles, by, note, sheet)


def _draft(new: NewClaim, lead) -> Version:
    claim = Claim(reference=new.reference, place=new.place)
    claim.clean_fields(exclude=["place"])
    draft = Version(claim=claim, number=1)
    _say(draft, {**new.content, "lead": new.content.get("lead") or lead})
    draft.clean_fields(exclude=_NOT_LOOKED_UP)
    return draft


def _say(draft: Version, content: dict) -> None:
    unknown = content.keys() - set(CONTENT_FIELDS)
    if unknown:
        raise TypeError(f"Not part of what a version says: {', '.join(sorted(unknown))}")
    for name, value in content.items():
        setattr(draft, name, value)


def _hold(drafts: Sequence[Version]) -> None:
    """Take each draft in its next revision; StaleError, and all undone, where one was not as it was read."""
    still = Version.objects.filter(pk__in=[draft.pk for draft in drafts], status=Status.DRAFT)
    still.update(revision=F("revision") + 1, updated_at=timezone.now())
    taken = dict(still.values_list("pk", "revision"))
    for draft in drafts:
        draft.revision += 1
        if taken.get(draft.pk) != draft.revision:
            raise StaleError


def _roles(places: set[Place], by: User) -> dict[Place, str]:
    """The person's role in each place, in words; refused where it does not let them write claims."""
    keys = {place.pk for place in places}
    if refused := refused_places(by, "savings.edit_claim", keys):
        place = next(place for place in places if place.pk in refused)
        raise PermissionDenied(f"Only an officer or finance officer of {place} can do this.")
    words = role_words_by_place(by, keys)
    return {place: words[place.pk][:100] for place in places}


def _record(
    action: str, drafts: Iterable[Version], before: str, roles, by: User, note, sheet
) -> None:
    Event.objects.bulk_create(
        [
            Event(
                version=draft,
                action=action,
                status_before=before,
                status_after=Status.DRAFT,
                by=by,
                by_role=roles[draft.claim.place],
                note=note,
                sheet=sheet,
            )
            for draft in drafts
        ]
    )
