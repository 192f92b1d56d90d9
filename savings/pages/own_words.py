"""What have the bodies that a person speaks for said of their share of a claim, and what has changed since?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from pilots.people import held_with
from savings.access import Sight
from savings.claims import grid
from savings.claims.digests import share_digest
from savings.models import Figure, PartnerResponse, Version
from savings.models.choices import CURRENT


@dataclass(frozen=True)
class OwnWords:
    """The last word of one body. `changed`: what has become of its share since; `href`: where the versions differ."""

    response: PartnerResponse
    who: str
    changed: str
    href: str = ""

    @property
    def share_then(self) -> list[grid.Block]:
        """The share of which it was said, where that was another version's and has changed since."""
        said = self.response
        if not self.href or said.is_of_this_share:
            return []
        then = Figure.objects.filter(version=said.version_id, organisation=said.organisation_id)
        return grid.blocks(then.select_related("organisation").order_by("year", "pk"))


def own_bodies(sight: Sight) -> set[int]:
    """The organisations (keys) for which the person speaks as a partner in the claim's place."""
    held = held_with(sight.user, "savings.respond_to_share")
    place = sight.version.claim.place_id
    return {one.organisation_id for one in held if one.place_id == place and one.organisation_id}


def own_words(sight: Sight) -> list[OwnWords]:
    """What they said last up to the version that is shown, by name of the body; one query, for partners alone."""
    bodies = own_bodies(sight)
    if not bodies:
        return []
    until = [one.pk for one in sight.versions if one.number <= sight.version.number]
    said = PartnerResponse.objects.filter(version__in=until, organisation__in=bodies)
    in_turn = said.select_related("organisation", "by").order_by("organisation__name", "pk")
    latest = {response.organisation_id: response for response in in_turn}
    return [_since(sight, response) for response in latest.values()]


def share_is_asked(sight: Sight, said: list[OwnWords]) -> bool:
    """Whether one of their bodies has still to say a word on its share as the version now gives it."""
    answered = {
        one.response.organisation_id
        for one in said
        if one.response.version_id == sight.version.pk and one.response.is_of_this_share
    }
    return sight.version.status in CURRENT and not own_bodies(sight) <= answered


def _since(sight: Sight, response: PartnerResponse) -> OwnWords:
    version, then = sight.version, sight.known(response.version_id)
    now = share_digest(version, version.figures.all(), response.organisation_id)
    response.is_of_this_share = response.share_digest == now
    href = ""
    if then.number != version.number:
        numbers = [version.claim.reference, then.number, version.number]
        href = reverse("savings:version_compare", args=numbers)
    return OwnWords(
        response, _who(sight, response), " ".join(_changes(response, then, version)), href
    )


def _who(sight: Sight, response: PartnerResponse) -> str:
    return (
        "You" if response.by_id == sight.user.pk else f"{response.by}, for {response.organisation},"
    )


def _changes(response: PartnerResponse, then: Version, version: Version) -> Iterator[str]:
    if then.number != version.number:
        yield f"That was of version {then.number}."
    if response.is_of_this_share:
        yield "Your share has not changed since."
    else:
        yield "Your share has changed since: look at it again."
