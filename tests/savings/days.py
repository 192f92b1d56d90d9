"""Which days can each date mean, and which are always outside?"""

from datetime import date, timedelta

from django.utils import timezone

TODAY = timezone.localdate()
FIRST = date(1900, 1, 1)
# What each can mean: the first and the last day, and whether the last is today.
TYPED = {
    "Deflator.vintage_date": (FIRST, TODAY),
    "DiscountRate.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "ConfidenceGrade.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "EvidenceGrade.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "StageWeight.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "Threshold.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "StatementOfUse.valid_from": (FIRST, date(TODAY.year + 10, 12, 31)),
    "Round.opens_on": (date(2009, 4, 22), date(TODAY.year + 5, 12, 31)),
    "Round.closes_on": (date(2009, 4, 22), date(TODAY.year + 5, 12, 31)),
    "Evidence.seen_on": (date(1991, 8, 6), TODAY),
    "Evidence.review_by": (FIRST, date(TODAY.year + 30, 12, 31)),
    "Abandonment.given_up_on": (date(2009, 4, 22), TODAY),
}
ODD = [
    date(1, 1, 1),
    date(9, 1, 1),
    date(1066, 10, 14),
    date(1899, 12, 31),
    date(2199, 1, 1),
    date.max,
]
DAY = timedelta(days=1)


def words_of_days(first, last, asked="Give a date"):
    until = f"{last:%-d %B %Y}" if last != TODAY else f"today, {last:%-d %B %Y}"
    return f"{asked} from {first:%-d %B %Y} to {until}."


def outside(name):
    first, last = TYPED[name]
    return [*ODD, first - DAY, last + DAY]


def inside(name):
    first, last = TYPED[name]
    return [first, TODAY, last]
