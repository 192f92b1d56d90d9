"""A review's page in the workspace: all that is read before a verdict, its evidence shown, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pilots.models import Membership
from savings import workflow
from tests import factories
from tests.savings.evidence.made_files import pdf
from tests.workspace import reviewed_claim, row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")


def test_a_reviews_page_has_all_that_is_read_before_a_verdict(client):
    version = reviewed_claim()
    client.force_login(factories.lead())

    text = client.get(row_page(version.review)).text

    for words in (
        "One front desk for six services",
        "£250,000",
        "Evaluation",
        "Is this net of costs?",
        "It is.",
        "We agree.",
        "Second reading",
        "Made the verdict final",
        "Signed off and submitted",
        "agrees",
        version.claim.get_absolute_url(),
        f"/review/{version.claim.reference}/",
        row_page(version),
        row_page(version.claim),
    ):
        assert words in text, words
    for code in ("one_off_cost", "supported_forecast", "in_review", "None", "True", "False"):
        assert f">{code}<" not in text
        assert f'alt="{code}"' not in text


def test_a_second_reader_meets_no_verdict_on_the_page_of_the_review(client):
    version = factories.claim_at("provisional")
    client.force_login(factories.reviewer())

    text = client.get(row_page(version.review)).text

    assert "None that you may see" in text
    assert "Supported as a forecast" not in text


def _with_file(name, content, page="page 2"):
    place = factories.PlaceFactory()
    evidence = [(factories.sent_file(place, name, content), page), (factories.link(), "")]
    return factories.claim_at("submitted", place, evidence=evidence)


def test_the_page_that_is_cited_is_shown_as_a_picture(client):
    version = _with_file("case.pdf", pdf(pages=3))
    client.force_login(factories.reviewer())
    evidence = version.citations.first().evidence

    for page in (row_page(version), row_page(version.review)):
        text = client.get(page).text
        assert f'src="/evidence/{evidence.pk}/preview/?image=1&amp;page=2" loading="lazy"' in text
        assert 'alt="Page 2 of case.pdf, as a picture.' in text
        assert f'href="/evidence/{evidence.pk}/"' in text
        assert f'href="/evidence/{evidence.pk}/preview/?page=2"' in text


def test_the_first_lines_of_a_text_are_shown(client):
    version = _with_file("count.txt", b"Counted each month.\r\n", "")
    client.force_login(factories.reviewer())

    assert "Counted each month." in client.get(row_page(version.review)).text


def test_a_file_that_the_store_has_lost_is_said_to_be_lost(client):
    version = factories.claim_at("submitted", evidence=[(factories.stored_file(), "p. 1")])
    client.force_login(factories.reviewer())

    answer = client.get(row_page(version.review))

    assert answer.status_code == 200
    assert "The file is not in the store." in answer.text


def test_a_file_with_a_virus_is_not_shown(client):
    version = _with_file("case.pdf", pdf())
    file = version.citations.first().evidence.file
    type(file).objects.filter(pk=file.pk).update(scan="infected", scanned_at=timezone.now())
    client.force_login(factories.reviewer())

    text = client.get(row_page(version.review)).text

    assert "<img" not in text
    assert "it is not shown" in text


def test_what_came_with_an_answer_is_shown_once(client):
    version = reviewed_claim()
    client.force_login(factories.lead())

    titles = [shown.item.evidence.title for shown in _evidence(client, version)]
    assert titles == ["Evaluation"]

    version = factories.claim_at("question")
    place = version.claim.place
    given = factories.sent_file(place)
    given.place, given.added_by = place, factories.officer_of(place)
    given.save()
    workflow.perform("answer", version, by=given.added_by, text="Here.", evidence=[given])

    titles = [shown.item.evidence.title for shown in _evidence(client, version)]
    assert titles == ["Evaluation", "case.txt"]


def _evidence(client, version):
    return client.get(row_page(version.review)).context["evidence"]


def test_the_claims_page_leads_to_its_review_for_whoever_may_open_it_there(client):
    version = factories.claim_at("submitted", condition="D")
    tied = factories.reviewer()
    Membership.objects.create(user=tied, place=version.claim.place, role="interest")
    there = row_page(version.review)

    led = {}
    for name, person in {
        "reviewer": factories.reviewer(),
        "lead": factories.lead(),
        "tied": tied,
        "analyst": factories.analyst(),
        "administrator": factories.administrator(),
        "officer": factories.officer_of(version.claim.place),
    }.items():
        client.force_login(person)
        led[name] = there in client.get(version.claim.get_absolute_url()).text

    assert [name for name, is_led in led.items() if is_led] == ["reviewer", "lead"]


def test_the_page_of_a_review_costs_the_same_however_long_its_history(client):
    version = factories.claim_at("in_review")
    client.force_login(factories.lead())
    page = row_page(version.review)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)

    reader, officer = version.review.reviewer, factories.officer_of(version.claim.place)
    for number in range(4):
        workflow.perform("ask", version, by=reader, text=f"Question {number}")
        workflow.perform("answer", version, by=officer, text="Answered.")

    with CaptureQueriesContext(connection) as many:
        client.get(page)
    # What came with answers is read for all of them, and listed, once there is one.
    assert len(many) <= len(few) + 2
