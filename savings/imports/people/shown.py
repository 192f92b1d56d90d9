"""What would a sheet change, in words, for whoever is to confirm it?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pilots import vacancies
from pilots.models import Membership, User
from pilots.organisations import Changes
from pilots.sittings import Loss, Sitting
from savings.imports.people.columns import KINDS, ROLE_LABELS
from savings.imports.people.organisations import ParsedOrganisations

from .differences import ParsedPeople

OPEN_UNTIL = 25  # A longer list is folded away, so that the next one is in sight.


@dataclass(frozen=True)
class Part:
    """One kind of change, and a line for each."""

    title: str
    lines: list[str]

    @property
    def is_open(self) -> bool:
        return len(self.lines) <= OPEN_UNTIL


def parts(parsed: ParsedPeople | ParsedOrganisations) -> list[Part]:
    """All that would be changed; kinds of which there is nothing are left out."""
    return [part for part in _parts(parsed) if part.lines]


def _parts(parsed: ParsedPeople | ParsedOrganisations) -> Iterator[Part]:
    if isinstance(parsed, ParsedPeople):
        return _of_people(parsed.sitting)
    return _of_organisations(parsed.changes)


def _of_people(sitting: Sitting) -> Iterator[Part]:
    gained = _gained(sitting)
    added = {person.email for person in sitting.added}
    yield Part("People added", [_line(person, gained) for person in sitting.added])
    others = {user.email: user for user in _who_gain(sitting) if user.email not in added}
    here = [_line(user, gained) for user in others.values()]
    yield Part("Roles given to people who are here", here)
    changed = [f"{user.name}, {user.email}: now {name}" for user, name in sitting.renamed]
    yield Part("Names changed", changed)
    in_places = {one.place.pk for one in sitting.given if vacancies.SIGN_OFF in one.permissions}
    ended = [loss for loss in sitting.lost if not loss.departure.leaves]
    left = [loss for loss in sitting.lost if loss.departure.leaves]
    gone = [loss.departure.person.pk for loss in left]
    yield Part("Roles ended", [_loss(loss, in_places, gone) for loss in ended])
    yield Part("People who leave", [_loss(loss, in_places, gone) for loss in left])


def _gained(sitting: Sitting) -> dict[str, list[str]]:
    """What each person is given, by their address."""
    gained: dict[str, list[str]] = defaultdict(list)
    for gain in sitting.gained:
        gained[gain.user.email] += [ROLE_LABELS[code] for code in gain.roles]
    for membership in sitting.given:
        gained[membership.user.email].append(_role(membership))
    return gained


def _who_gain(sitting: Sitting) -> list[User]:
    return [gain.user for gain in sitting.gained] + [held.user for held in sitting.given]


def _role(membership: Membership) -> str:
    body = f" for {membership.organisation}" if membership.organisation else ""
    return f"{membership.get_role_display()}, {membership.place}{body}"


def _line(person: User, gained: dict[str, list[str]]) -> str:
    return f"{person.name}, {person.email}: {'; '.join(gained[person.email]) or 'no role yet'}"


def _loss(loss: Loss, in_places: set[int], gone: list[int]) -> str:
    """What ends, who takes over what, and what nobody can do then, unless somebody comes to the place."""
    words = [f"{loss.departure}."]
    words += [f"To {loss.successor}: {holding.what}." for holding in loss.handed]
    words += [f"To nobody yet: {holding.what}." for holding in loss.left_open]
    if not in_places & {place.pk for place in loss.departure.places}:
        words += vacancies.after(loss.departure, gone=gone)
    return " ".join(words)


def _of_organisations(changes: Changes) -> Iterator[Part]:
    added = [f"{body.name}: {KINDS[body.kind]}" for body in changes.added]
    yield Part("Organisations added", added)
    partners = [
        f"{one.organisation.name}, in {one.place}{', which it leads' if one.is_lead else ''}"
        for one in changes.partners
    ]
    yield Part("Partners added to places", partners)
    kinds = [
        f"{body.name}: {KINDS[kind]}, before {KINDS[body.kind]}" for body, kind in changes.kinds
    ]
    yield Part("Kinds changed", kinds)
    leads = [
        f"{partner.organisation.name} {'leads' if leads else 'no longer leads'} {partner.place}"
        for partner, leads in changes.leads
    ]
    yield Part("Who leads", leads)
