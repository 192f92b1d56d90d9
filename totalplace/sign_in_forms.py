"""What do the sign-in pages ask for, and in which words? The fields themselves are allauth's."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.db import DatabaseError

from . import app_codes, guesses
from .plain_errors import say_plainly

ADVICE = "At least 12 characters. Three random words are easy to remember and hard to guess."
CHOOSE = {"password1": "New password", "password2": "New password again"}
CODE = {"code": "Code"}
NO_CREDENTIAL = "Your passkey was not read. Try again, or choose another way to sign in."
LONGEST_CREDENTIAL = 20_000  # Characters: keys say a tenth of it.


# What gives a form of allauth something of ours stands before it among the bases.
_Form: Any = forms.BaseForm if TYPE_CHECKING else object


class InOurWords(_Form):
    """Gives allauth's fields our labels, and our hints or none."""

    labels: dict[str, str]
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = self.hints.get(name, "")
            self.fields[name].error_messages["required"] = f"Enter your {label.lower()}"
        say_plainly(self.fields)
        if self.labels is CODE:
            self.fields["code"].widget.attrs |= {
                "inputmode": "numeric",
                "class": "govuk-input--width-10",
            }


class SignInForm(InOurWords, account.LoginForm):
    labels = {"login": "Email address", "password": "Password"}


class ResetForm(InOurWords, account.ResetPasswordKeyForm):
    labels = CHOOSE
    hints = {"password1": ADVICE}

    def save(self) -> None:
        """With a new password there is nothing to wait for."""
        super().save()
        guesses.forget(context.request, guesses.PASSWORD, self.user.email)


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    labels = {"oldpassword": "Current password"} | CHOOSE
    hints = {"password1": ADVICE}

    def clean_oldpassword(self) -> str:
        tried = guesses.count(context.request, guesses.PASSWORD, self.user.email)
        password = super().clean_oldpassword()
        tried.was_right()
        return password


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    labels = CHOOSE
    hints = {"password1": ADVICE}


class ConfirmForm(InOurWords, account.ReauthenticateForm):
    labels = {"password": "Password"}


class TakesCodes(InOurWords):
    """Takes a code of the person's app by our rules, and a recovery code by allauth's."""

    labels = CODE

    def clean_code(self) -> str:
        tried = guesses.count(context.request, guesses.CODE, f"person {self.user.pk}")
        code = self.cleaned_data["code"]
        if app_codes.is_app_code(code):
            self.authenticator = app_codes.take(self.user, code)
            if self.authenticator is None:
                raise get_adapter().validation_error("incorrect_code")
        else:
            code = super().clean_code()
        tried.was_right()
        return code


class CodeForm(TakesCodes, mfa.AuthenticateForm):
    """On signing in."""


class ConfirmCodeForm(TakesCodes, mfa.ReauthenticateForm):
    """To confirm that it is they."""


class SetUpAppForm(InOurWords, totp.ActivateTOTPForm):
    labels = CODE

    def clean_code(self) -> str:
        """There is nothing to guess: the secret is on the person's own page."""
        validate_can_add_authenticator(self.user)
        code = self.cleaned_data["code"]
        if app_codes.step_of(self.secret, code) is None:
            raise get_adapter().validation_error("incorrect_code")
        return code


class Credential(forms.JSONField):
    """What a key says, as the browser's script writes it."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST_CREDENTIAL:
            raise unreadable()
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise unreadable() from error

    def bound_data(self, data: Any, initial: Any) -> None:
        return None  # Whatever was sent is of no use a second time, and is not drawn again.


class ReadsKeys(_Form):
    """Whatever is sent as what a key says is right or wrong, and no fault: what reads it raises all kinds of errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = Credential(
            widget=forms.HiddenInput, error_messages={"required": NO_CREDENTIAL}
        )

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except DatabaseError:
            raise
        except Exception:  # Of a parser of bytes that a stranger has sent.
            self.add_error("credential", unreadable())


def unreadable() -> forms.ValidationError:
    return get_adapter().validation_error("incorrect_code")


class AddKeyForm(ReadsKeys, InOurWords, webauthn.AddWebAuthnForm):
    labels = {"name": "Name of this key", "passwordless": "Sign in with this key alone"}
    hints = {
        "name": "So that you can tell your keys apart.",
        "passwordless": "Your device will ask for its PIN or fingerprint.",
    }


class KeyForm(ReadsKeys, webauthn.LoginWebAuthnForm):
    """To sign in by a key alone."""


class SecondKeyForm(ReadsKeys, webauthn.AuthenticateWebAuthnForm):
    """On signing in, after the password."""


class ConfirmKeyForm(ReadsKeys, webauthn.ReauthenticateWebAuthnForm):
    """To confirm that it is they."""
