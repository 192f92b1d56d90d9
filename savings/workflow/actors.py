"""Somebody who would act on claims: what they hold and are tied to, read once for however many claims are in hand."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from pilots.models import Membership, User
from savings.models import Reading, Version
from savings.review.queue import lost_its_reviewer


class Doer:
    """A person, and what the rules of the table ask about them. `versions` are those that will be asked about.

    `memberships` are all that the person holds or has held, where only what is offered is asked; else they are read.
    """

    def __init__(
        self,
        user: User,
        versions: Iterable[Version] = (),
        memberships: Iterable[Membership] | None = None,
    ):
        self.user = user
        if memberships is not None:
            self._memberships = list(memberships)
        self._versions = [version.pk for version in versions]

    def holds(self, permission: str, version: Version) -> bool:
        """Whether they hold `permission`, as a Treasury role or by a current membership of the version's place."""
        if not self.user.is_active:
            return False
        return self.user.has_perm(permission) or permission in self._held[version.claim.place_id]

    def is_tied_to(self, version: Version) -> bool:
        """Whether they are, or ever were, of the version's place, or declared an interest in it."""
        return version.claim.place_id in self._ties

    def has_read(self, version: Version) -> bool:
        """Whether they have given a reading of the version."""
        return version.pk in self._read

    def finds_it_lost(self, version: Version) -> bool:
        """Whether somebody has the version who cannot review it any more."""
        return version.pk in self._lost

    @cached_property
    def _lost(self) -> set[int]:
        lost = Version.objects.filter(lost_its_reviewer(), pk__in=self._versions)
        return set(lost.values_list("pk", flat=True))

    @cached_property
    def _memberships(self) -> list[Membership]:
        return list(Membership.objects.filter(user_id=self.user.pk))

    @cached_property
    def _ties(self) -> set[int]:
        return {membership.place_id for membership in self._memberships}

    @cached_property
    def _held(self) -> dict[int, set[str]]:
        held: dict[int, set[str]] = defaultdict(set)
        for membership in self._memberships:
            held[membership.place_id] |= membership.permissions
        return held

    @cached_property
    def _read(self) -> set[int]:
        readings = Reading.objects.filter(reader=self.user.pk, version__in=self._versions)
        return set(readings.values_list("version", flat=True))
