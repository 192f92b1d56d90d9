"""Which day, month or year does a document give itself, and from when until when is that?

What a form takes is a real one, from the year 1900 to today: a slip of the finger is none. Published words keep the
date of their source as it was written, and it may be no such date.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
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
        rf"{_YEAR}[-/](?P<ending>\d\d)",  # A financial year, or a month.
        rf"{_MONTH}[ /.-]{_YEAR}",
        rf"{_DAY}[ /.-]{_MONTH},?[ /.-]{_YEAR}",
        rf"{_YEAR}-{_MONTH}-{_DAY}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
    )
]


@dataclass(frozen=True)
class Span:
    """From the first to the last day of what a document is dated by."""

    first: date
    last: date


def span_of(words: str) -> Span | None:
    """The days of an own date; None where it is no day, month or year."""
    try:
        return _read(words)
    except ValueError:
        return None


def in_words(own_date: str) -> str:
    """A day as 3 March 2010 and a month as March 2010, however they were written; else as it was written."""
    span = span_of(own_date)
    if span is None:
        return own_date
    if span.first == span.last:
        return f"{span.first:%-d %B %Y}"
    is_month = span.first.day == 1 and (span.first.year, span.first.month) == (
        span.last.year,
        span.last.month,
    )
    return f"{span.first:%B %Y}" if is_month else own_date


def check_own_date(words: str) -> None:
    """Raise ValidationError where `words` are no date that a document can give itself. None need be given."""
    if not words.strip():
        return
    span = span_of(words)
    if span is None:
        raise ValidationError(
            "The date written on it must be a real day, month or year, for example 27 March 2010, March 2010, 2010 or "
            "2009-10. Leave it blank if it has none.",
            code="invalid",
        )
    OWN_DATE.check(span.first)


def _read(words: str) -> Span | None:
    found = next((found for way in _WAYS if (found := way.fullmatch(words.strip()))), None)
    if found is None:
        return None
    part = found.groupdict()
    year = int(part["year"])
    if "ending" in part:
        return _year_or_month(year, int(part["ending"]))
    if "month" not in part:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if "day" not in part:
        return _whole_month(year, _number_of(part["month"]))
    day = date(year, _number_of(part["month"]), int(part["day"]))
    return Span(day, day)


def _year_or_month(year: int, ending: int) -> Span:
    """2009-10 is the financial year, in which that October lies too."""
    if ending == (year + 1) % 100:
        return Span(date(year, 4, 1), date(year + 1, 3, 31))
    return _whole_month(year, ending)


def _whole_month(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return Span(first, first.replace(day=monthrange(year, month)[1]))


def _number_of(month: str) -> int:
    named = month[:3].lower()
    return MONTHS.index(named) + 1 if named in MONTHS else int(month)
