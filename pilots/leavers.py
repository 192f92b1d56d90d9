"""Who leaves leaves nothing unseen: what they hold is listed, taken over, or known to have nobody.

`let_go` is the one door by which somebody leaves, or ceases to be something at the Treasury or in a place. What there
is to hold other apps know: each adds to LEDGERS, when the site starts, a function that lists it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from totalplace.roles import ROLES, TREASURY_ROLES

from . import account_changes, people, vacancies
from .models import AccountChange, Membership, Place, User
from .models.account_changes import UNDECIDED


class MeanwhileError(Exception):
    """What the person holds, or who may take it over, is not what `let_go` was told; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "What they hold, or who may take it over, has changed since you were shown it. Nothing was changed. "
            "Look at what they hold now, then choose again."
        )


@dataclass(frozen=True)
class Departure:
    """What somebody ceases to be: `memberships` of places and Treasury `roles` (codes); all of it where they leave."""

    person: User
    memberships: tuple[Membership, ...] = ()
    roles: frozenset[str] = frozenset()
    leaves: bool = False

    def loses(self, permission: str) -> bool:
        """Whether they hold `permission` by a Treasury role until then, and not after."""
        if self.leaves or not _gives(self.roles, permission):
            return _gives(self.roles, permission)
        kept = set(people.treasury_roles(self.person)) - self.roles
        return not _gives(kept, permission)

    @property
    def places(self) -> list[Place]:
        """Of which they cease to be something, by name."""
        return sorted({held.place for held in self.memberships}, key=lambda place: place.name)

    def places_losing(self, permission: str) -> list[Place]:
        """The places for which they hold `permission` until then, and not after."""
        lost = {held.place_id for held in self.memberships if _gives({held.role}, permission)}
        if lost and not self.leaves:
            ended = {held.pk for held in self.memberships}
            kept = self.person.memberships.giving(permission).exclude(pk__in=ended)
            lost -= set(kept.values_list("place", flat=True))
        return [place for place in self.places if place.pk in lost]

    def __str__(self) -> str:
        if self.leaves:
            return f"{self.person}, {self.person.email}"
        held = [f"{one.get_role_display()}, {one.place}" for one in self.memberships]
        lost = [role.label for role in TREASURY_ROLES if role.code in self.roles]
        return f"{self.person}, {self.person.email}: no longer {'; '.join([*lost, *held])}"


@dataclass(frozen=True)
class Successor:
    """Somebody who may take a holding over; `but` says what of it they may not."""

    person: User
    but: str = ""


@dataclass(frozen=True)
class Holding:
    """Something that a person holds, as whoever lets them go is told of it.

    `key` names it, the same each time; `of` is what it is made of; `if_nobody` says in half a sentence what is done
    where nobody takes it over. `hand_over(to, by=…)` gives it to somebody, or with None says that nobody has it; it is
    called once the person is gone. `lock()` keeps others from changing it.
    """

    key: str
    what: str
    of: tuple
    if_nobody: str
    hand_over: Callable
    lock: Callable = lambda: None
    links: tuple[tuple[str, str], ...] = ()
    successors: tuple[Successor, ...] = ()
    help: str = ""

    def may_take(self, person: User) -> bool:
        return any(one.person == person for one in self.successors)


@dataclass(frozen=True)
class Handed:
    """What became of a holding: `to` is None where nobody has it yet."""

    holding: Holding
    to: User | None

    def __str__(self) -> str:
        return f"{self.holding.what}: {f'to {self.to}' if self.to else 'nobody yet'}."


# Each lists what a departure leaves, `(departure, by=…)`, as `by` may be told of it.
LEDGERS: list[Callable[..., Iterable[Holding]]] = []


def everything(person: User) -> Departure:
    """The person leaves: all that they are ends."""
    return Departure(
        person,
        _held_now(person),
        frozenset(people.treasury_roles(person)),
        leaves=True,
    )


def memberships_of(person: User, keys: Iterable[int]) -> Departure:
    """The person ceases to be this in places; `keys` are those of memberships, of which some may have ended."""
    wanted = set(keys)
    return Departure(person, tuple(held for held in _held_now(person) if held.pk in wanted))


def roles_of(person: User, codes: Iterable[str]) -> Departure:
    """The person no longer has these roles at the Treasury."""
    return Departure(person, roles=frozenset(codes) & frozenset(people.treasury_roles(person)))


def held(departure: Departure, *, by: User) -> list[Holding]:
    """What the departure leaves to be taken over, as `by` may be told of it."""
    return [holding for ledger in LEDGERS for holding in ledger(departure, by=by)]


def digest(departure: Departure, holdings: Iterable[Holding]) -> str:
    """What a page listed, for `let_go` to compare: what is held, who may take it, and what nobody can do after."""
    listed = [
        (one.key, one.what, one.of, [(s.person.pk, s.but) for s in one.successors])
        for one in holdings
    ]
    told = (str(departure), sorted(one.pk for one in departure.memberships), listed)
    return hashlib.sha256(repr((told, vacancies.after(departure))).encode()).hexdigest()


@transaction.atomic
def let_go(
    person: User,
    *,
    by: User,
    successor: User | None = None,
    chosen: Mapping[str, User | None] | None = None,
    of: Departure | None = None,
    seen: str = "",
) -> list[Handed]:
    """Let somebody go, and hand on all that they hold; return what became of it.

    `successor` takes whatever of it they may; `chosen` names another by a holding's key. The rest has nobody yet: those
    who can choose somebody are told, and it is marked where it is listed. `of` narrows it to a part of what the person
    is (`memberships_of`, `roles_of`). `seen` is the `digest` of what `by` was shown.

    PermissionDenied unless `by` may change people, and not themselves. ValidationError, in words, where who is chosen
    may not take it. MeanwhileError where something else is held than was seen, or whoever takes it over has just left.
    Then nothing is changed.
    """
    people.check_may_change(by, person)
    departure, holdings = _locked(of or everything(person), by)
    if seen and seen != digest(departure, holdings):
        raise MeanwhileError
    takers = {one.key: _taker(one, successor, chosen or {}) for one in holdings}
    _cease(departure, by=by)
    for one in holdings:
        one.hand_over(takers[one.key], by=by)
    return [Handed(one, takers[one.key]) for one in holdings]


def _locked(departure: Departure, by: User) -> tuple[Departure, list[Holding]]:
    """The departure and what it leaves, as they are now; nobody changes either until the transaction ends.

    First what is held and then the person, as the workflow does: who locks in another order waits for us, and we for
    them.
    What the person takes on meanwhile waits for us, and then finds them gone.
    """
    if connection.features.has_select_for_update:
        for one in held(departure, by=by):
            one.lock()
    person = User.objects.select_for_update().get(pk=departure.person.pk)
    now = _again(departure, person)
    return now, held(now, by=by)


def _again(departure: Departure, person: User) -> Departure:
    if departure.leaves:
        return everything(person)
    if departure.memberships:
        return memberships_of(person, [one.pk for one in departure.memberships])
    return roles_of(person, departure.roles)


def _taker(holding: Holding, successor: User | None, chosen: Mapping) -> User | None:
    if holding.key not in chosen:
        return successor if successor and holding.may_take(successor) else None
    to = chosen[holding.key]
    if to and not holding.may_take(to):
        raise ValidationError(f"{to} may not take this over: {holding.what}. Choose another.")
    return to


def _cease(departure: Departure, *, by: User) -> None:
    person, gaps = departure.person, " ".join(vacancies.after(departure))
    if departure.leaves:
        _refuse_changes_of(person, by=by)
        people.deactivate(person, by=by, besides=gaps)
        return
    for membership in departure.memberships:
        people.end_membership(membership, by=by, besides=gaps)
    if departure.roles:
        kept = [code for code in people.treasury_roles(person) if code not in departure.roles]
        people.set_roles(person, kept, by=by, besides=gaps)


def _refuse_changes_of(person: User, *, by: User) -> None:
    """What was asked about how they sign in cannot be agreed to any more."""
    for change in account_changes.open_changes().filter(person=person):
        account_changes.refuse(change, by=by)


def asked_of(person: User) -> int:
    """How many changes of how they sign in wait for an answer."""
    return person.account_changes.filter(UNDECIDED).count()


def asked_by(person: User) -> int:
    """How many such changes of other people they asked for, and wait for an answer."""
    return AccountChange.objects.filter(UNDECIDED, asked_by=person.pk).count()


def _held_now(person: User) -> tuple[Membership, ...]:
    held_now = person.memberships.filter(ended_at=None).select_related("place", "organisation")
    return tuple(held_now.order_by("place__name", "pk"))


def _gives(roles: Iterable[str], permission: str) -> bool:
    return any(permission in ROLES[code].permissions for code in roles)
