"""Who may sign in, who needs a second factor, and in which words does the site say so?

allauth does the work; this says where the site differs from it.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from . import app_codes, guesses
from .after_response import after_response
from .client_address import client_address
from .direction import contained

# What a person without a second factor may open: setting one up. (Signing out is open to all.)
SETTING_UP = {"account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):
    """People are added by an administrator; errors say what to do."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is not right. Check both and try again.",
        "enter_current_password": "This is not your current password. Enter it again.",
        "incorrect_code": "This code is not right, or has run out. Enter the one the app shows now. "
        "Each works once: if you have used it, wait for the next.",
        "incorrect_password": "This is not your password. Enter it again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        mail = super().render_mail(*args, **kwargs)
        mail.subject, mail.body = contained(mail.subject), contained(mail.body)
        return mail

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Count what is wrong, also where a person who is signed in confirms that it is they."""
        tried = guesses.count(request, guesses.PASSWORD, credentials.get("email", ""))
        person = super().authenticate(request, **credentials)
        if person:
            tried.was_right()
        return person

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link with the site's own address, never with one that the request names."""
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + address.replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Tell of what was done once the answer is out: no mail server that is away turns it into a fault."""
        message = self.render_mail(template_prefix, email, context | {"email": email})
        after_response(self.request, message.send)

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "totalplace.sign_in.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]


class SecondFactorStage(AuthenticateStage):
    """Begun anew if the second factor has been ended meanwhile: two pages would send the person to and fro."""

    def is_resumable(self, request: HttpRequest) -> bool:
        return is_mfa_enabled(self.login.user, SECOND_FACTORS)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys get plain names, and errors say what to do."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, kind: str) -> str:
        return f"Key {Authenticator.objects.filter(user=user, type=kind).count() + 1}"


class SetUpApp(ActivateTOTPView):
    """Setting up an authenticator app takes the code that shows it works: it does not sign in as well."""

    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        response = super().form_valid(form)
        app_codes.take(self.request.user, form.cleaned_data["code"])
        return response


def works_for_treasury(user: PermissionsMixin | AnonymousUser) -> bool:
    """Whether the person has any Treasury role: each brings the workspace's permission."""
    return user.has_perm("pilots.use_workspace")


def needs_second_factor(user: PermissionsMixin | AnonymousUser) -> bool:
    """Whether this person comes no further than setting up a second factor without one."""
    return settings.MFA_REQUIRED and works_for_treasury(user)


def lacks_second_factor(user: PermissionsMixin | AnonymousUser) -> bool:
    """Whether this person, signed in, must set up a second factor before going on."""
    if not needs_second_factor(user):
        return False
    return not Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()
