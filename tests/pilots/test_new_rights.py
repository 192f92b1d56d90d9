"""Who hears that what somebody may do has changed? They, and those who would see that it is wrong, each by itself."""

import pytest

from pilots import people
from pilots.models import Membership, User
from tests import factories
from tests.pilots.test_admin import ADD_MEMBERSHIP
from tests.workspace import change, let_go, take_roles

pytestmark = pytest.mark.usefixtures("no_second_factor")

UNUSABLE = "!"  # As of whoever has not set one yet.
ROLES = ["reviewer", "lead", "analyst", "administrator"]


@pytest.fixture
def place():
    return factories.PlaceFactory(name="Kent")


def _told(outbox):
    return sorted(address for mail in outbox for address in mail.to)


def _emails(*persons):
    return sorted(person.email for person in persons)


@pytest.mark.parametrize("role", ROLES)
def test_administrators_and_leads_hear_of_each_role_that_is_given(
    client, admin, role, at_once, mailoutbox
):
    others = [factories.administrator(), factories.lead()]
    factories.analyst(), factories.reviewer()
    person = factories.UserFactory(name="Mallory\r\n\r\nAll is well", password=UNUSABLE)

    with at_once():
        change(client, person, roles=[role])
        change(client, person, roles=[role], name="Mallory")

    # Each by itself: nobody is shown who else was told. The person has never signed in.
    assert [mail.to for mail in mailoutbox] == [[email] for email in _emails(*others)]
    assert admin.name in mailoutbox[0].body
    assert f"Mallory All is well ({person.email})" in mailoutbox[0].body


def test_whoever_loses_a_role_hears_of_it_and_so_do_the_others(client, admin, at_once, mailoutbox):
    lead, other = factories.lead(), factories.administrator()

    with at_once():
        take_roles(client, lead, "lead")

    assert _told(mailoutbox) == _emails(lead, other)
    assert all(
        "Roles at the Treasury now: none. Before: Review lead." in m.body for m in mailoutbox
    )


@pytest.mark.parametrize("role", ["officer", "finance", "interest"])
def test_a_place_and_the_leads_hear_of_whoever_is_said_to_be_of_it(
    client, admin, place, role, at_once, mailoutbox
):
    person = factories.UserFactory()
    told = [factories.officer_of(place), factories.finance_of(place), factories.lead(), person]
    factories.officer_of(factories.PlaceFactory())

    with at_once():
        client.post(ADD_MEMBERSHIP, {"user": person.pk, "place": place.pk, "role": role})

    held = Membership.objects.get(user=person)
    assert _told(mailoutbox) == _emails(*told)
    assert all(f"Now: {held.get_role_display()}, Kent." in mail.body for mail in mailoutbox)
    assert sum(person.email in mail.body for mail in mailoutbox) == 3


def test_nobody_is_silenced_first(client, admin, place, at_once, mailoutbox):
    """Taking their rights from those who would notice is told to them, before anything is given to somebody else."""
    officer, lead = factories.officer_of(place), factories.lead()
    made_up = factories.UserFactory(password=UNUSABLE)

    with at_once():
        let_go(client, Membership, "end", officer.memberships.get(), of=officer)
        take_roles(client, lead, "lead")
        client.post(ADD_MEMBERSHIP, {"user": made_up.pk, "place": place.pk, "role": "finance"})

    assert {officer.email, lead.email} <= set(_told(mailoutbox))


def test_of_a_leaver_the_place_and_they_themselves_hear(client, admin, place, at_once, mailoutbox):
    leaver, colleague = factories.finance_of(place), factories.officer_of(place)

    with at_once():
        let_go(client, User, "deactivate", leaver)

    assert _told(mailoutbox) == _emails(leaver, colleague)


def test_what_is_done_at_the_machine_is_mailed_to_nobody(place, at_once, mailoutbox):
    leaver = factories.finance_of(place)
    factories.officer_of(place)

    with at_once():
        people.deactivate(leaver)

    assert mailoutbox == []
