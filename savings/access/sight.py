"""All that one person may see of one version and of its claim: asked once for a page, and handed down."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value

from pilots.models import User
from savings.models import Event, PartnerResponse, Question, Reading, Reply, Version

from .visible import (
    all_visible_to,
    follows,
    latest_of,
    open_to_review,
    own_places,
    read_openly,
    told,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _IsTold(TypedDict):
    is_told: bool


class _OfSight(TypedDict):
    is_own: bool
    is_followed: bool
    is_open_to_review: bool
    is_read_openly: bool
    has_more_evidence: bool


class _OfLatest(_OfSight):
    is_latest_seen: bool


@dataclass(frozen=True)
class Sight:
    """What `user` may see of `version`. `versions` are those of its claim that they may see, the newest first.

    `is_own`: it is of a place whose officer or finance officer they are. `follows_review`: also before it is final;
    what may be the same money, and questions, are between the place and its reviewers too. `may_review`: it is open to
    review by them. `openly`: the keys of the versions whose readings, and replies to them, they may see.
    `has_more_evidence`: some came with a reply, or with what a partner said, of one of `versions`.
    """

    user: User
    version: Version
    versions: tuple[Version, ...]
    is_own: bool
    follows_review: bool
    may_review: bool
    openly: frozenset[int]
    has_more_evidence: bool = False

    @property
    def reads_blind(self) -> bool:
        """Whether they may be a second reader of it, and so see its readings only after giving one."""
        return self.follows_review and self.user.has_perm("savings.review_claim")

    @property
    def sees_stage_weight(self) -> bool:
        """Whether they may see what is expected of it at its stage: for internal briefing, never published.

        Reviewers and review leads only: no place, no partner and no analyst, and nobody with a tie to the place.
        """
        return self.may_review

    def known(self, key: int) -> Version:
        """The one of `versions` with this key: so that what hangs on it need not read it again."""
        return next(version for version in self.versions if version.pk == key)

    def readings(self) -> QuerySet[Reading]:
        """Those of the version; nothing where they are not read openly."""
        return Reading.objects.filter(version__in=self.openly & {self.version.pk})

    def replies(self) -> QuerySet[Reply]:
        """The place's replies to them: they tell of the first reading."""
        return Reply.objects.filter(version__in=self.openly & {self.version.pk})

    def questions(self) -> QuerySet[Question]:
        """What was asked about the claim, in any of its versions."""
        asked = self.versions if self.follows_review else ()
        return Question.objects.filter(version__in=[version.pk for version in asked])

    def events(self) -> QuerySet[Event]:
        """The history of the claim, as they are told it."""
        return self.all_events().filter(is_told=True)

    def all_events(self) -> "QuerySet[WithAnnotations[Event, _IsTold]]":
        """All that happened to `versions`, for days to be counted. `is_told`: whether the person is told of it."""
        keys = [version.pk for version in self.versions]
        seen = Q(version__in=keys)
        place = Value(self.version.claim.place_id, output_field=IntegerField())
        condition = told(self.user, seen, Q(version__in=self.openly))
        return Event.objects.filter(seen).alias(place=place).annotate(is_told=condition)


def sight_of(user: User, version: Version) -> Sight:
    """What `user` may see of `version`, read with its claim: one statement, whatever is asked of it."""
    seen = all_visible_to(user).filter(claim=version.claim_id).order_by("-number")
    few = seen.only(
        "claim", "number", "status", "verdict", "is_published", "sign_off_asked_at", "frozen_at"
    )
    return sight_among(user, version, _with_sight(few, user))


def read_with_sight(user: User) -> "QuerySet[WithAnnotations[Version, _OfLatest]]":
    """Every version that `user` may see, the newest of its claim first, with what `sight_among` looks at.

    `is_latest_seen`: it is the one of its claim in `visible_to`.
    """
    seen = all_visible_to(user)
    return _with_sight(seen.annotate(is_latest_seen=latest_of(seen)).order_by("-number"), user)


def sight_among(
    user: User, version: Version, versions: "Iterable[WithAnnotations[Version, _OfSight]]"
) -> Sight:
    """The same as `sight_of`, where those of its claim are read already: `versions`, of `read_with_sight`."""
    versions = tuple(versions)
    for one in versions:
        one.claim = version.claim
    this = next((one for one in versions if one.pk == version.pk), None)
    return Sight(
        user,
        version,
        versions,
        is_own=bool(this and this.is_own),
        follows_review=bool(this and this.is_followed),
        may_review=bool(this and this.is_open_to_review),
        openly=frozenset(one.pk for one in versions if one.is_read_openly),
        has_more_evidence=any(one.has_more_evidence for one in versions),
    )


def _with_sight(versions: QuerySet[Version], user: User) -> QuerySet:
    replied, said = (
        Exists(model.objects.filter(version=OuterRef("pk"), pieces__gt=0))
        for model in (Reply, PartnerResponse)
    )
    return versions.annotate(
        is_own=Q(claim__place__in=own_places(user)),
        is_followed=follows(user),
        is_open_to_review=open_to_review(user),
        is_read_openly=read_openly(user),
        has_more_evidence=replied | said,
    )
