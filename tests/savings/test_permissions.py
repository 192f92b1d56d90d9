"""Whatever asks what somebody may do by a membership of a place is told the same of the same membership."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from pilots import people, vacancies
from pilots.models import Membership, User
from savings.workflow.actors import Doer
from tests import factories
from totalplace.roles import PLACE_ROLES

PERMISSIONS = sorted({name for role in PLACE_ROLES for name in role.permissions})


@pytest.fixture
def version():
    return factories.draft_of(factories.PlaceFactory())


def _holder(place, role, standing):
    person = factories.UserFactory(is_active=standing != "has left")
    organisation = factories.OrganisationFactory() if role == "partner" else None
    Membership.objects.create(user=person, place=place, role=role, organisation=organisation)
    if standing == "has ended":
        factories.end_memberships(person)
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("standing", ["current", "has ended", "has left"])
@pytest.mark.parametrize("role", PLACE_ROLES, ids=lambda role: role.code)
def test_all_say_the_same_of_a_membership(version, role, standing):
    place, elsewhere = version.claim.place, factories.PlaceFactory()
    person = _holder(place, role.code, standing)
    held = set(role.permissions) if standing == "current" else set()

    answers = {
        "may": lambda name, at: people.may(person, name, at),
        "anew": lambda name, at: people.places_with(person, name).filter(place=at).exists(),
        "shown": lambda name, at: at.pk in {one.place_id for one in people.held_with(person, name)},
        "told": lambda name, at: person in people.people_with(name, at),
    }
    for door, says in answers.items():
        assert {name for name in PERMISSIONS if says(name, place)} == held, door
        assert not any(says(name, elsewhere) for name in PERMISSIONS), door
    assert {name for name in PERMISSIONS if Doer(person).holds(name, version)} == held


@pytest.mark.parametrize("standing", ["current", "has ended", "has left"])
@pytest.mark.parametrize("role", PLACE_ROLES, ids=lambda role: role.code)
def test_a_place_has_somebody_where_somebody_may(role, standing):
    place = factories.PlaceFactory()
    person = _holder(place, role.code, standing)

    assert (place not in vacancies.without_anybody()) == people.may(person, vacancies.WRITE, place)
    assert (place not in vacancies.without_finance_officer()) == people.may(
        person, vacancies.SIGN_OFF, place
    )


def test_no_other_module_looks_up_what_a_place_role_permits():
    # Where the table of roles is, and where it is asked of memberships.
    homes = {"totalplace/roles.py", "pilots/models/people.py"}
    root = Path(settings.BASE_DIR)
    asked = re.compile(r"place_roles_with|ROLES\[\w+\.role\]\.permissions|role__in=")
    files = [
        path for app in ("totalplace", "pilots", "savings") for path in (root / app).rglob("*.py")
    ]

    found = {path.relative_to(root).as_posix() for path in files if asked.search(path.read_text())}

    assert {name for name in found if "migrations" not in name} == homes
