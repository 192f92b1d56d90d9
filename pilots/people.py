"""What a person may do, and for which places. Writes the roles' groups, and lets people go."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from totalplace.roles import ROLES, TREASURY_ROLES, place_roles_with

from .models import Membership, User


def may(user: User, permission: str, place) -> bool:
    """Whether `user` holds `permission`, as a Treasury role or by a current membership of `place` (a Place)."""
    return (
        user.has_perm(permission)
        or places_with(user, permission).filter(place=place).exists()
    )


def places_with(user: User, permission: str):
    """The current memberships (a queryset) by which `user` holds a place role's `permission`."""
    return Membership.objects.filter(
        user_id=user.pk if user.is_active else None,
        role__in=place_roles_with(permission),
        ended_at=None,
    )


def is_tied(user: User, place) -> bool:
    """Whether the person is, or ever was, of this place, or declared an interest in it: then they may not review it."""
    return Membership.objects.filter(user_id=user.pk, place=place).exists()


def role_words(user: User, place=None) -> str:
    """The person's roles in words, for the history: "Finance officer" or "Reviewer, Review lead"."""
    held = set(user.groups.values_list("name", flat=True))
    if place is not None:
        mine = Membership.objects.filter(user_id=user.pk, place=place, ended_at=None)
        held |= {ROLES[role].label for role in mine.values_list("role", flat=True)}
    return ", ".join(role.label for role in ROLES.values() if role.label in held)


def write_roles() -> None:
    """Make the groups say what `totalplace.roles` says. Safe to repeat."""
    for role in TREASURY_ROLES:
        group, _ = Group.objects.get_or_create(name=role.label)
        wanted = Permission.objects.filter(
            content_type__app_label__in={
                name.split(".")[0] for name in role.permissions
            },
            codename__in={name.split(".")[1] for name in role.permissions},
        )
        group.permissions.set(
            p
            for p in wanted
            if f"{p.content_type.app_label}.{p.codename}" in role.permissions
        )


@transaction.atomic
def deactivate(user: User) -> None:
    """A leaver: they cannot sign in, their sessions end for good, and history keeps their name and role."""
    user.is_active = False
    # A new unusable password changes the session hash, so an old session stays dead even if the person comes back.
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    user.memberships.filter(ended_at=None).update(ended_at=timezone.now())
