"""Which days count as working days?"""

from datetime import date, timedelta

import pytest

from savings.review.working_days import (
    BANK_HOLIDAYS,
    is_working,
    working_days_after,
    working_days_before,
    working_days_between,
)

pytestmark = pytest.mark.no_database


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


def test_every_bank_holiday_of_the_table_is_a_weekday_and_there_are_eight_a_year():
    days = [
        date.fromisoformat(f"{year}-{day}") for year in BANK_HOLIDAYS for day in BANK_HOLIDAYS[year]
    ]

    assert all(day.weekday() < 5 for day in days)
    assert {len(days) for days in BANK_HOLIDAYS.values()} == {8}


def test_beyond_the_table_only_weekends_are_left_out():
    assert is_working(date(2030, 12, 25))
    assert not is_working(date(2030, 12, 28))


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
