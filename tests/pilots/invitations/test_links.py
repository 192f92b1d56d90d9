"""How long does the link in an invitation live, what ends it, and whom does it keep out?"""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from pilots import account_changes, password_links, people
from pilots.models import User
from tests import factories
from tests.pilots.invitations.new_people import (
    NEW,
    PASSWORD,
    SITE,
    give,
    invited,
    link_in,
    mail_to,
    set_password,
    set_up_an_app,
    works,
)


def test_who_was_added_at_the_machine_is_told_no_name(mailoutbox):
    person = invited()

    mail = mail_to(mailoutbox, person.email)

    assert "You have been added to Total Place." in mail.body
    assert mail.reply_to == []
    assert "ask whoever told you that you would be added" in mail.body


def test_an_invitation_lives_a_week_and_a_forgotten_password_a_day(time_machine):
    time_machine.move_to("2010-03-01 09:00", tick=False)
    person = invited()
    begun = factories.analyst()
    links = [password_links.link(person), password_links.link(begun)]
    links = [link.removeprefix(SITE) for link in links]

    alive = []
    for days in (1, 6):
        time_machine.shift(timedelta(days=days) - timedelta(minutes=1))
        alive.append([works(link) for link in links])
        time_machine.shift(timedelta(minutes=1, seconds=1))
        alive.append([works(link) for link in links])
        time_machine.shift(-timedelta(seconds=1))

    assert alive == [[True, True], [True, False], [True, False], [False, False]]


def _leave(person, link):
    people.deactivate(person)
    people.reactivate(person, by=factories.administrator())


def _move(person, link):
    asked = account_changes.ask_address(person, "there@kent.example", by=factories.administrator())
    account_changes.agree(asked, by=person)


ENDS = {"a password": lambda person, link: set_password(link), "leaving": _leave, "moving": _move}


@pytest.mark.parametrize("end", ENDS)
def test_a_link_is_dead_after(end, mailoutbox):
    person = invited()
    link = link_in(mail_to(mailoutbox, person.email))
    assert works(link)

    ENDS[end](person, link)

    assert not works(link)


def test_opening_the_link_alone_verifies_nothing(mailoutbox):
    person = invited()

    Client().get(link_in(mail_to(mailoutbox, person.email)), follow=True)

    assert not EmailAddress.objects.filter(user=person).exists()


def test_who_moves_before_they_begin_is_invited_at_the_new_address(mailoutbox):
    person = invited()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    _move(person, None)
    verified = [EmailAddress.objects.filter(user=person).exists()]
    link = [mail for mail in mailoutbox if "Begin here" in mail.body][-1]
    set_password(link_in(link))
    verified += EmailAddress.objects.filter(user=person).values_list("email", "verified")

    assert link.to == ["there@kent.example"]
    assert verified == [False, ("there@kent.example", True)]


def test_who_asks_for_a_link_to_somebodys_address_locks_nobody_out(client, mailoutbox):
    person = factories.lead()
    person.set_password(PASSWORD)
    person.save()
    Client().post("/password/reset/", {"email": person.email})
    client.post("/signin/", {"login": person.email, "password": PASSWORD})

    codes = set_up_an_app(client)

    assert "Set a new password" in mailoutbox[0].subject
    assert codes.request["PATH_INFO"] == "/account/codes/"
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_a_strangers_question_for_a_link_takes_nobody_their_invitation(client, admin, mailoutbox):
    person, place = factories.UserFactory(password="!", email=NEW), factories.PlaceFactory()
    Client().post("/password/reset/", {"email": NEW})
    User.objects.filter(pk=person.pk).update(link_sent_at=timezone.now() - timedelta(days=8))
    mailoutbox.clear()

    give(client, person, place, "officer")

    assert "Begin here" in mail_to(mailoutbox).body


def test_who_came_before_is_not_locked_out():
    verify = import_module(
        "pilots.migrations.0011_addresses_of_those_with_a_password_are_verified"
    ).verify
    begun, moved, waiting = factories.UserFactory(password="pbkdf2"), invited(), invited()
    EmailAddress.objects.create(user=begun, email=begun.email.upper(), primary=True)
    EmailAddress.objects.create(user=begun, email="before@kent.example")
    EmailAddress.objects.create(user=moved, email="before@kent.example", primary=True)
    EmailAddress.objects.create(user=waiting, email=waiting.email, primary=True)

    verify(apps, SimpleNamespace(connection=connection))

    left = EmailAddress.objects.values_list("user", "verified", "primary")
    assert list(left) == [(begun.pk, True, True)]
