"""Who may sign in, and who needs a second factor?

allauth does the work; this says where the site differs from it.
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

# What a person without a second factor may open: setting one up, and leaving.
SETTING_UP = {
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):
    """People are added by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def works_for_treasury(user) -> bool:
    """Whether the person has any Treasury role: each brings the workspace's permission."""
    return user.has_perm("pilots.use_workspace")


def lacks_second_factor(user) -> bool:
    """Whether this person, signed in, must set up a second factor before going on."""
    if not settings.MFA_REQUIRED or not works_for_treasury(user):
        return False
    return not Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()
