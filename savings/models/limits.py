"""Between which values does a number or a day of a dated table lie, if it can be right at all?"""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from totalplace.days import Days

# Nothing kept here is older or will be valid later; the lists offer every year between the days that they hold.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
# Narrower, for who types one. A table is in use once it is published, never before.
VINTAGE = Days(FIRST_DAY)
# What is to hold is settled some years ahead at most; a later year is mistyped.
VALID_FROM = Days(FIRST_DAY, years_ahead=10)
# Total Place began with the Budget of 22 April 2009; rounds are announced for a few years.
ROUND = Days(date(2009, 4, 22), years_ahead=5)
# The first page of the Web was put up on that day, and nobody has seen one tomorrow.
SEEN = Days(date(1991, 8, 6))
# What a document says of its own day: no later than today.
OWN_DATE = Days(FIRST_DAY)
# Contracts of the longest kind run for some thirty years.
REVIEW_BY = Days(FIRST_DAY, years_ahead=30)


def within(
    name: str, field: str, least: int | Decimal, most: int, words: str
) -> models.CheckConstraint:
    """The constraint `name` that keeps `field` from `least` to `most`; `words` say so on the form."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": least, f"{field}__lte": most}),
        name=name,
        violation_error_message=words,
    )


def dated(table: str, field: str = "valid_from") -> models.CheckConstraint:
    """The constraint that keeps the day in `field` between the first and the last day."""
    label = field.replace("_", " ").capitalize()
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": FIRST_DAY, f"{field}__lte": LAST_DAY}),
        name=f"{table}_{field}_is_in_range",
        violation_error_message=(
            f"{label}: give a date from {FIRST_DAY:%-d %B %Y} to {LAST_DAY:%-d %B %Y}."
        ),
    )
