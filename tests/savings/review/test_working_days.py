"""Which days count as working days?"""

from datetime import date, timedelta

import pytest

from savings.review.working_days import (
    is_working,
    working_days_after,
    working_days_before,
    working_days_between,
)

pytestmark = pytest.mark.no_database

# As published at https://www.gov.uk/bank-holidays ("England and Wales"), substitute days included.
PUBLISHED = {
    2019: ("01-01", "04-19", "04-22", "05-06", "05-27", "08-26", "12-25", "12-26"),
    2020: ("01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"),
    2021: ("01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2022: (
        "01-03",
        "04-15",
        "04-18",
        "05-02",
        "06-02",
        "06-03",
        "08-29",
        "09-19",
        "12-26",
        "12-27",
    ),
    2023: ("01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"),
    2024: ("01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"),
    2025: ("01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"),
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    2027: ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2028: ("01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"),
}


@pytest.mark.parametrize(
    ("day", "days", "after"),
    [
        ("2027-02-15", 10, "2027-03-01"),
        ("2027-02-19", 1, "2027-02-22"),  # Over a weekend.
        ("2026-12-23", 3, "2026-12-30"),  # Christmas Day, and Monday 28 in lieu of Boxing Day.
        ("2027-03-25", 1, "2027-03-30"),  # Good Friday to Easter Monday.
        ("2027-12-31", 1, "2028-01-04"),  # New Year's Day falls on a Saturday.
        ("2027-02-20", 0, "2027-02-20"),
    ],
)
def test_a_due_date_leaves_out_weekends_and_bank_holidays(day, days, after):
    assert working_days_after(date.fromisoformat(day), days) == date.fromisoformat(after)


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_weekdays_on_which_nobody_works_are_the_published_bank_holidays(year):
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))

    found = [day for day in days if day.year == year and day.weekday() < 5 and not is_working(day)]

    assert found == [date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year]]


def test_the_years_after_the_last_that_is_published_have_their_bank_holidays_too():
    assert not is_working(date(2030, 12, 25))
    assert working_days_after(date(2045, 12, 22), 1) == date(2045, 12, 27)


def test_in_years_that_nobody_has_reckoned_only_weekends_are_left_out():
    assert is_working(date(2150, 12, 25))
    assert not is_working(date(2150, 12, 26))


@pytest.mark.parametrize("length", [0, 1, 2, 6, 7, 8, 30, 500, 1500])
def test_days_between_are_those_that_are_counted_one_by_one(length):
    for start in (date(2024, 12, 20), date(2026, 11, 24), date(2027, 3, 27), date(2028, 12, 24)):
        end = start + timedelta(days=length)
        one_by_one = sum(is_working(start + timedelta(days=n)) for n in range(1, length + 1))

        assert working_days_between(start, end) == one_by_one


def test_no_days_are_between_a_day_and_an_earlier_one():
    assert working_days_between(date(2027, 3, 3), date(2027, 3, 1)) == 0


def test_the_day_from_which_so_many_have_gone_by_is_the_latest_such():
    for offset in range(20):
        today = date(2026, 12, 20) + timedelta(days=offset)
        latest = working_days_before(today, 5)

        assert working_days_between(latest, today) >= 5
        assert working_days_between(latest + timedelta(days=1), today) < 5
