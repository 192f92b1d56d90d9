"""The mailed link to a change of how somebody signs in: what it shows, and what can be answered by it."""

import pytest
from django.test import Client

from pilots import account_changes
from pilots.models import AccountChange
from tests import factories
from tests.pilots.test_account_changes import KINDS, NEW, asked

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def person():
    return factories.finance_of(factories.PlaceFactory())


def _to(address, outbox):
    return [message for message in outbox if address in message.to]


@pytest.mark.parametrize("kind", KINDS)
def test_the_link_shows_what_is_asked_to_somebody_who_is_not_signed_in(client, kind, person):
    change = asked(kind, person)

    text = client.get(account_changes.link(change)).text

    for words in (change.asked_by.name, change.new_address, "Agree", "Refuse", person.name):
        assert words in text
    assert AccountChange.objects.get().is_open


@pytest.mark.parametrize("kind", KINDS)
def test_the_person_agrees_by_the_link_and_is_told_to_sign_in(client, kind, person):
    change = asked(kind, person)
    link = account_changes.link(change)

    page = client.post(link, {"answer": "agree"}, follow=True)

    assert AccountChange.objects.get().agreed_by == person
    assert page.redirect_chain[-1][0].startswith("/signin/")
    assert "has been changed" in page.text or "has been ended" in page.text
    again = client.post(link, {"answer": "refuse"})
    assert again.status_code == 404
    assert "This link no longer works" in again.text
    assert "more than 7 days old" in again.text


def test_the_person_refuses_by_the_link_and_the_administrators_hear_of_it(
    client, person, at_once, mailoutbox
):
    change, second = asked("address", person), factories.administrator()

    with at_once():
        client.post(account_changes.link(change), {"answer": "refuse"})

    person.refresh_from_db()
    assert person.email == change.old_address
    [told] = _to(second.email, mailoutbox)
    assert _to(change.asked_by.email, mailoutbox)
    assert f"{person} ({person.email}) refused this" in told.body


def test_the_link_signs_nobody_in(client, person):
    link = account_changes.link(asked("address", person))

    client.get(link)
    client.post(link, {"answer": "agree"})

    assert "_auth_user_id" not in client.session


def test_the_link_takes_no_other_answer_and_no_forged_form(person):
    change = asked("address", person)

    assert Client().post(account_changes.link(change), {"answer": "yes"}).status_code == 400
    forged = Client(enforce_csrf_checks=True)
    assert forged.post(account_changes.link(change), {"answer": "agree"}).status_code == 403
    assert AccountChange.objects.get().is_open


def test_the_link_tells_no_other_site_where_it_was(client, person):
    response = client.get(account_changes.link(asked("address", person)))

    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"


def test_an_address_taken_meanwhile_is_told_and_no_fault(client, person):
    change = asked("address", person)
    factories.UserFactory(email=NEW)

    response = client.post(account_changes.link(change), {"answer": "agree"})

    assert response.status_code == 409
    assert "Somebody else has the address" in response.text
