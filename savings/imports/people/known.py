"""Whom and what that a sheet names is stored already? Read for the whole sheet in a few queries."""

import difflib
from collections.abc import Iterable

from django.db.models import Prefetch
from django.db.models.functions import Lower

from pilots.models import Membership, Organisation, Place, User
from pilots.near_names import NearNames, plain
from savings.batches import batches
from totalplace.refused_value import quoted
from totalplace.roles import TREASURY_ROLES


class Places:
    """All places, by name or code in any capitals."""

    def __init__(self) -> None:
        self._places = list(Place.objects.order_by("name"))
        self._found = {place.code.casefold(): place for place in self._places}
        self._found |= {place.name.casefold(): place for place in self._places}

    def find(self, typed: str) -> Place | None:
        return self._found.get(typed.casefold())

    def advice(self, typed: str) -> str:
        """What to do about a name that no place has."""
        names = [place.name for place in self._places]
        return _advice(_close(typed, names), "place")


class Bodies:
    """All organisations, with the places in which each is a partner."""

    def __init__(self) -> None:
        bodies = Organisation.objects.prefetch_related("partnerships").order_by("name")
        self._found = {plain(body.name): body for body in bodies}
        self.near = NearNames(self._found)

    def find(self, typed: str) -> Organisation | None:
        """The organisation of exactly this name, but for blanks: one that is near is asked about."""
        return self._found.get(typed)

    def add(self, body: Organisation) -> None:
        """Have among them one that the sheet adds."""
        self._found[body.name] = body
        self.near.add(body.name)

    def advice(self, typed: str) -> str:
        """What to do about a name that no organisation has."""
        near = self.near.near(typed) or _close(typed, self._found)
        return _advice(near, "organisation")


class KnownPeople:
    """Those people of a sheet who are stored, with all that they are and ever were."""

    def __init__(self, addresses: Iterable[str]) -> None:
        held = Membership.objects.select_related("place", "organisation").order_by("pk")
        stored = User.objects.annotate(lower=Lower("email")).prefetch_related(
            Prefetch("memberships", held), "groups"
        )
        self._found: dict[str, User] = {}
        for some in batches(sorted(set(addresses))):
            self._found |= {user.email.lower(): user for user in stored.filter(lower__in=some)}

    def find(self, address: str) -> User | None:
        return self._found.get(address)

    def roles_of(self, person: User) -> set[str]:
        """The codes of the Treasury roles that the person holds."""
        labels = {group.name for group in person.groups.all()} if person.pk else set()
        return {role.code for role in TREASURY_ROLES if role.label in labels}

    def held(self, person: User, place: Place | None, role: str) -> Membership | None:
        """The membership that the person has now."""
        return next((one for one in self._of(person, place, role) if one.ended_at is None), None)

    def ever_held(self, person: User, place: Place | None, role: str) -> bool:
        """Whether the person has it or had it once."""
        return bool(self._of(person, place, role))

    def _of(self, person: User, place: Place | None, role: str) -> list[Membership]:
        if person.pk is None or place is None:
            return []
        asked = place.pk, role
        return [one for one in person.memberships.all() if (one.place_id, one.role) == asked]


def _close(typed: str, names: Iterable[str]) -> list[str]:
    by_fold = {name.casefold(): name for name in names}
    return [by_fold[fold] for fold in difflib.get_close_matches(typed.casefold(), by_fold, n=3)]


def _advice(near: list[str], what: str) -> str:
    if not near:
        return f"Correct the name, or add the {what} first."
    meant = " or ".join(map(quoted, near[:3]))
    return f"If you mean {meant}, write it so; else add the {what} first."
