"""Which round is open, which has been, and for which does a submission count?"""

from datetime import date

import pytest

from savings.claims.rounds import (
    every_round,
    latest_round,
    open_round,
    overlapping,
    round_of,
)
from savings.models import Round

APRIL, MAY, JUNE, JULY = (date(2030, month, 1) for month in (4, 5, 6, 7))


def _round(name, opens_on, closes_on):
    return Round.objects.create(name=name, opens_on=opens_on, closes_on=closes_on)


@pytest.fixture
def rounds():
    """One round alone, and two that are open together for a month."""
    return [
        _round("First", date(2030, 1, 10), date(2030, 1, 20)),
        _round("Long", APRIL, JULY),
        _round("Short", MAY, JUNE),
    ]


# By day: the round that is open, and the one to speak of.
DAYS = {
    date(2030, 1, 9): ("None", "None"),
    date(2030, 1, 10): ("First", "First"),
    date(2030, 1, 20): ("First", "First"),
    date(2030, 1, 21): ("None", "First"),
    date(2030, 3, 31): ("None", "First"),
    APRIL: ("Long", "Long"),
    MAY: ("Short", "Short"),
    JUNE: ("Short", "Short"),
    date(2030, 6, 2): ("Long", "Long"),
    JULY: ("Long", "Long"),
    date(2030, 7, 2): ("None", "Long"),
}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_day_has_its_round(rounds, day):
    assert (str(open_round(day)), str(latest_round(day))) == DAYS[day]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_is_submitted_counts_for_the_round_that_is_open_that_day(rounds, day):
    assert round_of(day, every_round()) == open_round(day)


def test_many_submissions_are_told_their_rounds_by_one_query(rounds, django_assert_num_queries):
    with django_assert_num_queries(1):
        read = every_round()
        assert [str(round_of(day, read)) for day in DAYS] == [said for said, _ in DAYS.values()]


OVERLAPS = {
    "before both": (date(2030, 2, 1), date(2030, 3, 31), "None"),
    "to the day it opens": (date(2030, 2, 1), APRIL, "Long"),
    "from the day it closes": (JULY, date(2030, 8, 1), "Long"),
    "after it": (date(2030, 7, 2), date(2030, 8, 1), "None"),
    "within": (date(2030, 4, 2), date(2030, 4, 3), "Long"),
    "around": (date(2030, 1, 1), date(2030, 1, 31), "First"),
}


@pytest.mark.parametrize(("opens_on", "closes_on", "met"), OVERLAPS.values(), ids=OVERLAPS)
def test_another_round_that_is_open_on_one_of_the_days_is_found(rounds, opens_on, closes_on, met):
    assert str(overlapping(opens_on, closes_on)) == met


def test_a_round_does_not_overlap_itself(rounds):
    first = rounds[0]

    assert overlapping(first.opens_on, first.closes_on, besides=first.pk) is None
