"""How many wrong passwords and codes are taken before one has to wait, how long is the wait, and what helps?

Wrong ones are counted by who is meant *and* where they come from: a council's people share one address, and a
stranger elsewhere must not lock anybody out. An address alone is stopped only where a machine guesses. What is right
is counted against nobody. allauth's own limits count right tries too, or by the address or the person alone, and are
off (settings.ACCOUNT_RATE_LIMITS); its counters, in the cache that all app servers share, are used here.

NIST SP 800-63B §5.2.2 takes no more than 100 wrong tries in a row for one account, advises waits, and would forget
those of an address from which the right one has come. OWASP (Authentication Cheat Sheet) counts by account, within a
window of time.
"""

import unicodedata
from dataclasses import dataclass
from enum import Enum

from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest

MINUTE, DAY = 60, 24 * 60 * 60


class By(Enum):
    """What a limit is counted by."""

    PERSON_AND_ADDRESS = "person and address"
    PERSON = "person"
    ADDRESS = "address"


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds. `refusal` is said then, with the wait in words."""

    counter: str
    amount: int
    seconds: int
    by: By
    refusal: str

    @property
    def words(self) -> str:
        if self.seconds < DAY:
            return self.refusal.format(wait=f"{self.seconds // MINUTE} minutes")
        return self.refusal.format(wait=f"{self.seconds // 3600} hours")


_PASSWORDS = (
    "There were too many wrong passwords for this email address. "
    "Wait {wait}, or ask for a link to set a new password: that lets you in at once."
)
_LINKS = (
    "Too many links were asked for this email address. If there is an account for it, look for those that we sent, "
    "in the inbox and in the junk folder: the newest works. To ask again, wait {wait}."
)
# One wrong try a second, all day: many more than the people of a large council mistype together, and far too few
# for a machine that goes through long passwords, of which the common ones are not accepted.
_ADDRESS = Limit(
    "guesses",
    300,
    5 * MINUTE,
    By.ADDRESS,
    "There were too many wrong passwords and codes from your network. Wait {wait}, then try again.",
)
# The narrowest first: whoever goes on after a refusal is not counted against the others at their address.
PASSWORD = (
    Limit("password", 10, 5 * MINUTE, By.PERSON_AND_ADDRESS, _PASSWORDS),
    Limit("password", 100, DAY, By.PERSON_AND_ADDRESS, _PASSWORDS),
    _ADDRESS,
)
# A code is six digits, and whoever is asked for one has given the password: no stranger can use up the limit by
# person, which many addresses together would else pass by. With two codes right at a time, 100 tries hit one in 5,000.
CODE = (
    Limit(
        "code",
        10,
        5 * MINUTE,
        By.PERSON_AND_ADDRESS,
        "There were too many wrong codes. Wait {wait}, then enter the code that your app shows.",
    ),
    Limit(
        "code",
        100,
        DAY,
        By.PERSON,
        "There were too many wrong codes for your account. If they were not yours, somebody knows your password: "
        "set a new one. A passkey works now; codes work again in {wait}.",
    ),
    _ADDRESS,
)
# Asking for a link to set a password is no guess, but every ask may send a mail; whether it did must not show.
LINK = (
    Limit("link", 5, 5 * MINUTE, By.PERSON_AND_ADDRESS, _LINKS),
    Limit("link", 20, DAY, By.PERSON_AND_ADDRESS, _LINKS),
    Limit(
        "links",
        300,
        5 * MINUTE,
        By.ADDRESS,
        "Too many links were asked for from your network. Wait {wait}, then ask again.",
    ),
)


class Try:
    """One try, counted as if it were wrong before it is looked at: many at once do not pass a limit."""

    def __init__(self, request: HttpRequest, whom: str):
        self._request, self._whom = request, whom
        self._counted: list[tuple[Limit, ratelimit.RateLimitUsage]] = []

    def count(self, limits: tuple[Limit, ...]) -> None:
        """ValidationError, with what to do, if a limit has been reached; then the try counts nowhere."""
        for limit in limits:
            counted = ratelimit.consume(self._request, **_counter(self._request, limit, self._whom))
            if counted is None:
                for _, before in self._counted:
                    before.rollback()
                raise ValidationError(limit.words, code="too_many_tries")
            self._counted.append((limit, counted))

    def was_right(self) -> None:
        """Forget it, and what the same person got wrong before, from the same address."""
        for limit, counted in self._counted:
            if limit.by is By.PERSON_AND_ADDRESS:
                ratelimit.clear(self._request, **_counter(self._request, limit, self._whom))
            else:
                counted.rollback()


def count(request: HttpRequest, limits: tuple[Limit, ...], whom: str) -> Try:
    """Count one try. ValidationError, with what to do, if there were too many."""
    tried = Try(request, whom)
    tried.count(limits)
    return tried


def forget(request: HttpRequest, limits: tuple[Limit, ...], whom: str) -> None:
    """Forget the person's wrong tries from this address. Those of the address as a whole stand."""
    for limit in limits:
        if limit.by is By.PERSON_AND_ADDRESS:
            ratelimit.clear(request, **_counter(request, limit, whom))


def _counter(request: HttpRequest, limit: Limit, whom: str) -> dict:
    """Return which counter it is, in allauth's terms.

    Of an IPv6 address the first half counts: a subscriber has all of the second.
    """
    whom, address = _one_spelling(whom), ratelimit.get_ip(request)
    keys = {By.PERSON_AND_ADDRESS: f"{whom} {address}", By.PERSON: whom, By.ADDRESS: address}
    rate = f"{limit.amount}/{limit.seconds}s/key"
    return {
        "app": "totalplace",
        "action": limit.counter,
        "config": {limit.counter: rate},
        "key": keys[limit.by],
    }


def _one_spelling(email: str) -> str:
    """Return the address in the form in which Django compares them: other spellings are not other accounts."""
    return unicodedata.normalize("NFKC", email).casefold()
