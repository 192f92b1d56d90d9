"""The page that says how the review is doing."""

import csv
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from savings import workflow
from tests.factories import (
    PlaceFactory,
    UserFactory,
    analyst,
    claim_at,
    figures_of,
    finance_of,
    lead,
    lead_of,
    officer_of,
    reading,
    reviewer,
)

URL = reverse("savings:review_measures")


def _page(user):
    client = Client()
    client.force_login(user)
    return client.get(URL)


def _rows(user):
    client = Client()
    client.force_login(user)
    text = client.get(reverse("savings:review_measures_csv")).content.decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def _read_twice():
    """A final claim of £123,456, read by two who differ by £3,456."""
    place = PlaceFactory()
    version = claim_at("in_review", place, figures=figures_of(lead_of(place), "123456.00"))
    saving = version.figures.get(line="saving")
    for action, by, amount in (
        ("decide", version.review.reviewer, "123456.00"),
        ("second_read", reviewer(), "120000.00"),
    ):
        details = reading(version, "partly", ["BASELINE"])
        details["accepted"] = {saving.pk: (Decimal(amount), "BASELINE")}
        workflow.perform(action, version, by=by, **details)
    workflow.perform("waive_reply", version, by=finance_of(place))
    return workflow.perform("finalise", version, by=lead())


def test_readers_agree_in_words_and_in_pounds_on_the_page_and_in_the_file():
    for _ in range(3):
        _read_twice()
    page, rows = _page(reviewer()), _rows(reviewer())
    [agreement] = page.context["measures"].agreement
    of_readers = {
        (row["of"], row["number"]): row["value"]
        for row in rows
        if row["measure"] == "agreement_of_readers"
    }

    assert (agreement.agreed, agreement.alike) == (3, 0)
    assert of_readers == {
        ("Forecast", "same_verdict"): "3",
        ("Forecast", "same_amounts"): "0",
        ("Cashable, cash prices, forecast", "claimed_gbp"): "370368.00",
        ("Cashable, cash prices, forecast", "first_gbp"): "370368.00",
        ("Cashable, cash prices, forecast", "second_gbp"): "360000.00",
        ("Cashable, cash prices, forecast", "both_gbp"): "360000.00",
    }
    assert "<strong>97%</strong> of what either accepts" in page.text


def test_the_file_has_the_accepted_net_with_its_labels():
    _read_twice()

    [row] = [row for row in _rows(reviewer()) if row["number"] == "accepted_net_gbp"]

    assert (row["of"], row["financial_year"]) == ("Cashable, forecast, cash prices", "2010-11")
    assert (row["value"], row["claims"], row["places"]) == ("103456.00", "1", "1")
    assert row["notice"].endswith("Not an estimate for any other place.")


def test_the_file_tells_nobody_more_than_the_page():
    for _ in range(3):
        _read_twice()

    rows = _rows(UserFactory())

    assert {row["measure"] for row in rows} == {
        "progress",
        "working_days",
        "agreement_of_readers",
    }
    assert not [row for row in rows if row["number"].endswith("_gbp")]


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    assert client.get(URL).status_code == 302


def test_the_day_it_speaks_of_stands_on_top():
    with time_machine.travel("2026-11-24T12:00Z"):
        text = _page(reviewer()).text

    assert "As at <strong>24 November 2026</strong>" in text


def test_a_reviewer_sees_pounds_shares_and_coverage():
    place = PlaceFactory()
    for status in ("final", "submitted"):
        claim_at(status, place, figures=figures_of(lead_of(place), "123456.00"))

    text = _page(reviewer()).text

    assert "Cashable, forecast, cash prices" in text
    assert "50% of claimed" in text
    assert "£123,456" in text
    assert "<strong>100%</strong>" in text
    assert "Not an estimate for any other place" in text


def _cells(text):
    """The cells of the one row of the table of pounds, in words."""
    row = text.partition(' id="values"')[2].partition("<tbody")[2].partition("</tr>")[0]
    return [" ".join(strip_tags(cell).split()) for cell in row.split("<td")[1:]]


@pytest.mark.parametrize(
    ("statuses", "cells"),
    [
        # Claimed, reviewed, four verdicts, saving, costs and net accepted, not yet final.
        (
            ["submitted"],
            ["£5", "Nothing yet", *["None"] * 4, *["Nothing yet"] * 3, "£5 none of it"],
        ),
        (
            ["in_review"],
            ["£5", "Nothing yet", *["None"] * 4, *["Nothing yet"] * 3, "£5 of it £5"],
        ),
        (
            ["final"],
            [
                *("£5", "£5 100% of claimed", "100%£5", *["0%"] * 3),
                *("£5 100% of reviewed", "£20,000", "19,995", "None"),
            ],
        ),
    ],
)
def test_what_nobody_has_reviewed_or_waits_for_is_not_shown_as_0_pounds(statuses, cells):
    for status in statuses:
        place = PlaceFactory()
        claim_at(status, place, figures=figures_of(lead_of(place), "5.00"))

    found = _cells(_page(reviewer()).text)

    assert len(found) == len(cells)
    for cell, words in zip(found, cells, strict=True):
        assert words.replace(" ", "") in cell.replace(" ", "")
    assert not [cell for cell in found if "£0" in cell]


def test_a_share_that_is_not_all_is_not_said_to_be_all():
    for status, amount in (("final", "999999.00"), ("submitted", "1.00")):
        place = PlaceFactory()
        claim_at(status, place, figures=figures_of(lead_of(place), amount))

    assert "over 99% of claimed" in _page(reviewer()).text


@pytest.mark.parametrize("person", [analyst, UserFactory, lambda: officer_of(PlaceFactory())])
def test_nobody_else_sees_an_amount_of_a_claim(person):
    for _ in range(3):
        place = PlaceFactory()
        claim_at("final", place, figures=figures_of(lead_of(place), "123456.00"))

    text = _page(person()).text

    assert "Reviewed to a final verdict" in text
    assert "123,456" not in text
    assert "% of claimed" not in text
    assert "Cashable" not in text


def test_too_few_claims_are_not_told_of():
    claim_at("final")

    others, own = _page(UserFactory()).text, _page(lead()).text

    assert "Nothing can be shown yet" in others
    assert "Reviewed to a final verdict" not in others
    assert "1 claim of 1 place is submitted" in own


def test_what_is_too_small_by_itself_is_said_to_be_not_shown():
    for _ in range(3):
        claim_at("submitted")

    others, own = _page(UserFactory()).text, _page(reviewer()).text

    assert "Not shown yet" in others
    assert "No question has been asked yet" in own


def test_with_nothing_submitted_it_says_so_and_shows_what_others_found():
    text = _page(reviewer()).text

    assert "Nothing is submitted yet" in text
    assert "Department for Transport" in text


def test_published_reviews_stand_in_their_own_words_with_sources():
    text = _page(UserFactory()).text

    assert "Fairly represent realised cash savings" in text
    assert "of £544 million: 62%" in text
    assert "The rounded pounds allow 49.8% to 51.0%" in text
    assert 'href="https://www.nao.org.uk/' in text
    assert "44.4%" in text
    assert "43.9% to 45.0%" in text


def test_it_is_reached_from_the_coverage_board(client):
    client.force_login(UserFactory())

    assert f'href="{URL}"' in client.get(reverse("savings:board")).text
