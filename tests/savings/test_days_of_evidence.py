"""Each date of evidence has days that it can mean; any other is refused in words, by the page and the database."""

from datetime import date
from functools import partial

import pytest
from django import forms
from django.db import IntegrityError, connection, transaction

from savings.evidence.own_date import check_own_date, span_of
from savings.models import Evidence
from tests import factories
from tests.savings.days import DAY, FIRST, ODD, TODAY, TYPED, inside, outside, words_of_days
from totalplace.govuk import dates


def _link(day):
    parts = {
        f"seen_on-{part}": text for part, text in zip(("day", "month", "year"), day, strict=True)
    }
    return {
        "entry": "link",
        "url": "https://council.example/",
        "title": "A",
        "kind": "contract",
    } | parts


@pytest.fixture
def evidence_page(client):
    draft = factories.draft_of(factories.PlaceFactory(code="PL"), reference="PL-0001", evidence=[])
    client.force_login(factories.officer_of(draft.claim.place))
    return partial(client.post, "/claims/PL-0001/evidence/")


def test_a_link_was_seen_on_a_day_that_it_can_have_been(evidence_page):
    for day in outside("Evidence.seen_on"):
        answer = evidence_page(_link((day.day, day.month, f"{day.year:04}")))

        assert answer.status_code == 400, day
        words = words_of_days(
            *TYPED["Evidence.seen_on"], "The day on which you saw it must be a date"
        )
        assert answer.text.count(words) == 2, day  # In the summary, and at the box.
    assert not Evidence.objects.exists()

    for day in inside("Evidence.seen_on"):
        evidence_page(_link((day.day, day.month, day.year)))

        assert Evidence.objects.latest("pk").seen_on == day


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("31", "2", "2010"), "must be a real date"),
        (("1", "1", "20111"), "must have a year of 4 numbers"),
        (("1", "1", "10"), "must have a year of 4 numbers"),
        (("0", "0", "0000"), "must be a real date"),
        (("1", "13", "2010"), "must be a real date"),
    ],
)
def test_what_is_no_day_is_none_on_which_a_link_was_seen(evidence_page, typed, words):
    assert words in evidence_page(_link(typed)).text
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2101, 1, 1), date.max])
def test_the_database_takes_no_link_seen_when_nobody_can_have(day):
    link = factories.link(
        place=factories.PlaceFactory(), added_by=factories.UserFactory(), seen_on=TODAY
    )
    link.save()
    update = "UPDATE savings_evidence SET seen_on = %s WHERE id = %s"
    ways = [
        lambda: Evidence.objects.filter(pk=link.pk).update(seen_on=day),
        lambda: factories.link(place=link.place, added_by=link.added_by, seen_on=day).save(),
        lambda: connection.cursor().execute(update, [day.isoformat(), link.pk]),
    ]

    for way in ways:
        with (
            pytest.raises(IntegrityError, match="A link was seen on a day from"),
            transaction.atomic(),
        ):
            way()
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=link.pk).update(review_by=day)
    Evidence.objects.filter(pk=link.pk).update(seen_on=date(1991, 8, 6))
    Evidence.objects.filter(pk=link.pk).update(seen_on=None)


# What evidence is dated by → from which day to which that is.
@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("March 2010", date(2010, 3, 1), date(2010, 3, 31)),
        ("2010-03", date(2010, 3, 1), date(2010, 3, 31)),
        ("Feb 2012", date(2012, 2, 1), date(2012, 2, 29)),
        ("27 March 2010", date(2010, 3, 27), date(2010, 3, 27)),
        ("27.3.2010", date(2010, 3, 27), date(2010, 3, 27)),
        ("2010-03-27", date(2010, 3, 27), date(2010, 3, 27)),
        ("27th mar 2010", date(2010, 3, 27), date(2010, 3, 27)),
        ("March 27, 2010", date(2010, 3, 27), date(2010, 3, 27)),
        ("2010", date(2010, 1, 1), date(2010, 12, 31)),
        (" 1900 ", date(1900, 1, 1), date(1900, 12, 31)),
        ("2009-10", date(2009, 4, 1), date(2010, 3, 31)),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31)),
        (f"{TODAY:%d/%m/%Y}", TODAY, TODAY),
    ],
)
def test_the_own_date_of_evidence_is_a_day_a_month_or_a_year(words, first, last):
    check_own_date(words)

    span = span_of(words)
    assert (span.first, span.last) == (first, last)


def test_evidence_need_have_no_date_of_its_own():
    check_own_date(" ")
    assert span_of("") is None


@pytest.mark.parametrize("day", [*ODD, FIRST - DAY, TODAY + DAY], ids=str)
@pytest.mark.parametrize(
    "written", ["{0.day}/{0.month}/{0.year:04}", "{0.year:04}-{0.month:02}-{0.day:02}"]
)
def test_an_own_date_that_can_be_read_is_from_1900_to_today(day, written):
    with pytest.raises(forms.ValidationError, match="Give a date from 1 January 1900 to today"):
        check_own_date(written.format(day))


@pytest.mark.parametrize("words", ["0009", "2199", "March 2199", "9999-10", "october 1066"])
def test_so_is_one_of_a_month_or_a_year(words):
    with pytest.raises(forms.ValidationError, match="Give a date from 1 January 1900 to today"):
        check_own_date(words)


@pytest.mark.parametrize(
    "words",
    ["31 February 2010", "31/2/2010", "20111", "1 January 20111", "2010-02-31", "0000", "2010-13", "undated",
     "Spring 2010", "Invoice 4711, period 13", "2009 to 2030"],
)  # fmt: skip
def test_an_own_date_that_is_no_date_is_refused_in_words(words):
    assert span_of(words) is None
    with pytest.raises(
        forms.ValidationError, match="must be a real day, month or year, for example 27 March 2010"
    ):
        check_own_date(words)


@pytest.mark.parametrize("entry", ["link", "ledger"])
def test_the_page_of_evidence_refuses_it(evidence_page, entry):
    sent = _link((TODAY.day, TODAY.month, TODAY.year)) | {
        "entry": entry,
        "ledger_reference": "4711",
    }

    answer = evidence_page(sent | {"own_date": "31 February 2010"})

    assert answer.status_code == 400
    assert "The date written on it must be a real day, month or year" in answer.text
    assert not Evidence.objects.exists()


def _reviewed_by(day, **boxes):
    parts = {
        f"review_by-{part}": getattr(day, part) if part != "year" else f"{day.year:04}"
        for part in dates.PARTS
    }
    return {"entry": "ledger", "kind": "ledger", "ledger_reference": "4711"} | parts | boxes


def test_evidence_is_reviewed_by_a_day_that_it_can_mean(evidence_page):
    for day in outside("Evidence.review_by"):
        answer = evidence_page(_reviewed_by(day))

        words = words_of_days(*TYPED["Evidence.review_by"], "Review by must be a date")
        assert answer.text.count(words) == 2, day
    early = evidence_page(_reviewed_by(date(2010, 2, 28), own_date="March 2010"))
    assert "The review date is before the date of the evidence." in early.text
    assert not Evidence.objects.exists()

    for day in inside("Evidence.review_by"):
        evidence_page(_reviewed_by(day))

        assert Evidence.objects.latest("pk").review_by == day
