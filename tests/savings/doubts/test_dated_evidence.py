"""Evidence that is too old for what it is to show, or was to be looked at again, is a sign for the reader."""

from datetime import date

import pytest

from savings.doubts.dated_evidence import signs_of_dates
from savings.doubts.risk import signs
from tests import factories
from totalplace.financial_year import FinancialYear

TODAY = date(2012, 6, 1)
OLD = "Older than 2008-09, which the saving is compared with: “A”, dated {}."
ENDS = "All evidence ends before 2010-11, the first year of the actual saving: {}."
PAST = "Its review date has passed: “A”, by {}."


def _item(key, title="A", own_date="", review_by=None):
    return factories.ledger(pk=key, title=title, own_date=own_date, review_by=review_by)


def _found(*items, baseline=2008, actual=None):
    years = [year and FinancialYear(year) for year in (baseline, actual)]
    found = signs_of_dates(items, baseline=years[0], actual=years[1], today=TODAY)
    return [(str(code), words) for code, words in found]


# What one piece is dated by, and the years of the claim → the sign.
@pytest.mark.no_database
@pytest.mark.parametrize(
    ("own_date", "years", "expected"),
    [
        ("31 March 2008", {}, [("BASELINE", OLD.format("31 March 2008"))]),
        ("1 April 2008", {}, []),
        ("2007", {}, [("BASELINE", OLD.format("2007"))]),
        ("2008", {}, []),  # It ends within the year.
        ("2007-08", {}, [("BASELINE", OLD.format("2007-08"))]),
        ("2007-08", {"baseline": None}, []),
        ("spring 2007", {}, []),
        ("", {}, []),
        ("March 2010", {"actual": 2010}, [("NO_EVIDENCE", ENDS.format("“A”, dated March 2010"))]),
        ("April 2010", {"actual": 2010}, []),
        ("", {"actual": 2010}, []),
    ],
)
def test_what_one_piece_is_dated_by(own_date, years, expected):
    assert _found(_item(1, own_date=own_date), **years) == expected


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("review_by", "expected"),
    [
        (None, []),
        (TODAY, []),
        (date(2012, 5, 31), [("NO_EVIDENCE", PAST.format("31 May 2012"))]),
    ],
)
def test_its_day_of_review(review_by, expected):
    assert _found(_item(1, review_by=review_by)) == expected


@pytest.mark.no_database
def test_one_piece_that_may_show_the_actual_is_enough():
    before, within, undated = (
        _item(1, own_date="2009-10"),
        _item(2, own_date="2010-11"),
        _item(3),
    )

    assert _found(before, within, actual=2010) == []
    assert _found(before, undated, actual=2010) == []
    assert _found(actual=2010) == []


@pytest.mark.no_database
def test_many_pieces_are_one_sign_and_one_piece_is_named_once():
    items = [_item(key, title=f"B{key}", own_date="2001") for key in range(1, 6)]

    [(_, words)] = _found(*items, items[0])

    assert words.endswith("“B1”, dated 2001, “B2”, dated 2001, “B3”, dated 2001 and 2 more.")


def test_the_signs_of_a_version_count_at_submission():
    place = factories.PlaceFactory()
    figures = [
        factories.figure(factories.lead_of(place), state="actual", year=2009, line=line)
        for line in ("saving", "one_off_cost", "running_cost")
    ]
    old = factories.ledger(own_date="May 2007", review_by=date(2010, 1, 1))
    version = factories.claim_at("submitted", place, figures=figures, evidence=[(old, "")])

    found = [sign.words for sign in signs(version)]

    assert "Its review date has passed: “Ledger”, by 1 January 2010." in found
    assert [words for words in found if "May 2007" in words][1].startswith("All evidence ends")
    assert version.risk == len(found)
