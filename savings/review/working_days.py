"""Which days count as working days? Monday to Friday, bank holidays of England left out.

Dates as published at https://www.gov.uk/bank-holidays ("England and Wales"), substitute days included. Beyond the
table only weekends are left out, so that a place has a day less, never a date that moves.
"""

from datetime import date, timedelta

BANK_HOLIDAYS = {
    2025: ("01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"),
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    2027: ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2028: ("01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"),
}
_ONE_DAY = timedelta(days=1)


def is_working(day: date) -> bool:
    """Whether people are at work on `day`."""
    return day.weekday() < 5 and f"{day:%m-%d}" not in BANK_HOLIDAYS.get(day.year, ())


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
    return days - sum(start < holiday <= end for holiday in _on_weekdays(start.year, end.year))


def _on_weekdays(first: int, last: int) -> list[date]:
    years = [year for year in BANK_HOLIDAYS if first <= year <= last]
    return [date.fromisoformat(f"{year}-{day}") for year in years for day in BANK_HOLIDAYS[year]]
