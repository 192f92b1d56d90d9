"""Who may change how somebody signs in? An administrator asks; the person, or another administrator, agrees.

Two things are asked for: another address, and the end of a second factor, for somebody who has lost their phone.
An administrator who could do either alone could sign in as anybody.
"""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from totalplace.sign_in import SECOND_FACTORS

from . import letters, password_links, people
from .models import AccountChange, User
from .models.account_changes import UNDECIDED

LINK_LIVES = timedelta(days=7)
# So long an administrator is seen by the others before they may agree: else one asks, adds another, and agrees as that.
SETTLED_IN = timedelta(days=7)
DECIDED = "This has been decided already. Nothing was changed by you."
_SALT = "pilots.account_change"
ADDRESS, SECOND_FACTOR = AccountChange.Kind


def open_changes() -> QuerySet[AccountChange]:
    """What waits for somebody to agree or refuse."""
    return AccountChange.objects.filter(UNDECIDED).select_related("person", "asked_by")


def with_second_factor(users: QuerySet[User]) -> QuerySet[User]:
    """Those of `users` who have an authenticator app, a passkey or a security key."""
    held = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    return users.filter(Exists(held))


def may_agree_instead(by: User) -> bool:
    """Whether there is another administrator, who could agree to what `by` asks."""
    return people.administrators().exclude(pk=by.pk).exists()


def check_address(person: User, address: str) -> None:
    """ValidationError, in words, if a change to `address` may not be asked for."""
    people.check_address(address, of=person)
    _check_may_be_asked(person, ADDRESS)


def ask_address(person: User, address: str, *, by: User) -> AccountChange:
    """Ask that the person signs in with another address; theirs stays until somebody agrees.

    PermissionDenied unless `by` may change people; ValidationError in words as `check_address` says.
    """
    people.check_may_change_people(by)
    address = address.lower()
    check_address(person, address)
    return _ask(person, ADDRESS, by=by, new_address=address)


def ask_end_of_second_factor(person: User, *, by: User) -> AccountChange:
    """Ask that all second factors of the person end; they stay until somebody agrees.

    PermissionDenied unless `by` may change people; ValidationError in words if there is nothing to end.
    """
    people.check_may_change_people(by)
    if not with_second_factor(User.objects.filter(pk=person.pk)).exists():
        raise ValidationError(f"{person} has no second factor.")
    _check_may_be_asked(person, SECOND_FACTOR)
    return _ask(person, SECOND_FACTOR, by=by)


def check_may_agree(change: AccountChange, by: User) -> None:
    """PermissionDenied, in words, if `by` is none of those who may agree."""
    if by == change.asked_by:
        raise PermissionDenied(
            "Nobody agrees to what they asked for. The person does, or another administrator."
        )
    if by != change.person:
        people.check_may_change_people(by)
        settled = by.date_joined + SETTLED_IN
        if settled > timezone.now():
            raise PermissionDenied(
                f"You were added lately, and may agree from {date_format(settled, 'j F Y')}. "
                "Until then the person does, or an administrator who was here before."
            )


@transaction.atomic
def agree(change: AccountChange, *, by: User) -> None:
    """Do what was asked, end the person's sessions and tell whom it concerns. Roles and memberships stay.

    PermissionDenied as `check_may_agree` says; ValidationError in words if it has been decided, if the person has
    left, or if somebody else has the address by now.
    """
    check_may_agree(change, by)
    person = User.objects.select_for_update().get(pk=change.person_id)
    if not person.is_active:
        raise ValidationError(f"{person} has left. Reactivate them first, or refuse.")
    _decide(change, agreed_by=by, agreed_at=timezone.now())
    person._history_user = by
    person._change_reason = f"{change.get_kind_display()}, asked by {change.asked_by}"[:100]
    if change.kind == ADDRESS:
        _change_address(person, change.new_address)
    else:
        Authenticator.objects.filter(user=person).delete()
    people.end_sessions(person)
    _tell_of_decision(change, by, "agreed to", [change.old_address, person.email])


@transaction.atomic
def refuse(change: AccountChange, *, by: User) -> None:
    """Leave all as it is. Open to the person and to any administrator, the one who asked included.

    PermissionDenied to anybody else; ValidationError if it has been decided.
    """
    if by != change.person:
        people.check_may_change_people(by)
    _decide(change, refused_by=by, refused_at=timezone.now())
    _tell_of_decision(change, by, "refused", [change.old_address])


def link(change: AccountChange) -> str:
    """Where the person agrees or refuses without signing in: with a lost phone they cannot."""
    token = signing.dumps(change.pk, salt=_SALT)
    return settings.SITE_URL + reverse("account_change_by_link", args=[token])


def by_token(token: str) -> AccountChange | None:
    """The open change that a link names; None if it is made up, too old, decided, or was mailed to an old address."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=LINK_LIVES)
    except signing.BadSignature:
        return None
    change = open_changes().filter(pk=key, person__is_active=True).first()
    return change if change and change.old_address == change.person.email else None


def _check_may_be_asked(person: User, kind: str) -> None:
    if not person.is_active:
        raise ValidationError(f"{person} has left. Reactivate them first.")
    waiting = open_changes().filter(person=person, kind=kind).first()
    if waiting:
        raise ValidationError(
            f"{waiting.asked_by} asked for this on {date_format(waiting.asked_at, 'j F Y')}, and it waits for "
            "somebody to agree. Refuse that first, to ask anew."
        )


def _ask(person: User, kind: str, *, by: User, **asked: Any) -> AccountChange:
    try:
        with transaction.atomic():
            change = AccountChange.objects.create(
                person=person, kind=kind, old_address=person.email, asked_by=by, **asked
            )
    except IntegrityError:
        raise ValidationError("Somebody else asked for this at the same moment.") from None
    told = _told(change)
    letters.send(
        [change.old_address],
        "agree or refuse a change of how you sign in",
        "asked",
        link=link(change),
        days=LINK_LIVES.days,
        **told,
    )
    letters.send(_administrators(but=[by, person]), "a change of account waits", "waits", **told)
    return change


def _decide(change: AccountChange, **decision: Any) -> None:
    """Of two people at the same moment the second finds it decided: this tests and sets at once."""
    if not open_changes().filter(pk=change.pk).update(**decision):
        raise ValidationError(DECIDED)
    for name, value in decision.items():
        setattr(change, name, value)


def _change_address(person: User, address: str) -> None:
    person.email = address
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:
        # The database alone is asked whether the address is free: it may have been given at this moment.
        raise ValidationError(
            f"Somebody else has the address {address} by now. Refuse this, and ask for another."
        ) from None
    people.forget_addresses(person)
    if not person.has_usable_password() and (person.link_sent_at or person.link_waits_since):
        # They were invited at an address that is not theirs: the link that went there is dead.
        password_links.invite(person, by=person.invited_by)
        transaction.on_commit(lambda: password_links.send_marked([person.pk]), robust=True)


def _tell_of_decision(change: AccountChange, by: User, decision: str, addresses: list[str]) -> None:
    told = {"by": letters.named(by), "decision": decision, **_told(change)}
    letters.send(addresses, f"a change of how you sign in was {decision}", "decided", **told)
    letters.send(
        _administrators(but=[by, change.person]),
        f"a change of account was {decision}",
        "decided_by",
        **told,
    )


def _told(change: AccountChange) -> dict:
    return {
        "change": change,
        "person": letters.named(change.person),
        "asked_by": letters.named(change.asked_by),
    }


def _administrators(*, but: list[User]) -> list[str]:
    others = people.administrators().exclude(pk__in=[person.pk for person in but])
    return list(others.values_list("email", flat=True))
