"""An actual is so far until its year had ended on the day its version was frozen; SQL and Python agree on each."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import time_machine

from savings.delivery.outturn import (
    in_words,
    is_so_far,
    judged_as,
    mark,
    mark_of,
    said,
    said_as,
    so_far,
    so_far_in_words,
)
from savings.models import Figure
from tests.factories import PlaceFactory, claim_at, figure, lead_of, ledger

# The moment of freezing in universal time; London is an hour ahead of it from the last Sunday of March.
IN_NOVEMBER = datetime(2026, 11, 29, 12, tzinfo=UTC)
LAST_MINUTE = datetime(2027, 3, 31, 22, 59, tzinfo=UTC)
FIRST_OF_APRIL = datetime(2027, 3, 31, 23, 0, tzinfo=UTC)
# In 2013 the clocks changed on 31 March itself, in 2024 too: an hour in another zone is the same moment.
IN_2013 = datetime(2013, 3, 31, 23, 30, tzinfo=UTC)
ABROAD = datetime(2027, 4, 1, 3, 0, tzinfo=timezone(timedelta(hours=9)))

FROZEN = [
    (IN_NOVEMBER, "actual", 2025, "outturn"),
    (IN_NOVEMBER, "actual", 2026, "so_far"),
    (LAST_MINUTE, "actual", 2026, "so_far"),
    (ABROAD, "actual", 2026, "so_far"),
    (FIRST_OF_APRIL, "actual", 2026, "outturn"),
    (FIRST_OF_APRIL, "actual", 2027, "so_far"),
    (IN_2013, "actual", 2012, "outturn"),
    (IN_NOVEMBER, "forecast", 2026, ""),
    (IN_NOVEMBER, "plan", 2026, ""),
]


def _at(moment):
    return time_machine.travel(moment, tick=False)


def _claim(status, state, year):
    place = PlaceFactory()
    lines = ("saving", "one_off_cost", "running_cost")
    figures = [figure(lead_of(place), line=line, state=state, year=year) for line in lines]
    return claim_at(status, place, figures=figures, evidence=[(ledger(), "")], maturity="may")


def _answers(version):
    """What each figure is, in Python and in SQL."""
    expressions = {"far": so_far(), "its_mark": mark(), "its_words": said()}
    rows = Figure.objects.filter(version=version).annotate(**expressions)
    for one in rows.select_related("version"):
        assert bool(one.far) is is_so_far(one)
        assert (one.its_mark, one.its_words) == (mark_of(one), said_as(one))
        assert judged_as(one) in (one.state, "forecast")
    return {mark_of(one) for one in rows}


def test_of_frozen_versions_no_statement_turns_on_the_day():
    built = []
    for moment in (datetime(2027, 3, 1, tzinfo=UTC), datetime(2040, 6, 1, tzinfo=UTC)):
        with _at(moment):
            built.append(str(Figure.objects.annotate(its_words=said(is_frozen=True)).query))

    assert built[0] == built[1]


@pytest.mark.parametrize(("moment", "state", "year", "wanted"), FROZEN)
def test_what_was_so_far_when_it_was_frozen_stays_so(moment, state, year, wanted):
    with _at(moment):
        version = _claim("submitted", state, year)
        assert _answers(version) == {wanted}

    with _at(datetime(2040, 6, 1, 12, tzinfo=UTC)):
        assert _answers(version) == {wanted}


@pytest.mark.parametrize(
    ("moment", "wanted"), [(LAST_MINUTE, "so_far"), (FIRST_OF_APRIL, "outturn")]
)
def test_a_draft_counts_as_frozen_now(moment, wanted):
    with _at(IN_NOVEMBER):
        draft = _claim("draft", "actual", 2026)

    with _at(moment):
        assert _answers(draft) == {wanted}


def test_what_is_so_far_is_judged_as_a_forecast():
    with _at(IN_NOVEMBER):
        version = _claim("submitted", "actual", 2026)

    said = {(judged_as(one), said_as(one), in_words(one)) for one in version.figures.all()}
    assert said == {("forecast", "so_far", "Actual so far")}


# The day on which it is looked at, and whether the place is asked for the outturn.
LOOKED_AT = [(IN_NOVEMBER, False), (LAST_MINUTE, False), (FIRST_OF_APRIL, True)]


@pytest.mark.parametrize(("moment", "is_asked"), LOOKED_AT)
def test_a_reader_is_told_which_year_was_not_over_and_that_its_outturn_is_asked_for(
    moment, is_asked
):
    with _at(IN_NOVEMBER):
        version = _claim("submitted", "actual", 2026)

    with _at(moment):
        [words] = so_far_in_words(version.figures.all())

    assert words.startswith("2026-27: the year was not over")
    assert ("asked for the whole year’s actual" in words) is is_asked
