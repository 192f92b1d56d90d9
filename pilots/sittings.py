"""What may somebody change about many people at once, and how is it done: all of it or nothing, told once to each?

Who may do what is decided for each person by `pilots.people`, as when it is done on their page, and what becomes of
what somebody holds who leaves by `pilots.leavers`.
"""

from dataclasses import dataclass, field

from django.db import transaction

from totalplace.kept_history import written_by

from . import invitations, password_links, people
from .leavers import Departure, Holding, let_go
from .letters import Letters, one_each
from .models import Membership, User


@dataclass
class Gain:
    """Treasury roles (codes) that a person is given, beside those that they have."""

    user: User
    roles: list[str]


@dataclass
class Loss:
    """What somebody ceases to be, what they leave by it, and who takes of that what they may."""

    departure: Departure
    holdings: list[Holding] = field(default_factory=list)
    successor: User | None = None

    @property
    def handed(self) -> list[Holding]:
        """What the successor takes over."""
        return [one for one in self.holdings if self.successor and one.may_take(self.successor)]

    @property
    def left_open(self) -> list[Holding]:
        """What nobody has then, until somebody is chosen."""
        return [one for one in self.holdings if one not in self.handed]


@dataclass
class Sitting:
    """What is to be changed: nothing of it is stored yet. `added` people and `given` memberships have no key so far."""

    added: list[User] = field(default_factory=list)
    renamed: list[tuple[User, str]] = field(default_factory=list)
    given: list[Membership] = field(default_factory=list)
    gained: list[Gain] = field(default_factory=list)
    lost: list[Loss] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to store."""
        return any(vars(self).values())


@dataclass(frozen=True)
class ToMail:
    """What is to be mailed once a sitting is stored: letters about rights; `invited` people (their keys) are marked."""

    letters: Letters = field(default_factory=Letters)
    invited: list[int] = field(default_factory=list)


def carry_out(sitting: Sitting, *, by: User) -> ToMail:
    """Store all of it or nothing; what it returns is to be mailed when the transaction is over.

    First rights are given, then taken: whoever would notice what is given is still there to be told. PermissionDenied
    as for each of the changes by itself.
    """
    people.check_may_change_people(by)
    with transaction.atomic(), written_by(by), one_each() as told:
        told.leave_out(person.email for person in sitting.added)
        for person in sitting.added:
            person.set_unusable_password()
        User.objects.create_with_history(sitting.added)
        for person, name in sitting.renamed:
            person.name = name
            person.save(update_fields=["name"])
        Membership.objects.create_with_history(sitting.given)
        people.tell_of_memberships(sitting.given, by=by)
        for gain in sitting.gained:
            people.give_roles(gain.user, gain.roles, by=by)
        for loss in sitting.lost:
            departure = loss.departure
            let_go(departure.person, by=by, successor=loss.successor, of=departure)
        invited = _to_invite(sitting)
        password_links.invite_all(invited, by=by)
    return ToMail(told, [person.pk for person in invited])


def _to_invite(sitting: Sitting) -> list[User]:
    """Whoever was never invited, and is given a role by which they see or do something: as `invitations.is_due`."""
    gaining = {gain.user.pk: gain.user for gain in sitting.gained}
    opening = [m for m in sitting.given if m.permissions]
    gaining |= {membership.user.pk: membership.user for membership in opening}
    return [person for person in gaining.values() if invitations.waits_to_be_invited(person)]
