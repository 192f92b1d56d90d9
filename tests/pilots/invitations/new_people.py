"""Somebody who was added and has not begun: what they are mailed, and how they set a password and a second factor."""

import re

from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from pilots import password_links
from pilots.models import User
from tests import factories

SITE = "https://totalplace.example"
ADD = "/admin/pilots/user/add/"
NO_ROWS = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
PASSWORD = "four more random words"
NEW = "new@kent.example"


def new_person():
    return User.objects.get(email=NEW)


def mail_to(outbox, email=NEW):
    [mail] = [mail for mail in outbox if mail.to == [email]]
    return mail


def link_in(mail):
    return re.search(rf"{SITE}(/password/reset/\w+-\S+)", mail.body)[1]


def set_password(link, client=None):
    """Open the link and choose a password: the page that follows, or the one that says that the link is dead."""
    client = client or Client()
    form = client.get(link, follow=True)
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    return client.post(form.request["PATH_INFO"], sent, follow=True)


def works(link):
    return b"This link no longer works" not in Client().get(link, follow=True).content


def _code(secret):
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def set_up_an_app(client):
    """As the pages ask for it: the page that follows, with the recovery codes."""
    asked = client.get("/account/app/", follow=True)
    page = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = re.search(r'app-codes">(\w+)<', page.text)[1]
    return client.post("/account/app/", {"code": _code(secret)}, follow=True)


def invited(role=factories.analyst, **fields):
    """Somebody who was added and has not begun, and the link that was mailed to them."""
    person = role()
    person.set_unusable_password()
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()
    password_links.invite(person)
    password_links.send_marked([person.pk])
    return again(person)


def again(person):
    return User.objects.get(pk=person.pk)


def give(client, person, place, role):
    """Give them a role in the place, as an administrator does."""
    sent = {"user": person.pk, "place": place.pk, "role": role}
    return client.post(reverse("admin:pilots_membership_add"), sent)
