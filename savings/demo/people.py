"""One sign-in per role, and a second reviewer for the readings that need two."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from pilots.models import Membership, Organisation, Place, User
from totalplace.roles import ROLES, TREASURY

PRACTICE = "PRA"
HERE_SINCE = timedelta(days=200)  # Before the first round: it waited for them.


# e-mail address, name, role, place code, organisation
SIGN_INS = [
    ("officer@practice.example", "Olive Officer", "officer", PRACTICE, ""),
    ("finance@practice.example", "Frank Finance", "finance", PRACTICE, ""),
    ("officer@kent.example", "Kit Kent", "officer", "KEN", ""),
    ("officer@croydon.example", "Cora Croydon", "officer", "CRO", ""),
    ("partner@practice.example", "Pat Partner", "partner", PRACTICE, "Practice NHS Trust"),
    ("reviewer@treasury.example", "Rowan Reviewer", "reviewer", "", ""),
    ("lead@treasury.example", "Leigh Lead", "lead", "", ""),
    ("analyst@treasury.example", "Ash Analyst", "analyst", "", ""),
    ("admin@treasury.example", "Ada Administrator", "administrator", "", ""),
]
SECOND_REVIEWER = ("second.reader@treasury.example", "Sam Second", "reviewer", "", "")


def load_people(password: str, *, first_only: bool = False) -> User:
    """Make the people who are missing and give each sign-in `password`; returns the administrator.

    With `first_only` just the administrator, who then loads the places that the others belong to.
    """
    hashed = make_password(password)  # Once: it is slow by design.
    administrator = _person(*SIGN_INS[-1], password, hashed)
    if not first_only:
        for row in SIGN_INS[:-1]:
            _person(*row, password, hashed)
        _person(*SECOND_REVIEWER, password, hashed)
    return administrator


def _person(
    email: str, name: str, role: str, place: str, organisation: str, password: str, hashed: str
) -> User:
    in_treasury = ROLES[role].scope == TREASURY
    person, is_new = User.objects.get_or_create(
        email=email, defaults={"name": name, "is_staff": in_treasury}
    )
    # Only when it differs: a new hash would end the sessions of everybody signed in.
    if is_new or (password and not person.check_password(password)):
        person.password = hashed
        person.save(update_fields=["password"])
    if in_treasury:
        person.groups.add(Group.objects.get(name=ROLES[role].label))
    else:
        Membership.objects.get_or_create(
            user=person,
            place=Place.objects.get(code=place),
            role=role,
            ended_at=None,
            organisation=Organisation.objects.filter(name=organisation).first(),
            defaults={"started_at": timezone.now() - HERE_SINCE},
        )
    return person
