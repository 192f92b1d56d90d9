"""Does the workspace say how far each new person has come, and send the invitation again?"""

import re
from datetime import timedelta
from io import StringIO

from allauth.account.models import EmailAddress
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from pilots import invitations, link_tokens, password_links, people
from pilots.models import User
from tests import factories
from tests.pilots.invitations.new_people import (
    ADD,
    NEW,
    SITE,
    again,
    invited,
    link_in,
    mail_to,
    set_password,
)
from tests.workspace import act, list_page, row_page
from totalplace.roles import PLACE_ROLES


class DeafBackend(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise OSError


NOW = timezone.now()
# What is known of somebody, how the list has it, and by which choices it finds them.
STAGES = {
    "begun": ({"password": "pbkdf2"}, "Has begun", {"begun"}),
    "left": ({"is_active": False}, "Has left", {"left"}),
    "failed": (
        {"link_waits_since": NOW, "link_failed_at": NOW, "link_sent_at": NOW},
        "An email could not be sent on ",
        {"failed", "not_begun"},
    ),
    "waits": (
        {"link_waits_since": NOW},
        "The email goes with the next daily",
        {"waits", "not_begun"},
    ),
    "not invited": ({}, "Not invited yet", {"not_invited", "not_begun"}),
    "invited": (
        {"link_sent_at": NOW - timedelta(days=3)},
        "Invited 3 days ago, link runs out on ",
        {"invited", "not_begun"},
    ),
    "ran out": (
        {"link_sent_at": NOW - timedelta(days=7, minutes=1)},
        "Has not begun: link ran out on ",
        {"ran_out", "not_begun"},
    ),
}


def test_the_list_says_how_far_each_has_come_and_finds_them_by_it(client, admin):
    for name, (fields, *_) in STAGES.items():
        fields = {"password": "!"} | fields
        factories.UserFactory(email=f"{name.replace(' ', '.')}@kent.example", **fields)

    said, found = {}, {name: set() for name in STAGES}
    for choice in ["not_begun", *invitations.Stage.values]:
        people_listed = client.get(list_page(User, q="kent.example", begun=choice))
        for person in people_listed.context["cl"].result_list:
            name = person.email.partition("@")[0].replace(".", " ")
            said[name] = invitations.how_far(person)
            assert said[name] in people_listed.text
            found[name].add(choice)

    assert found == {name: choices for name, (_, _, choices) in STAGES.items()}
    assert [
        name for name, (_, words, _) in STAGES.items() if not said[name].startswith(words)
    ] == []


def test_it_is_sent_again_to_those_who_have_not_begun_and_the_page_says_of_each(
    client, admin, mailoutbox
):
    waiting, begun, left = invited(), factories.analyst(), invited()
    nothing_open = factories.UserFactory(password="!", name="Nobody")
    people.deactivate(left)
    mailoutbox.clear()

    page = act(client, User, "send_invitation", waiting, begun, left, nothing_open).text

    assert [mail.to for mail in mailoutbox] == [[waiting.email]]
    assert mailoutbox[0].reply_to == [admin.email]
    assert f"A link to set a password has been sent to {waiting.email}." in page
    assert f"{begun} was not sent an email: they have set a password." in page
    assert f"{left} was not sent an email: they have left." in page
    assert "Nobody was not sent an email: nothing is open to them yet" in page


def test_of_many_the_last_go_with_the_digest(client, admin, monkeypatch, mailoutbox):
    monkeypatch.setattr(invitations, "AT_ONCE", 1)
    chosen = [invited(), invited(), invited()]
    mailoutbox.clear()

    page = act(client, User, "send_invitation", *chosen).text

    assert len(mailoutbox) == 1
    assert "2 more get the next daily email." in page
    assert password_links.people_waiting().count() == 2


def test_nobody_who_has_begun_is_invited():
    person = factories.analyst()

    password_links.invite(person)

    assert not password_links.people_waiting().exists()


BUTTON = re.compile(r'value="(Send the invitation[^"]*)"')


def test_the_persons_own_page_has_a_button_for_it(client, admin, mailoutbox):
    person = invited()
    never, has_begun = factories.UserFactory(password="!"), factories.analyst()
    buttons = [BUTTON.findall(client.get(row_page(one)).text) for one in (person, never, has_begun)]
    assert buttons == [["Send the invitation again"], ["Send the invitation"], []]

    answer = act(client, User, "send_invitation", person, follow=False, from_page="yes")

    assert answer["Location"] == row_page(person)
    assert len(mailoutbox) == 2


def test_a_mail_that_failed_is_told_and_goes_with_the_next_digest(
    add, client, settings, mailoutbox
):
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.DeafBackend"
    told = add(roles=["analyst"]).text
    listed = client.get(list_page(User, begun="failed")).text
    settings.EMAIL_BACKEND = usual

    call_command("send_digest", stdout=StringIO())

    assert f"The email server did not take the link for {NEW}." in told
    assert "An email could not be sent on" in listed
    assert mail_to(mailoutbox).reply_to
    assert NEW not in client.get(list_page(User, begun="failed")).text
    assert NEW in client.get(list_page(User, begun="invited")).text


def test_the_page_of_a_dead_link_sends_a_new_one_to_a_new_person_too(mailoutbox, time_machine):
    time_machine.move_to("2010-03-01 09:00", tick=False)
    person = invited()
    time_machine.shift(link_tokens.INVITATION_LIVES + timedelta(minutes=1))
    browser = Client()

    dead = browser.get(link_in(mailoutbox[0]), follow=True).text
    address = re.search(r'<form method="post" action="([^"]+)"', dead)[1]
    asked = browser.post(address, {"email": person.email}, follow=True)

    assert "This link no longer works" in dead
    assert "Check your email" in asked.text
    assert "You are: Analyst" in mailoutbox[1].body
    assert "Your password is set" in set_password(link_in(mailoutbox[1])).text
    forgotten = password_links.link(again(person)).removeprefix(SITE)
    assert "Your password is set" in set_password(forgotten).text
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(person.email, True)]


def test_who_is_new_is_offered_each_role_of_a_place(client, admin):
    page = client.get(ADD).text

    assert all(f'<option value="{role.code}">{role.label}' in page for role in PLACE_ROLES)
