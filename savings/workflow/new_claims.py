"""How a claim begins: as a place's draft, or as published words from a public source."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pilots.models import Place, User
from pilots.people import may
from savings.models import Citation, Claim, ConditionChange, Evidence, Version
from savings.models.choices import (
    STANDING,
    EvidenceForm,
    EvidenceKind,
    PriceBasis,
    Status,
    UseCondition,
)

from .drafts import default_lead, say, supersede
from .record import record
from .refusals import need
from .writers import check_writes_for


@transaction.atomic
def create_claim(place: Place, *, by: User, reference: str = "", content: dict) -> Version:
    """A new claim of `place`; returns its first draft. Without a `reference` the next free one is made."""
    check_writes_for(by, place)
    claim = _new_claim(place, reference or _held_reference(place))
    lead = content.get("lead") or default_lead(place, by)
    draft = Version(claim=claim, number=1)
    say(draft, {**content, "lead": lead})
    draft.clean_fields()
    draft.save()
    record(draft, "create", "", by=by)
    return draft


def next_reference(place: Place) -> str:
    """`KEN-0007`: the place's code and the number after its highest."""
    prefix = f"{place.code}-"
    taken = Claim.objects.filter(reference__startswith=prefix).values_list("reference", flat=True)
    numbers = [int(tail) for tail in (ref[len(prefix) :] for ref in taken) if tail.isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:04}"


@transaction.atomic
def publish(place: Place, *, by: User, reference: str, content: dict) -> Version:
    """Published words of a place, with the source as link evidence: frozen, open, never submitted.

    Published again under the same reference, a corrected text becomes the next version, unless the place
    has adopted it.
    """
    if not may(by, "savings.publish_claim", place):
        raise PermissionDenied("Only an administrator can load published claims.")
    need(
        content.get("source_title") and content.get("source_url"),
        "A published claim needs its source: a title and an address.",
    )
    claim = Claim.objects.filter(reference=reference).first()
    if claim is None:
        claim = _new_claim(place, reference, UseCondition.OPEN)
        ConditionChange.objects.create(
            claim=claim, condition=UseCondition.OPEN, by=by, note="From a public source."
        )
    need(
        claim.place_id == place.pk and not claim.versions.filter(is_published=False).exists(),
        f"{reference} belongs to its place now: the place revises it.",
    )
    # What the source does not say is not stated, cash prices included.
    return _freeze(_draft_of(claim, {"price_basis": PriceBasis.NOT_STATED, **content}), by)


def _held_reference(place: Place) -> str:
    """The next reference, nobody else's until the claim is stored: of two begun at once the second waits here."""
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    return next_reference(place)


def _new_claim(place: Place, reference: str, condition: str = UseCondition.REVIEW_ONLY) -> Claim:
    claim = Claim(reference=reference, place=place, use_condition=condition)
    claim.full_clean()
    claim.save()
    return claim


def _draft_of(claim: Claim, content: Mapping[str, Any]) -> Version:
    draft = Version(claim=claim, number=claim.versions.count() + 1, is_published=True)
    say(draft, content)
    draft.clean_fields(exclude=["claim"])
    draft.save()
    return draft


def _freeze(draft: Version, by: User) -> Version:
    source = Evidence.objects.create(
        place=draft.claim.place,
        form=EvidenceForm.LINK,
        kind=EvidenceKind.PUBLISHED_SOURCE,
        title=draft.source_title,
        url=draft.source_url,
        own_date=draft.source_date,
        added_by=by,
    )
    Citation.objects.create(version=draft, evidence=source)
    for old in draft.claim.versions.filter(status__in=STANDING):
        supersede(old, by=by, later=draft)
    draft.status, draft.frozen_at, draft.frozen_by = Status.PUBLISHED, timezone.now(), by
    draft.save()
    record(draft, "publish", "", by=by)
    return draft
