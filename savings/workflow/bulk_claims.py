"""Many claims of a file at once, begun or changed in a few statements: as `create_claim` and `edit` do one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from pilots.models import Organisation, Place, User
from savings.claims.carried_figures import subject_of
from savings.claims.headlines import unconfirmed
from savings.models import Claim, FigureSheet, Version
from savings.models.choices import Status

from .carried import carry_along
from .drafts import default_lead, say
from .record import record_many
from .refusals import ActionError, StaleError
from .revisions import move_on
from .writers import check_writes_for_all

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
    places = {one.place for one in new}
    check_writes_for_all(by, {place.pk for place in places})
    # Whoever begins a claim of these places by a page waits, and takes the next reference after these.
    held = Place.objects.select_for_update(no_key=True).filter(pk__in=[p.pk for p in places])
    list(held.order_by("pk"))
    leads = {place: default_lead(place, by) for place in places}
    drafts = [_draft(one, leads[one.place]) for one in new]
    try:
        with transaction.atomic():
            Claim.objects.bulk_create([draft.claim for draft in drafts])
    except IntegrityError as error:
        raise ActionError(
            "Somebody else has used one of these references meanwhile, so nothing was stored. Import the file again."
        ) from error
    Version.objects.bulk_create(drafts)
    record_many(drafts, "create", "", by=by, note=note, sheet=sheet)


@transaction.atomic
def edit_drafts(
    changes: Sequence[tuple[Version, dict]],
    *,
    by: User,
    note: str,
    sheet: FigureSheet | None = None,
) -> None:
    """Change what each draft says (field → value) in the fields that are given; `note` and `sheet` are as above.

    Figures go along, and what was confirmed of a headline is dropped, as in `edit`. All of them or none. Raises
    StaleError where a draft is not as it was read, PermissionDenied where `by` may not write one of them.
    """
    changes = [(draft, {**content, **unconfirmed(draft, content)}) for draft, content in changes]
    drafts = [draft for draft, _ in changes]
    check_writes_for_all(by, {draft.claim.place_id for draft in drafts})
    if any(draft.status != Status.DRAFT for draft in drafts):
        raise StaleError
    move_on(drafts)
    before = [(draft, subject_of(draft)) for draft in drafts]
    for draft, content in changes:
        say(draft, content)
        unsaid = {field.name for field in Version._meta.fields} - content.keys()
        draft.clean_fields(exclude=unsaid.union(_NOT_LOOKED_UP))
    fields = sorted({name for _, content in changes for name in content})
    if fields:
        Version.objects.bulk_update(drafts, fields, batch_size=_CHANGED_AT_ONCE)
    carry_along(before)
    record_many(drafts, "edit", by=by, note=note, sheet=sheet)


def _draft(new: NewClaim, lead: Organisation | None) -> Version:
    claim = Claim(reference=new.reference, place=new.place)
    claim.clean_fields(exclude=["place"])
    draft = Version(claim=claim, number=1)
    say(draft, {**new.content, "lead": new.content.get("lead") or lead})
    draft.clean_fields(exclude=_NOT_LOOKED_UP)
    return draft
