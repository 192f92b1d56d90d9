"""What is a new person told, and how far has each come who was added and has not begun?

Begun has whoever set a password. Until then nobody can sign in as them.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from totalplace.mail import HEADERS
from totalplace.roles import ROLES
from totalplace.sign_in import needs_second_factor

from . import letters, people
from .link_tokens import INVITATION_LIVES
from .models import User

# The same as `User.has_usable_password` says of one person.
NOT_BEGUN = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, is_active=True)


@dataclass(frozen=True)
class Task:
    """One role of a person, where they hold it, and what somebody with it does."""

    role: str
    where: str
    work: str

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.role, self.where]))


def tasks(person: User) -> list[Task]:
    """What the person holds now, Treasury roles first: read anew, as it is told to them."""
    treasury = [
        Task(ROLES[code].label, "", ROLES[code].work) for code in people.treasury_roles(person)
    ]
    held = person.memberships.filter(ended_at=None).select_related("place", "organisation")
    return treasury + [_task(membership) for membership in held.order_by("place__name", "pk")]


def opens_something(person: User) -> bool:
    """Whether the person holds any role by which they see or do something: until then there is nothing to begin."""
    codes = person.memberships.filter(ended_at=None).values_list("role", flat=True)
    held = [*people.treasury_roles(person), *codes]
    return any(ROLES[code].permissions for code in held)


def is_due(person: User) -> bool:
    """Whether the person was never invited, and by now there is something to invite them to."""
    was_invited = person.link_waits_since or person.link_sent_at
    return not was_invited and not person.has_usable_password() and opens_something(person)


def runs_out_at(person: User) -> datetime:
    """When the link that was mailed last to somebody who has not begun stops working."""
    return person.link_sent_at + INVITATION_LIVES


def message(person: User, link: str) -> EmailMessage:
    """The mail to somebody who is new. A reply goes to whoever added them."""
    by = person.invited_by
    words = letters.written(
        "you have been added",
        "invitation",
        by=letters.named(by) if by else "",
        name=letters.on_one_line(person.name),
        tasks=tasks(person),
        link=link,
        until=date_format(timezone.localtime(timezone.now() + INVITATION_LIVES), "j F Y, H:i"),
        days=INVITATION_LIVES.days,
        ask_again=reverse("account_reset_password"),
        needs_second_factor=needs_second_factor(person),
    )
    reply_to = [by.email] if by else None
    return EmailMessage(*words, to=[person.email], reply_to=reply_to, headers=HEADERS)


def _task(membership) -> Task:
    role = ROLES[membership.role]
    place = letters.on_one_line(membership.place.name)
    if membership.organisation:
        place = f"{place}, for {letters.on_one_line(membership.organisation.name)}"
    return Task(role.label, place, role.work)
