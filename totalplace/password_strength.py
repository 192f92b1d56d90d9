"""Is this password hard enough to guess? Estimated on this machine: the password goes nowhere."""

import re

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

SAFE = 3  # Of zxcvbn's 0 to 4: 10⁸ guesses or more. Three common words have it, two run together have not.
# Characters looked at: what begins strongly is strong. The worst 32 take half a second, as long as keeping a password
# does; the worst 72 take six.
LOOKED_AT = 32
OF_THE_SITE = ("totalplace", "total", "place", "treasury")
YEAR = r"(?:19|20)\d\d"
SHORTEST = 3  # Letters of a word that is somebody's own. Shorter ones are in everything.

ADVICE = "Use three random words."
WEAK = (
    f"This password is easy to guess. {ADVICE} Repeated letters, years, your own name or address, and the name of "
    "this site make it no harder."
)


class StrengthValidator:
    """Refuses by the number of guesses that a password stands up to, not by the kinds of its characters."""

    def validate(self, password: str, user: object = None) -> None:
        told = without_the_obvious(password, user)[:LOOKED_AT]
        if not told or zxcvbn(told)["score"] < SAFE:
            raise ValidationError(WEAK, code="password_easy_to_guess")

    def get_help_text(self) -> str:
        return ADVICE


def without_the_obvious(password: str, user: object) -> str:
    """Take out what somebody who knows the person and the site would try first."""
    # Told to the estimator instead, they would make two words of “annsmith2010”, and them and a year strong; and it
    # keeps what it is told where another thread finds it.
    words = sorted({*OF_THE_SITE, *_own_words(user)}, key=len, reverse=True)
    return re.sub("|".join([YEAR, *map(re.escape, words)]), "", password, flags=re.IGNORECASE)


def _own_words(user: object) -> list[str]:
    of_the_person = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}"
    return [word for word in re.split(r"[\W_]+", of_the_person) if len(word) >= SHORTEST]
