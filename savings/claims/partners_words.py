"""Whose shares are in a version, what do they say of them, and was it said of the share as it stands now?"""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from pilots.models import Organisation
from savings.models import PartnerResponse, Version
from savings.models.choices import Status

from .digests import share_digest

_SAID = Prefetch("partner_responses", PartnerResponse.objects.select_related("organisation", "by"))


def named_organisations(version: Version) -> QuerySet[Organisation]:
    """The organisations that a version gives a figure, or names as its lead: their partners agree or dispute it."""
    return Organisation.objects.filter(
        Q(figures__version=version) | Q(led_versions=version)
    ).distinct()


def latest_words(version: Version) -> list[PartnerResponse]:
    """Each partner's last word, by name. `is_of_this_share` is False where its share has changed since."""
    prefetch_related_objects([version], _SAID)
    said = sorted(version.partner_responses.all(), key=lambda response: response.pk)
    latest = {response.organisation_id: response for response in said}
    figures = list(version.figures.all()) if latest else []
    for response in latest.values():
        now = share_digest(figures, response.organisation_id)
        response.is_of_this_share = response.share_digest == now
    return sorted(latest.values(), key=lambda response: response.organisation.name)


def silent(versions: QuerySet[Version], organisations: Collection[int | None]) -> QuerySet[Version]:
    """Those of `versions` of which `organisations` (their keys) have not said a word."""
    return versions.filter(~Exists(_said_by(organisations)))


def answered_as_draft(
    versions: QuerySet[Version], organisations: Collection[int | None]
) -> QuerySet[Version]:
    """Those of which they spoke while it was a draft: only its share can have changed since."""
    said = _said_by(organisations)
    of_a_draft = Q(status=Status.DRAFT) | Exists(said.filter(at__lt=OuterRef("frozen_at")))
    return versions.filter(of_a_draft, Exists(said))


def unanswered(versions: QuerySet[Version], organisations: Collection[int | None]) -> list[Version]:
    """Those of `versions` of which `organisations` (their keys) have still to say a word, by reference."""
    bodies = organisations
    return unanswered_of(silent(versions, bodies), answered_as_draft(versions, bodies), bodies)


def unanswered_of(
    never: Iterable[Version], as_draft: Iterable[Version], organisations: Collection[int | None]
) -> list[Version]:
    """The same of what `silent` and `answered_as_draft` give: two queries more where there is any of these."""
    answered = list(as_draft)
    prefetch_related_objects(answered, "figures", _SAID)
    found = [*never, *(version for version in answered if _asks(version, organisations))]
    return sorted(found, key=lambda version: (version.claim.reference, version.pk))


def _said_by(organisations: Collection[int | None]) -> QuerySet[PartnerResponse]:
    return PartnerResponse.objects.filter(version=OuterRef("pk"), organisation__in=organisations)


def _asks(version: Version, organisations: Collection[int | None]) -> bool:
    said = (word for word in latest_words(version) if word.organisation_id in organisations)
    return not all(word.is_of_this_share for word in said)
