"""What does *Your place* say of the open round: what of each place is due, and which one button answers it all?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef

from pilots.models import Place, User
from savings.access import own_places, own_versions
from savings.claims.round_returns import PlaceReturn, returns_of
from savings.claims.rounds import not_confirmed_in
from savings.models import Round, Version
from savings.models.choices import Status

from .round_place import has_nothing_to_report, nothing_means
from .round_words import all_answered

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NAMED = 5


class _Due(TypedDict):
    """What `round_blocks` adds to a version."""

    has_draft: bool


@dataclass(frozen=True)
class RoundBlock:
    """One place of an officer in the open round. `due`: what it has still to hear of, drafts of a revision or not."""

    round: Round
    answer: PlaceReturn
    due: "list[WithAnnotations[Version, _Due]]"

    @property
    def named(self) -> "list[WithAnnotations[Version, _Due]]":
        return self.due[:NAMED]

    @property
    def more(self) -> int:
        return len(self.due[NAMED:])

    @property
    def drafts(self) -> int:
        """Of how many of them a revision is being written."""
        return sum(version.has_draft for version in self.due)

    @property
    def offers_nothing(self) -> bool:
        return has_nothing_to_report(self.answer)

    @property
    def all_answered(self) -> str:
        return all_answered(self.answer, self.round)

    @property
    def nothing_means(self) -> str:
        return nothing_means(self.answer)


def round_blocks(user: User, current: Round | None, today: date) -> dict[int, RoundBlock]:
    """By the keys of the places whose officer or finance officer `user` is; as many queries however many."""
    own = own_places(user)
    if current is None or not own:
        return {}
    drafts = Version.objects.filter(claim=OuterRef("claim"), status=Status.DRAFT)
    versions = not_confirmed_in(current, own_versions(user)).annotate(has_draft=Exists(drafts))
    due: dict[int, list[WithAnnotations[Version, _Due]]] = defaultdict(list)
    for version in versions.select_related("claim").order_by("claim__reference", "pk"):
        due[version.claim.place_id].append(version)
    answers = returns_of(current, Place.objects.filter(pk__in=own), today, told_of_drafts=own)
    return {one.place.pk: RoundBlock(current, one, due[one.place.pk]) for one in answers}
