"""Whose shares are in a version, what do they say of them, and was it said of the share as it stands now?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Exists,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from pilots.models import Membership, Organisation, Partner
from savings.models import Event, Notice, PartnerResponse, Version
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
        now = share_digest(version, figures, response.organisation_id)
        response.is_of_this_share = response.share_digest == now
    return sorted(latest.values(), key=lambda response: response.organisation.name)


def agreed_at(version: Version, organisations: Collection[int | None]) -> datetime | None:
    """When the last of `organisations` (their keys) agreed its share as it stands now; None where one has not.

    Read anew, not from what is kept with `version`: it decides what may be done.
    """
    said = PartnerResponse.objects.filter(version=version.pk, organisation__in=organisations)
    latest = {word.organisation_id: word for word in said.order_by("pk")}
    if not latest:
        return None
    named = named_organisations(version).filter(pk__in=[body for body in organisations if body])
    now = Version.objects.get(pk=version.pk)
    figures = list(now.figures.all())
    stands = [
        word.at
        for body, word in latest.items()
        if word.is_agreed and word.share_digest == share_digest(now, figures, body)
    ]
    is_all = stands and set(latest) >= set(named.values_list("pk", flat=True))
    return max(stands) if is_all and len(stands) == len(latest) else None


def has_agreed_later(version: Version, organisations: Collection[int | None]) -> bool:
    """Whether one of `organisations` (their keys) has agreed its share of a later version of the claim."""
    later = PartnerResponse.objects.filter(
        version__claim=version.claim_id, version__number__gt=version.number
    )
    return later.filter(organisation__in=organisations, is_agreed=True).exists()


@dataclass(frozen=True)
class PartnersWord:
    """What one organisation that a version names says of its share; `response` is None while it is silent.

    `earlier`: where it is silent, its last word on an earlier version, which is of this share if that is the same.
    `asked_at`: since when its people have been asked, by a notice that was sent; None where they have not been.
    `has_people`: whether anybody answers for it.
    """

    organisation: Organisation
    response: PartnerResponse | None
    earlier: PartnerResponse | None
    asked_at: datetime | None
    has_people: bool


def words_of_each(version: Version) -> list[PartnersWord]:
    """The words and the silences, by name. A place's own lead is no partner, unless somebody answers for it as one."""
    said = {response.organisation_id: response for response in latest_words(version)}
    people = _people_by_organisation(version)
    asked, earlier = _asked_at(version, people), _earlier_words(version)
    leads = Partner.objects.filter(place=version.claim.place_id, is_lead=True)
    own = set(leads.values_list("organisation", flat=True)) - people.keys() - said.keys()
    return [
        PartnersWord(
            body,
            said.get(body.pk),
            None if body.pk in said else earlier.get(body.pk),
            asked.get(body.pk),
            has_people=body.pk in people,
        )
        for body in named_organisations(version).order_by("name", "pk")
        if body.pk not in own
    ]


def _earlier_words(version: Version) -> dict[int, PartnerResponse]:
    """By organisation, its last word on the versions before this one."""
    if version.number == 1:
        return {}
    before = PartnerResponse.objects.filter(
        version__claim=version.claim_id, version__number__lt=version.number
    )
    said = before.select_related("version").order_by("version__number", "pk")
    latest = {response.organisation_id: response for response in said}
    figures = list(version.figures.all())
    for body, response in latest.items():
        response.is_of_this_share = response.share_digest == share_digest(version, figures, body)
    return latest


def _people_by_organisation(version: Version) -> dict[int | None, list[int]]:
    held = Membership.objects.giving("savings.respond_to_share").filter(
        place=version.claim.place_id,
        user__is_active=True,
        organisation__in=named_organisations(version).values("pk"),
    )
    people: dict[int | None, list[int]] = {}
    for body, person in held.values_list("organisation", "user"):
        people.setdefault(body, []).append(person)
    return people


def _asked_at(version: Version, people: dict[int | None, list[int]]) -> dict[int | None, datetime]:
    """By organisation, since when it has been asked for its word: anew where the draft was sent back meanwhile."""
    events = Event.objects.filter(version=version.pk)
    sent_back = events.filter(action="send_back").order_by("-pk").values("pk")[:1]
    asking = events.filter(
        action__in=["ask_sign_off", "submit"], pk__gt=Coalesce(Subquery(sent_back), 0)
    )
    notices = Notice.objects.filter(event__in=asking.values("pk"))
    first = dict(notices.values("to").annotate(at=Min("made_at")).values_list("to", "at"))
    asked = {body: [first[one] for one in them if one in first] for body, them in people.items()}
    return {body: min(days) for body, days in asked.items() if days}


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
