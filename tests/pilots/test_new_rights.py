"""Who hears that somebody new may do much? Those who know the people, each by itself."""

import pytest

from pilots.models import Membership
from tests import factories
from tests.pilots.test_admin import ADD_MEMBERSHIP
from tests.workspace import change

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.mark.parametrize("role", ["administrator", "lead"])
def test_administrators_and_leads_hear_of_a_new_one(client, admin, role, at_once, mailoutbox):
    others = [factories.administrator(), factories.lead()]
    person = factories.UserFactory(name="Mallory\r\n\r\nAll is well")

    with at_once():
        change(client, person, roles=[role, "analyst"])
        change(client, person, roles=[role])

    # Each by itself: nobody is shown who else was told.
    assert [mail.to for mail in mailoutbox] == [[e] for e in sorted(o.email for o in others)]
    mail = mailoutbox[0]
    assert admin.name in mail.body
    assert f"Mallory All is well ({person.email})" in mail.body


def test_a_place_and_the_leads_hear_of_a_new_finance_officer(client, admin, at_once, mailoutbox):
    place, person = factories.PlaceFactory(name="Kent"), factories.UserFactory()
    told = [factories.officer_of(place), factories.finance_of(place), factories.lead()]
    factories.officer_of(factories.PlaceFactory())

    with at_once():
        client.post(ADD_MEMBERSHIP, {"user": person.pk, "place": place.pk, "role": "finance"})

    assert [mail.to for mail in mailoutbox] == [[e] for e in sorted(o.email for o in told)]
    mail = mailoutbox[0]
    assert "Finance officer of Kent" in mail.body
    assert person.email in mail.body


def test_nobody_is_mailed_for_a_role_with_less_power(client, admin, at_once, mailoutbox):
    place = factories.PlaceFactory()
    factories.finance_of(place), factories.lead(), factories.administrator()
    person = factories.UserFactory()

    with at_once():
        change(client, person, roles=["analyst"])
        sent = {"user": person.pk, "place": place.pk, "role": "officer"}
        client.post(ADD_MEMBERSHIP, sent)

    assert Membership.objects.filter(user=person).exists()
    assert mailoutbox == []
