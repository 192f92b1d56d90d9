"""What do the sign-in pages ask for, and in which words? The fields themselves are allauth's."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

ADVICE = "At least 12 characters. Three random words are easy to remember and hard to guess."
CHOOSE = {"password1": "New password", "password2": "New password again"}
CODE = {"code": "Code"}


class InOurWords:
    """Gives allauth's fields our labels, and our hints or none."""

    labels: dict[str, str]
    hints: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = self.hints.get(name, "")
            self.fields[name].error_messages["required"] = f"Enter your {label.lower()}"
        if self.labels is CODE:
            self.fields["code"].widget.attrs |= {
                "inputmode": "numeric",
                "class": "govuk-input--width-10",
            }


class SignInForm(InOurWords, account.LoginForm):
    labels = {"login": "Email address", "password": "Password"}


class AskForResetForm(InOurWords, account.ResetPasswordForm):
    labels = {"email": "Email address"}


class ResetForm(InOurWords, account.ResetPasswordKeyForm):
    labels = CHOOSE
    hints = {"password1": ADVICE}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    labels = {"oldpassword": "Current password"} | CHOOSE
    hints = {"password1": ADVICE}


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    labels = CHOOSE
    hints = {"password1": ADVICE}


class ConfirmForm(InOurWords, account.ReauthenticateForm):
    labels = {"password": "Password"}


class CodeForm(InOurWords, mfa.AuthenticateForm):
    labels = CODE


class ConfirmCodeForm(InOurWords, mfa.ReauthenticateForm):
    labels = CODE


class SetUpAppForm(InOurWords, totp.ActivateTOTPForm):
    labels = CODE


class AddKeyForm(InOurWords, webauthn.AddWebAuthnForm):
    labels = {"name": "Name of this key", "passwordless": "Sign in with this key alone"}
    hints = {
        "name": "So that you can tell your keys apart.",
        "passwordless": "Your device will ask for its PIN or fingerprint.",
    }
