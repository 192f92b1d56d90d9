"""How long does a mailed link to set a password live, and what ends it?

It works once: setting a password ends it, as does signing in. So do a change of address and leaving, which each change
what it is made of.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int

from pilots.models import User

# A new person did not ask for the mail: they may be away, or begin next week.
INVITATION_LIVES = timedelta(days=7)
# Who has forgotten their password asked a moment ago, and has an account worth taking: the mail must not lie about.
# A day, not an hour: councils' mail filters hold a mail back for hours, and what fails goes with the daily digest.
FORGOTTEN_LIVES = timedelta(days=1)


def lives(person: User) -> timedelta:
    """How long a link that is mailed to this person lives: longer for whoever has no password yet."""
    return FORGOTTEN_LIVES if person.has_usable_password() else INVITATION_LIVES


class LinkTokens(PasswordResetTokenGenerator):
    """Django's own, with two lives, in place of allauth's.

    allauth's writes down the person's address as one that is not verified whenever a link is made for it, and whoever
    has such an address may set up no second factor: so a stranger who asked for a link locked an administrator out.
    """

    key_salt = "pilots.link_tokens.LinkTokens"

    def check_token(self, user: Any, token: str | None) -> bool:
        # Django's check holds it to PASSWORD_RESET_TIMEOUT, the longer of the two lives.
        if token is None or not super().check_token(user, token):
            return False
        return self._age(token) <= lives(user)

    def _age(self, token: str) -> timedelta:
        made = base36_to_int(token.split("-")[0])
        return timedelta(seconds=self._num_seconds(self._now()) - made)
