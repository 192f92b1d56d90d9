"""How does a site get an administrator while nobody is there who could add one? At the machine, by a command."""

from django.core.exceptions import ValidationError
from django.db import transaction

from . import password_links, people
from .models import User

ROLE = "administrator"
REASON = "create_administrator"


@transaction.atomic
def make_administrator(email: str, name: str = "") -> tuple[User, bool]:
    """The person of that address as an administrator, and whether they were none before. Safe to repeat.

    Whoever has no password yet is marked to be mailed a link. ValidationError, in words, for an address that nobody can
    have here, and for somebody who has left.
    """
    email = email.strip().lower()
    person = User.objects.filter(email__iexact=email).first() or _add(email, name)
    if not person.is_active:
        raise ValidationError(
            f"{person.name} ({person.email}) has left, and cannot be an administrator. Another administrator "
            "reactivates them in the workspace, under People, and gives them the role. If there is no other, make one "
            "with another address."
        )
    was_none = ROLE not in people.treasury_roles(person)
    if was_none:
        people.give_roles(person, [ROLE])
    if not person.has_usable_password():
        password_links.invite(person)
    return person, was_none


def _add(email: str, name: str) -> User:
    person = User(email=email, name=name.strip() or email)
    person.set_unusable_password()
    people.check_address(email, of=person)
    person.full_clean()
    person._change_reason = REASON
    person.save()
    return person
