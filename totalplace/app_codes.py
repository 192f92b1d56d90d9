"""Which code of an authenticator app is taken? That of this step or of the one before, and each once (RFC 6238 §5.2).

The one before, because people type while the app turns to the next. A code is not taken after itself or a later one:
the step of the last is kept with the app's secret. allauth can only be lenient in both directions, and remembers for
one step what was used.
"""

import time

from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q


def is_app_code(code: str) -> bool:
    """Whether it is as long as an app's codes are; recovery codes are longer."""
    return len(normalize_user_code(code)) == app_settings.TOTP_DIGITS


def step_of(secret: str, code: str) -> int | None:
    """Return the step whose code it is, if that is this one or the one before."""
    now = int(time.time()) // app_settings.TOTP_PERIOD
    for step in (now, now - 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def take(user: AbstractBaseUser, code: str) -> Authenticator | None:
    """Return the person's app, if the code is one of it and can be taken; it cannot be taken again.

    The step is set and tested in one UPDATE, so of two at once only one gets in.
    """
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    step = step_of(decrypt(app.data["secret"]), code) if app else None
    if step is None:
        return None
    not_after = Q(data__last_step__isnull=True) | Q(data__last_step__lt=step)
    data = app.data | {"last_step": step}
    taken = Authenticator.objects.filter(not_after, pk=app.pk).update(data=data)
    return app if taken else None
