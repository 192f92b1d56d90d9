from contextlib import suppress
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from totalplace.financial_year import FinancialYear, YearError

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    "typed",
    ["2009-10", "2009/10", "2009\u201310", "2009-2010", "2009/2010", "  2009-10\u00a0",
     "2009\u201110", "2009\u221210", "\u202d2009-10\u202c"],
)  # fmt: skip
def test_honest_spellings_are_one_year(typed):
    assert FinancialYear.parse(typed) == FinancialYear(2009)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "missing"),
        ("2009-11", "bad_year"),
        ("2009-09", "bad_year"),
        ("2009-2011", "bad_year"),
        ("1999-00", "bad_year"),
        ("2050-51", "bad_year"),
        ("2110-11", "bad_year"),
        ("0000-01", "bad_year"),
        ("FY2009-10", "bad_year"),
        ("2009 - 10", "bad_year"),
        ("2009\u203e10", "bad_year"),
        ("\u202e2009-10", "bad_year"),
        ("2009-10-", "bad_year"),
        ("x", "bad_year"),
        ("\uff12\uff10\uff10\uff19-\uff11\uff10", "bad_year"),
        ("10-11", "ambiguous"),
        ("2010", "ambiguous"),
        ("2009-10-01", "looks_like_date"),
        ("2009-10-01 00:00:00", "looks_like_date"),
        ("01/10/2009", "looks_like_date"),
        ("Oct-09", "looks_like_date"),
        ("10-Nov", "looks_like_date"),
        ("10 November 2010", "looks_like_date"),
    ],
)
def test_what_is_not_one_year_in_range_is_refused(typed, code):
    with pytest.raises(YearError) as refusal:
        FinancialYear.parse(typed)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2010", "could be 2009-10 or 2010-11. Write 2009-10 or 2010-11, whichever it is."),
        (
            "10-11",
            "could be the year 2010-11 or a day and a month. If it is the year, write 2010-11.",
        ),
        ("12/13", "could be the year 2012-13 or a day and a month"),
        (
            "25/26",
            "could be the year 2025-26, but does not say the century. Write 2025-26, if it is that.",
        ),
        ("99-00", "could be the year 1999-00, but does not say the century. Write"),
        ("31/10", "“31/10” could be a day and a month. Write"),
        ("45/99", "“45/99” is not a financial year. Write"),
        ("2009-11", "2009 is followed by 2010. Write 2009-10, if it is that."),
        ("2050-51", "from 2000-01 to 2049-50, or ask whoever runs this site to add it."),
        ("1990-91", "from 2000-01 to 2049-50, or ask whoever runs this site to add it."),
        ("2060-61", "from 2000-01 to 2049-50."),
        ("1989-90", "from 2000-01 to 2049-50."),
        (
            "Oct-09",
            "a date, not a financial year. Excel makes it of 2009-10. Write the year as 2009-10.",
        ),
        ("10-Nov", "a date, not a financial year. Write the year as 2009-10."),
    ],
)
def test_a_refusal_says_what_to_write(typed, words):
    with pytest.raises(YearError, match=words):
        FinancialYear.parse(typed)


@given(st.integers(2000, 2049))
def test_a_year_is_read_as_it_is_written(start):
    year = FinancialYear(start)

    assert FinancialYear.parse(str(year)) == year
    assert FinancialYear.parse(f" {year} ") == year


@given(st.text(max_size=30))
def test_any_text_is_a_year_or_refused(text):
    with suppress(YearError):
        assert FinancialYear.FIRST <= FinancialYear.parse(text) <= FinancialYear.LAST


def test_a_century_ends_in_two_zeros():
    assert str(FinancialYear(2009)) == "2009-10"
    assert FinancialYear.parse("2029/30") == FinancialYear(2029)


@pytest.mark.parametrize(
    ("today", "has_begun", "has_ended"),
    [
        (date(2009, 3, 31), False, False),
        (date(2009, 4, 1), True, False),
        (date(2010, 3, 31), True, False),
        (date(2010, 4, 1), True, True),
    ],
)
def test_a_year_runs_from_april_to_march(today, has_begun, has_ended):
    year = FinancialYear(2009)

    assert (year.first_day, year.last_day) == (date(2009, 4, 1), date(2010, 3, 31))
    assert year.has_begun(today) is has_begun
    assert year.has_ended(today) is has_ended


def test_years_are_ordered_and_can_be_keys():
    years = {FinancialYear(2010): "b", FinancialYear(2009): "a"}

    assert [years[year] for year in sorted(years)] == ["a", "b"]
    assert FinancialYear(2009).next() == FinancialYear(2010)


def test_a_published_series_may_reach_beyond_the_years_people_enter():
    assert str(FinancialYear(1999)) == "1999-00"
    assert FinancialYear.LAST.next() > FinancialYear.LAST


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2010, 3, 31), "2009-10"),
        (date(2010, 4, 1), "2010-11"),
        (date(2010, 12, 31), "2010-11"),
    ],
)
def test_a_day_falls_in_one_financial_year(day, year):
    assert str(FinancialYear.of(day)) == year
    assert FinancialYear.of(day).before().next() == FinancialYear.of(day)


@pytest.mark.usefixtures("set_years")
def test_a_site_says_which_years_may_be_entered():
    FinancialYear.set_range("1990-91", "2059-60")

    assert FinancialYear.parse("1990-91") == FinancialYear(1990)
    assert FinancialYear.parse("2059/60") == FinancialYear(2059)
    assert len(FinancialYear.entered()) == 70

    FinancialYear.set_range("2010-11", "2010-11")
    assert FinancialYear.entered() == [FinancialYear(2010)]
    with pytest.raises(YearError, match="from 2010-11 to 2010-11, or ask whoever runs this site"):
        FinancialYear.parse("2011-12")


@pytest.mark.usefixtures("set_years")
@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("1989-90", "2030-31", "within 1990-91 to 2059-60"),
        ("2000-01", "2060-61", "within 1990-91 to 2059-60"),
        ("2030-31", "2029-30", "Give a first and a last year"),
        ("2000", "2030-31", "could be 1999-00 or 2000-01"),
        ("", "2030-31", "left out"),
    ],
)
def test_what_is_no_range_of_years_is_refused_in_words(first, last, words):
    with pytest.raises(ValueError, match=words):
        FinancialYear.set_range(first, last)

    assert str(FinancialYear.FIRST) == "2000-01"


@pytest.mark.usefixtures("set_years")
def test_a_site_does_not_start_with_years_that_cannot_be_kept(settings):
    app = apps.get_app_config("totalplace")
    settings.LAST_YEAR = "2060-61"

    with pytest.raises(ImproperlyConfigured, match=r"FIRST_YEAR and LAST_YEAR: .*docs/running\.md"):
        app.ready()


def test_a_year_that_is_stored_already_is_read_though_others_are_asked(set_years):
    set_years("2010-11", "2011-12")
    stored = [FinancialYear(2005)]

    assert FinancialYear.parse("2005/06", also=stored) == FinancialYear(2005)
    assert FinancialYear.parse("2010-11", also=stored) == FinancialYear(2010)
    with pytest.raises(YearError, match="2006-07 is outside"):
        FinancialYear.parse("2006-07", also=stored)
