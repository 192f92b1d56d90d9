"""Which date does a document give itself, in words? Any that cannot be read is taken as it stands: "undated", "spring".

One that can be read has to be a real one, from the year 1900 to today: a slip of the finger is none.
"""

import re
from datetime import date

from django.core.exceptions import ValidationError

from savings.models.limits import OWN_DATE
from totalplace.govuk.dates import MONTHS

_MONTH = rf"(?P<month>\d{{1,2}}|(?:{'|'.join(MONTHS)})[a-z]*\.?)"
_YEAR, _DAY = r"(?P<year>\d{4,5})", r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WAYS = [
    re.compile(way, re.IGNORECASE)
    for way in (
        _YEAR,
        rf"{_YEAR}[-/](?P<ending>\d\d)",  # A financial year, or a month: its year counts.
        rf"{_MONTH}[ /.-]{_YEAR}",
        rf"{_DAY}[ /.-]{_MONTH},?[ /.-]{_YEAR}",
        rf"{_YEAR}-{_MONTH}-{_DAY}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
    )
]


def check_own_date(words: str) -> None:
    """Raise ValidationError where `words` are a date that no document can give itself."""
    read = next((found for way in _WAYS if (found := way.fullmatch(words.strip()))), None)
    if read:
        OWN_DATE.check(_first_day(read.groupdict()))


def _first_day(part: dict[str, str]) -> date:
    """The day, or the first of its month or year."""
    written, day = part.get("month") or "1", part.get("day") or "1"
    named = written[:3].lower()
    month = MONTHS.index(named) + 1 if named in MONTHS else int(written)
    try:
        return date(int(part["year"]), month, int(day))
    except ValueError:
        raise ValidationError(
            "Its own date must be a real date, for example 27 March 2010 or March 2010.",
            code="invalid",
        ) from None
