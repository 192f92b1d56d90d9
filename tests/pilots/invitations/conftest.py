"""Who adds people, on a site that asks the Treasury for a second factor and mails at once?"""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from tests.pilots.invitations.new_people import ADD, NEW, NO_ROWS, SITE


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SITE_URL, settings.MFA_REQUIRED = SITE, True


@pytest.fixture
def admin(admin):
    admin.name = "Ann\r\nAsh"
    admin.save()
    totp.TOTP.activate(admin, totp.generate_totp_secret())
    return admin


@pytest.fixture(autouse=True)
def _committed_at_once(monkeypatch):
    """A test is one transaction, which is never committed; what follows a commit follows at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda act, **named: act())


@pytest.fixture
def add(client, admin):
    """Add somebody by the form, as an administrator does; the page that follows."""

    def added(**sent):
        return client.post(ADD, {"email": NEW, "name": "New"} | NO_ROWS | sent, follow=True)

    return added
