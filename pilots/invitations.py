"""What is a new person told, and how far has each come who was added and has not begun?

Begun has whoever set a password. Until then nobody can sign in as them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.mail import EmailMessage
from django.db.models import Case, CharField, Q, QuerySet, TextChoices, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from totalplace.mail import HEADERS
from totalplace.roles import ROLES
from totalplace.sign_in import needs_second_factor

from . import letters, people
from .link_tokens import INVITATION_LIVES
from .models import Membership, User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# As `User.has_usable_password` says of one person.
NO_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)

# Whoever is invited beyond these waits for the daily digest: a mail server takes its time over a thousand.
AT_ONCE = 50


class Stage(TextChoices):
    """How far somebody has come. Each is what none above it is."""

    LEFT = "left", "Has left"
    BEGUN = "begun", "Has begun"
    FAILED = "failed", "Not begun: the email could not be sent"
    WAITS = "waits", "Not begun: the email waits to be sent"
    NOT_INVITED = "not_invited", "Not begun: not invited yet"
    INVITED = "invited", "Not begun: invited"
    RAN_OUT = "ran_out", "Not begun: link ran out"


NOT_BEGUN = [stage for stage in Stage if stage.label.startswith("Not begun")]


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
    roles = people.treasury_roles(person)
    of_treasury = any(ROLES[code].permissions for code in roles)
    return of_treasury or any(held.permissions for held in Membership.objects.filter(user=person))


def is_due(person: User) -> bool:
    """Whether the person was never invited, and by now there is something to invite them to."""
    return waits_to_be_invited(person) and opens_something(person)


def waits_to_be_invited(person: User) -> bool:
    """Whether the person has no password, and no link was ever on its way to them."""
    is_alive = person.link_sent_at and person.link_sent_at > timezone.now() - INVITATION_LIVES
    return not (person.link_waits_since or is_alive or person.has_usable_password())


class HasStage(TypedDict):
    stage: str


def with_stage(users: QuerySet[User]) -> "QuerySet[WithAnnotations[User, HasStage]]":
    """The same people, each with their `stage` as of now."""
    dead = timezone.now() - INVITATION_LIVES
    stages = {
        Stage.LEFT: Q(is_active=False),
        Stage.BEGUN: ~NO_PASSWORD,
        Stage.FAILED: Q(link_failed_at__isnull=False),
        Stage.WAITS: Q(link_waits_since__isnull=False),
        Stage.NOT_INVITED: Q(link_sent_at=None),
        Stage.INVITED: Q(link_sent_at__gt=dead),
    }
    cases = [When(condition, then=Value(stage)) for stage, condition in stages.items()]
    return users.annotate(
        stage=Case(*cases, default=Value(Stage.RAN_OUT), output_field=CharField())
    )


def how_far(person: "WithAnnotations[User, HasStage]") -> str:
    """The `stage` of a person of `with_stage`, in words for an administrator."""
    if person.stage == Stage.FAILED and person.link_failed_at:
        failed = _day(person.link_failed_at)
        return f"An email could not be sent on {failed}. It goes with the next daily digest"
    if person.stage == Stage.WAITS:
        return "The email goes with the next daily digest"
    if person.stage == Stage.NOT_INVITED:
        return "Not invited yet"
    if person.stage in NOT_BEGUN:
        return _of_link(person)
    return str(Stage(person.stage).label)


def _of_link(person: "WithAnnotations[User, HasStage]") -> str:
    if person.link_sent_at is None:
        return str(Stage.NOT_INVITED.label)
    ends = _day(person.link_sent_at + INVITATION_LIVES)
    if person.stage == Stage.RAN_OUT:
        return f"Has not begun: link ran out on {ends}"
    return f"Invited {_ago(person.link_sent_at)}, link runs out on {ends}"


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def _ago(moment: datetime) -> str:
    days = (timezone.localdate() - timezone.localdate(moment)).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


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


def _task(membership: Membership) -> Task:
    role = ROLES[membership.role]
    place = letters.on_one_line(membership.place.name)
    if membership.organisation:
        place = f"{place}, for {letters.on_one_line(membership.organisation.name)}"
    return Task(role.label, place, role.work)
