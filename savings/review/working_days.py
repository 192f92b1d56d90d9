"""Which days count as working days? Monday to Friday, bank holidays of England left out, substitute days included."""

from datetime import date, timedelta
from functools import cache

_ONE_DAY = timedelta(days=1)


def is_working(day: date) -> bool:
    """Whether people are at work on `day`."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days_after(day: date, days: int) -> date:
    """The date that many working days after `day`; with 0 the day itself."""
    while days > 0:
        day += _ONE_DAY
        days -= is_working(day)
    return day


def working_days_before(day: date, days: int) -> date:
    """The latest date from which that many working days have gone by at the end of `day`."""
    while days > 0:
        days -= is_working(day)
        day -= _ONE_DAY
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days there are after `start`, up to and with `end`; 0 where it is not later."""
    weeks, over = divmod(max((end - start).days, 0), 7)
    days = 5 * weeks + sum((end - n * _ONE_DAY).weekday() < 5 for n in range(over))
    years = range(start.year, end.year + 1)
    return days - sum(start < day <= end for year in years for day in _bank_holidays(year))


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a year that fall on a weekday."""
    # Not above: it takes as long to load as a fifth of the whole site, and most commands count no days.
    from holidays import country_holidays

    days = country_holidays("GB", subdiv="ENG", years=year)
    return frozenset(day for day in days if day.weekday() < 5)
