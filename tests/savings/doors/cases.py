"""What people type where an amount is asked, and what comes of it: pounds to the penny, nothing, or a refusal.

One row is true at every door: `right` is the pounds that are stored, None where nothing is stated, or the words, as a
pattern, of the refusal.
"""

from decimal import Decimal
from typing import NamedTuple

NO_BREAK, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


class Case(NamedTuple):
    """An input, and its right answer."""

    typed: str
    right: Decimal | str | None


def _stored(typed: str, pounds: str) -> Case:
    return Case(typed, Decimal(pounds))


CASES = [
    _stored("1234.5", "1234.50"),
    _stored("1234.50", "1234.50"),
    _stored("£1,234.50", "1234.50"),
    _stored("£ 1,234,567", "1234567"),
    _stored(f"1{NO_BREAK}234", "1234"),
    _stored(f"1{NARROW}234{NARROW}567", "1234567"),
    _stored(f"£{NO_BREAK}1{THIN}234.50", "1234.50"),
    _stored("0", "0"),
    _stored("£0.00", "0"),
    _stored("999999999999.99", "999999999999.99"),
    _stored("\u202d1234.50\u202c", "1234.50"),
    _stored("12\u200b34\u00ad.50\ufeff", "1234.50"),
    _stored("£-", "0"),
    _stored(" £ -   ", "0"),
    _stored("£\u2013", "0"),
    Case("", None),
    Case("-", "If the amount is nothing, type 0"),
    Case("(£-)", "in brackets"),
    Case("-500", "has a minus"),
    *(Case(f"{hyphen}500", "has a minus") for hyphen in "\u2010\u2011\u2012\u2013\u2212\uff0d"),
    Case("(1,200)", "in brackets"),
    Case("250k", "has a unit"),
    Case("1.2m", "has a unit"),
    Case("250 £'000", "has a unit|says thousands"),
    Case("£000", "thousands"),
    Case("000", "thousands"),
    Case("1 234", "could mean 1234 or several numbers"),
    Case("12,5", "could mean 12.5 or 125"),
    Case("1.234", "more than two decimal places"),
    Case("\uff11\uff12", "digits 0 to 9"),
    Case("1e3", "shortened"),
    Case("5%", "percentage"),
    Case("€500", "not in pounds"),
    Case("400,000 EUR", "not in pounds"),
    Case("TBC", "is not a number"),
    Case("\u202e1234", "is not a number"),
    Case("1000000000000", "the largest amount"),
    Case("12.345", "more than two decimal places"),
]
