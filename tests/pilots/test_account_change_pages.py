"""The doors to a change of how somebody signs in: the workspace, the mailed link, and one's own account."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as in_use

from pilots import account_changes, people
from pilots.models import AccountChange, User
from tests import factories
from tests.pilots.test_account_changes import KINDS, NEW, asked, set_up_second_factor, settled
from tests.workspace import act, change, list_page, row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def person():
    return factories.finance_of(factories.PlaceFactory())


def _link_in(message):
    return re.search(rf"{in_use.SITE_URL}(/account/changes/\S+)", message.body)[1]


def _to(address, outbox):
    return [message for message in outbox if address in message.to]


def test_an_administrator_asks_for_another_address_and_the_stored_one_stays(
    client, admin, person, at_once, mailoutbox
):
    old, other = person.email, factories.administrator()

    with at_once():
        response = change(client, person, email="New@Council.Example")

    person.refresh_from_db()
    asked_for = AccountChange.objects.get()
    assert person.email == old
    assert (asked_for.person, asked_for.new_address) == (person, NEW)
    assert asked_for.asked_by == admin
    assert response.status_code == 302
    [mail] = _to(old, mailoutbox)
    for words in (admin.name, f"from {old}", f"to {NEW}", "refuse now", _link_in(mail)):
        assert words in mail.body
    assert not _to(NEW, mailoutbox)
    [told] = _to(other.email, mailoutbox)
    assert list_page(AccountChange) in told.body


def test_the_page_says_that_the_address_stays_and_who_can_agree(client, admin, person):
    change(client, person, email=NEW)

    alone = client.get(list_page(User)).text
    assert f"{person} was sent an email at {person.email}" in alone
    assert "there is no other administrator" in alone

    factories.administrator()
    change(client, factories.UserFactory(), email="other@council.example")
    assert "another administrator can do so here" in client.get(list_page(User)).text


def test_the_list_and_the_page_of_a_person_show_what_waits(client, admin, person):
    change = asked("address", person)

    for page in (list_page(User), row_page(person)):
        text = client.get(page).text
        assert row_page(change) in text
        assert NEW in text

    account_changes.refuse(change, by=person)
    assert NEW not in client.get(list_page(User)).text


def test_a_second_change_of_address_is_refused_beside_the_field(client, admin, person):
    asked("address", person)

    response = change(client, person, email="third@council.example")

    assert response.status_code == 200
    assert "waits for somebody to agree" in response.text
    assert AccountChange.objects.count() == 1


@pytest.mark.parametrize("same", ["{0}", " {0} ", "{1}"])
def test_the_same_address_in_other_capitals_is_no_change(client, admin, person, same):
    change(client, person, email=same.format(person.email, person.email.upper()), name="Renamed")

    person.refresh_from_db()
    assert person.name == "Renamed"
    assert not AccountChange.objects.exists()


def test_an_address_with_capitals_in_the_database_is_the_same_too(client, admin):
    person = factories.UserFactory(email="Ann@Council.Example")

    change(client, person, email="ann@council.example")

    assert not AccountChange.objects.exists()


def test_somebody_who_has_never_signed_in_is_asked_too(client, admin):
    person = factories.UserFactory(last_login=None)

    change(client, person, email=NEW)

    person.refresh_from_db()
    assert person.email != NEW


def test_somebody_who_left_and_is_back_keeps_their_address(client, admin, person):
    people.deactivate(person)

    refused = change(client, person, email=NEW)
    act(client, User, "reactivate", person)
    change(client, person, email=NEW)

    person.refresh_from_db()
    assert "has left" in refused.text
    assert person.email != NEW


def test_ending_a_second_factor_is_asked_first_and_only_of_those_who_have_one(
    client, admin, person
):
    other = factories.UserFactory(name="Nemo Nofactor")
    set_up_second_factor(person)

    asking = act(client, User, "end_second_factor", person, other).text

    assert person.email in asking
    assert "Nemo" not in asking
    assert not AccountChange.objects.exists()


def test_an_end_of_a_second_factor_is_mailed_and_nothing_ends(
    client, admin, person, at_once, mailoutbox
):
    set_up_second_factor(person)

    with at_once():
        response = act(client, User, "end_second_factor", person, confirmed="yes")

    assert f"{person} was sent an email" in response.text
    assert Authenticator.objects.filter(user=person).count() == 3
    [mail] = _to(person.email, mailoutbox)
    assert "lost your phone" in mail.body
    assert _link_in(mail)


def test_who_has_no_second_factor_is_told_so(client, admin, person):
    response = act(client, User, "end_second_factor", person, confirmed="yes")

    assert "has no second factor" in response.text
    assert not AccountChange.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_administrator_agrees_in_the_workspace(client, kind, at_once, mailoutbox):
    change = asked(kind)
    second = settled(factories.administrator())
    client.force_login(second)

    asking = act(client, AccountChange, "agree", change)
    assert change.old_address in asking.text
    assert change.new_address in asking.text
    with at_once():
        done = act(client, AccountChange, "agree", change, confirmed="yes")

    change = AccountChange.objects.select_related("person").get()
    assert change.agreed_by == second
    assert "agreed and done" in done.text
    told = {address for message in mailoutbox for address in message.to}
    assert told == {change.old_address, change.person.email, change.asked_by.email}
    assert all(
        f"{second} ({second.email}) agreed to this" in message.body for message in mailoutbox
    )


def test_who_asked_is_refused_in_words(client, admin, person):
    change = asked("address", person, by=admin)

    response = act(client, AccountChange, "agree", change, confirmed="yes")

    assert "Nobody agrees to what they asked for" in response.text
    assert AccountChange.objects.get().is_open


def test_a_change_is_refused_in_the_workspace_and_stays_on_record(client, admin, person):
    change = asked("address", person)
    client.force_login(settled(admin))

    act(client, AccountChange, "refuse", change)
    again = act(client, AccountChange, "agree", change, confirmed="yes")

    assert f"Refused by {admin}" in client.get(list_page(AccountChange, state="refused")).text
    assert NEW not in client.get(list_page(AccountChange, state="open")).text
    assert NEW not in client.get(list_page(AccountChange, state="agreed")).text
    assert "decided already" in again.text


@pytest.mark.parametrize("role", [factories.reviewer, factories.lead, factories.analyst])
def test_nobody_else_sees_what_was_asked(client, role, person):
    change = asked("address", person)
    client.force_login(role())

    for page in (list_page(AccountChange), row_page(change)):
        assert client.get(page).status_code == 403
    act(client, AccountChange, "agree", change, confirmed="yes")
    assert AccountChange.objects.get().is_open


def test_an_administrator_is_not_offered_what_they_asked_for_themselves(client, admin):
    change = asked("address", admin, by=admin)
    link = account_changes.link(change)

    text = client.get(link).text
    assert "Nobody agrees to what they asked for" in text
    assert 'value="agree"' not in text
    assert client.post(link, {"answer": "agree"}).status_code == 403
    client.post(link, {"answer": "refuse"})
    assert AccountChange.objects.get().refused_by == admin


def _signed_in(client, person):
    person.set_password("three random words")
    person.save()
    client.force_login(person)
    return client


def test_the_own_account_shows_what_is_asked_and_leads_there(client, person):
    change = asked("address", person)
    client.force_login(person)

    text = client.get("/account/").text

    assert f"{change.asked_by} asked on" in text
    assert f"/account/changes/{change.pk}/" in text
    client.force_login(factories.UserFactory())
    assert NEW not in client.get("/account/").text


def test_a_person_who_is_signed_in_confirms_that_it_is_them_and_agrees(client, person):
    change = asked("address", person)
    page = f"/account/changes/{change.pk}/"
    _signed_in(client, person)

    unconfirmed = client.post(page, {"answer": "agree"})
    assert unconfirmed["Location"].startswith("/account/confirm/")
    assert AccountChange.objects.get().is_open

    client.post(f"/account/confirm/?next={page}", {"password": "three random words"})
    client.post(page, {"answer": "agree"})

    assert AccountChange.objects.get().agreed_by == person
    assert client.get("/account/").status_code == 302


def test_another_persons_change_is_not_found(client, person):
    change = asked("address", person)
    page = f"/account/changes/{change.pk}/"
    _signed_in(client, factories.UserFactory())

    client.post(f"/account/confirm/?next={page}", {"password": "three random words"})

    assert client.get(page).status_code == 404
    assert client.post(page, {"answer": "agree"}).status_code == 404
    assert AccountChange.objects.get().is_open


def test_a_treasury_person_signs_in_by_password_again_and_sets_up_a_new_factor(client, settings):
    settings.MFA_REQUIRED = True
    person = factories.reviewer()
    person.set_password("three random words")
    person.save()
    change = asked("second_factor", person)
    sent = {"login": person.email, "password": "three random words"}
    assert client.post("/signin/", sent)["Location"].startswith("/signin/second-factor/")

    account_changes.agree(change, by=settled(factories.administrator()))

    # The same browser, which waited for a code when the second factor ended.
    assert "Email address" in client.get("/signin/second-factor/", follow=True).text
    assert client.post("/signin/", sent)["Location"] == "/"
    assert client.get("/claims/")["Location"] == "/account/"


def test_a_mail_server_that_is_away_undoes_nothing(client, admin, person, settings, at_once):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with at_once():
        response = change(client, person, email=NEW)

    assert response.status_code == 302
    assert AccountChange.objects.get().is_open
