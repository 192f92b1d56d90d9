"""What a person may do, and for which places. Writes the roles' groups, and lets people go."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from totalplace.roles import ROLES, TREASURY_ROLES, treasury_roles_with

from . import letters
from .models import Membership, Place, User
from .models.people import Memberships, plain_address

AT_THE_MACHINE = "Somebody at the machine that runs the site"
OWN_RIGHTS = "Nobody changes their own rights: another administrator does it."


def may(user: User, permission: str, place: Place) -> bool:
    """Whether `user` holds `permission`, as a Treasury role or by a current membership of `place` (a Place)."""
    return not refused_places(user, permission, {place.pk})


def refused_places(user: User, permission: str, places: set[int]) -> set[int]:
    """Those of `places` (their keys) for which `user` does not hold `permission`."""
    if user.has_perm(permission):
        return set()
    held = places_with(user, permission).filter(place__in=places)
    return places - set(held.values_list("place", flat=True))


def places_with(user: User, permission: str) -> Memberships:
    """The current memberships (a queryset) by which `user` holds a place role's `permission`."""
    held = Membership.objects.giving(permission)
    return held.filter(user=user.pk if user.is_active else None)


def memberships(user: User) -> list[Membership]:
    """All that the person holds or has held; read once for each `User` object, which lasts one page."""
    if not hasattr(user, "_memberships"):
        user._memberships = list(Membership.objects.filter(user_id=user.pk))
    return user._memberships


def current_memberships(user: User) -> list[Membership]:
    """Those of `memberships` that hold today: none of somebody who has left."""
    return [held for held in memberships(user) if held.ended_at is None and user.is_active]


def held_with(user: User, permission: str) -> list[Membership]:
    """Those of `current_memberships` by which `user` holds a place role's `permission`: for what is shown.

    What is done is decided by `places_with`, which reads them anew.
    """
    return [held for held in current_memberships(user) if permission in held.permissions]


def edits_somewhere(user: User) -> bool:
    """Whether `user` may write the claims of some place."""
    return places_with(user, "savings.edit_claim").exists()


def is_offered_editing(user: User) -> bool:
    """The same, for what is shown alone: see `held_with`."""
    return bool(held_with(user, "savings.edit_claim"))


def people_with(permission: str, place: Place | int, **narrowed: Any) -> QuerySet[User]:
    """The people (a queryset) who hold a place role's `permission` in `place`.

    `narrowed` narrows their memberships: `organisation__in=…`.
    """
    held = Membership.objects.giving(permission).filter(place=place, **narrowed)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def treasury_people_with(permission: str) -> QuerySet[User]:
    """The people (a queryset) who hold a Treasury role's `permission`."""
    groups = Group.objects.filter(name__in=[role.label for role in treasury_roles_with(permission)])
    return User.objects.filter(groups__in=groups, is_active=True).distinct()


def untied_people_with(permission: str, place: Place | int) -> QuerySet[User]:
    """The people (a queryset) who hold a Treasury role's `permission` and have no tie to `place`."""
    tied = Membership.objects.filter(place=place)
    return treasury_people_with(permission).exclude(pk__in=tied.values("user"))


def is_tied(user: User, place: Place) -> bool:
    """Whether the person is, or ever was, of this place, or declared an interest in it: then they may not review it."""
    return Membership.objects.filter(user_id=user.pk, place=place).exists()


_IS_HERE = {
    "sqlite": "SELECT 1 FROM pilots_user WHERE id = %s AND is_active",
    "postgresql": "SELECT 1 FROM pilots_user WHERE id = %s AND is_active FOR KEY SHARE",
}


def is_here(user: User) -> bool:
    """Whether the person has not left by now; nobody lets them go until the transaction ends.

    Whoever is letting them go at this moment is waited for, on PostgreSQL: SQLite lets only one write at a time. Others
    who ask the same do not wait for each other, as they would with Django's own locks.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IS_HERE[connection.vendor], [user.pk])
        return cursor.fetchone() is not None


def role_words(user: User, place: Place | None = None) -> str:
    """The person's roles in words, for the history: "Finance officer" or "Reviewer, Review lead"."""
    key = place.pk if place else None
    return role_words_by_place(user, {key})[key]


def role_words_by_place(user: User, places: set[int | None]) -> dict[int | None, str]:
    """The same for many places at once, by their keys. None is no place: Treasury roles alone."""
    everywhere = set(user.groups.values_list("name", flat=True))
    held = {place: set(everywhere) for place in places}
    mine = Membership.objects.filter(user_id=user.pk, place__in=places - {None}, ended_at=None)
    for place, role in mine.values_list("place", "role"):
        held[place].add(ROLES[role].label)
    return {
        place: ", ".join(role.label for role in ROLES.values() if role.label in labels)
        for place, labels in held.items()
    }


def write_roles() -> None:
    """Make the groups say what `totalplace.roles` says. Safe to repeat."""
    for role in TREASURY_ROLES:
        group, _ = Group.objects.get_or_create(name=role.label)
        wanted = Permission.objects.filter(
            content_type__app_label__in={name.split(".")[0] for name in role.permissions},
            codename__in={name.split(".")[1] for name in role.permissions},
        )
        group.permissions.set(
            p for p in wanted if f"{p.content_type.app_label}.{p.codename}" in role.permissions
        )


def treasury_roles(user: User) -> list[str]:
    """The codes of the Treasury roles that the person holds."""
    held = set(user.groups.values_list("name", flat=True))
    return [role.code for role in TREASURY_ROLES if role.label in held]


@transaction.atomic
def set_roles(
    user: User, codes: Iterable[str], *, by: User | None = None, besides: str = ""
) -> None:
    """Give the person these Treasury roles and no others. Whether they are staff follows from that.

    A role is taken away by `pilots.leavers` alone, which hands on what is held by it; `besides` is told with it.

    PermissionDenied if `by` may not change people, or is that person; without `by`, it is done at the machine, by a
    command. KeyError for a code that no Treasury role has.
    """
    if by is not None:
        check_may_change(by, user)
    table = {role.code: role for role in TREASURY_ROLES}
    given = [table[code] for code in codes]
    labels = [role.label for role in given]
    before, watchers = role_words(user), _watchers_of_roles()
    user.groups.set(Group.objects.filter(name__in=labels))
    user.is_staff = bool(labels)
    # The history keeps the roles as its reason: the groups themselves are in a table that it does not follow.
    user._change_reason = f"Roles: {before or 'none'} → {role_words(user) or 'none'}"[:100]
    user.save(update_fields=["is_staff"])
    if role_words(user) != before:
        now = (
            f"Roles at the Treasury now: {role_words(user) or 'none'}. Before: {before or 'none'}."
        )
        _tell_of_rights(user, now, watchers | _watchers_of_roles(), by=by, besides=besides)


def give_roles(user: User, codes: Iterable[str], *, by: User | None = None) -> None:
    """Give these Treasury roles beside those that the person holds; errors as of `set_roles`."""
    set_roles(user, [*treasury_roles(user), *codes], by=by)


def administrators() -> QuerySet[User]:
    """The people (a queryset) who change what people may do."""
    return treasury_people_with("pilots.change_user")


def _watchers_of_roles() -> set[User]:
    """Those who would see that a role at the Treasury is given or taken wrongly."""
    return {*administrators(), *treasury_people_with("savings.lead_review")}


def _watchers_of_place(place: Place) -> set[User]:
    """Those who would see that somebody is wrongly said to be of a place: its own people, and the leads."""
    return {*people_with("savings.edit_claim", place), *treasury_people_with("savings.lead_review")}


def _tell_of_rights(
    user: User, what: str, watchers: set[User], *, by: User | None, besides: str = ""
) -> None:
    """Mail the person, and `watchers`, who may do what now. Of what is taken away too, and `besides` to the watchers.

    An administrator can give rights to somebody made up, and take theirs from whoever would notice: so the watchers are
    those before the change and after it. Who has never set a password has had no mail but the one that says how.
    """
    told = {
        "by": letters.named(by) if by else AT_THE_MACHINE,
        "what": letters.on_one_line(what),
        "person": letters.named(user),
    }
    others = [person.email for person in watchers - {user, by}]
    all_of_it = told | {"what": letters.on_one_line(f"{what} {besides}")}
    letters.send(others, "somebody’s rights have changed", "rights", **all_of_it)
    if user.has_usable_password():
        letters.send([user.email], "your rights have changed", "own_rights", **told)


def check_address(address: str, *, of: User) -> None:
    """ValidationError, in words, if the address could be taken for another, or somebody else has it in any capitals."""
    plain_address(address)
    other = User.objects.filter(email__iexact=address).exclude(pk=of.pk).first()
    if other:
        way = "" if other.is_active else " They have left: reactivate them instead."
        raise ValidationError(f"{other.name} has this email address.{way}")


def end_sessions(user: User) -> None:
    """Wherever the person is signed in, they are no longer; they may sign in again."""
    user.signed_out_at = timezone.now()
    user.save(update_fields=["signed_out_at"])


def forget_addresses(user: User) -> None:
    """After a change of email address: the old one, if ever verified, must not open the door any more.

    The new one is not verified by that, whoever agreed; it is when the person sets a password by a link mailed there.
    Without it nobody is kept from anything: allauth refuses a second factor to whoever has an address of which it knows
    that it is not verified, and of such none is written down.
    """
    EmailAddress.objects.filter(user_id=user.pk).delete()


@transaction.atomic
def verify_address(user: User) -> None:
    """The person reads the mail of their address, and of no other that was ever theirs."""
    EmailAddress.objects.filter(Q(user_id=user.pk) | Q(email__iexact=user.email)).delete()
    EmailAddress.objects.create(
        user_id=user.pk, email=user.email.lower(), verified=True, primary=True
    )


def check_membership(membership: Membership, *, by: User) -> None:
    """ValidationError, in words and by field, if this new membership may not be given by `by`."""
    user, place, organisation = membership.user, membership.place, membership.organisation
    if user == by:
        raise ValidationError({"user": OWN_RIGHTS})
    if not user.is_active:
        raise ValidationError({"user": f"{user} has left. Reactivate them first."})
    # Both from what was read for many people together, where it was. Who is being added holds nothing.
    held: Iterable[Membership] = user.memberships.all() if user.pk else []
    same = place.pk, membership.role, None
    if any((one.place_id, one.role, one.ended_at) == same for one in held):
        raise ValidationError({"role": f"{user} has this role in {place} already."})
    partner_in = {one.place_id for one in organisation.partnerships.all()} if organisation else {}
    if membership.role == "partner" and organisation and place.pk not in partner_in:
        raise ValidationError(
            {
                "organisation": f"{organisation} is not a partner of {place}. Add it to the place first."
            }
        )


def tell_of_memberships(memberships: Iterable[Membership], *, by: User) -> None:
    """Tell each person, the places' own people and the leads of new memberships. Who is of a place is asked once."""
    watchers = {}
    for membership in memberships:
        now = f"Now: {membership.get_role_display()}, {membership.place}."
        place = membership.place
        if place.pk not in watchers:
            watchers[place.pk] = _watchers_of_place(place)
        _tell_of_rights(membership.user, now, watchers[place.pk], by=by)


@transaction.atomic
def end_membership(membership: Membership, *, by: User, besides: str = "") -> None:
    """End a membership now; it stays on record. By `pilots.leavers` alone. PermissionDenied as for `set_roles`."""
    check_may_change(by, membership.user)
    watchers = _watchers_of_place(membership.place)
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    ended = f"No longer: {membership.get_role_display()}, {membership.place}."
    _tell_of_rights(membership.user, ended, watchers, by=by, besides=besides)


@transaction.atomic
def deactivate(user: User, *, by: User | None = None, besides: str = "") -> None:
    """A leaver: they cannot sign in, their sessions end for good, and history keeps their name and role.

    By `pilots.leavers` alone, which hands on what they hold.
    PermissionDenied as for `set_roles`; without `by`, it is done at the machine, by a command.
    """
    held = list(user.memberships.filter(ended_at=None).select_related("place"))
    if by is not None:
        check_may_change(by, user)
        of_places = (people_with("savings.edit_claim", one.place) for one in held)
        watchers = _watchers_of_roles().union(*of_places)
        left = "Has left: can no longer sign in."
        _tell_of_rights(user, left, watchers, by=by, besides=besides)
    user.is_active = False
    # A new unusable password changes the session hash, so an old session stays dead even if the person comes back.
    user.set_unusable_password()
    # So is every link that was mailed; should they come back, they are invited anew.
    user.link_waits_since = user.link_failed_at = user.link_sent_at = None
    links = ["link_waits_since", "link_failed_at", "link_sent_at"]
    user.save(update_fields=["is_active", "password", *links])
    for membership in held:
        membership.ended_at = timezone.now()
        membership.save(update_fields=["ended_at"])


@transaction.atomic
def reactivate(user: User, *, by: User) -> None:
    """Somebody who left is back: with their name and history, and without any right, until one is given."""
    check_may_change(by, user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    set_roles(user, [], by=by)


def set_timed(user: User, *, is_timed: bool) -> None:
    """Whether the time that the person takes to state claims is counted: theirs alone to say."""
    user.is_timed = is_timed
    user.save(update_fields=["is_timed"])


def check_may_change_people(by: User) -> None:
    """PermissionDenied, in words, unless `by` is an administrator."""
    if not by.has_perm("pilots.change_user"):
        raise PermissionDenied("Only an administrator changes what people may do.")


def check_may_change(by: User, user: User) -> None:
    """PermissionDenied, in words, unless `by` is an administrator, and another person."""
    check_may_change_people(by)
    if by == user:
        raise PermissionDenied(OWN_RIGHTS)
