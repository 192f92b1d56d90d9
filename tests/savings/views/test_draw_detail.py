"""One draw: how it was made, what came of it, and that it comes out the same again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pilots.models import Membership
from savings import workflow
from savings.models import Draw
from savings.review import triage
from tests import factories
from tests.factories import PlaceFactory, claim_at, sized


def _draw(person=None, seed="Thrown: 17"):
    person = person or factories.lead()
    seen = triage.plan(person, seed=seed, number=1).digest
    return workflow.choose_for_review(by=person, seed=seed, number=1, seen=seen)


def _page(client, user, draw, query=""):
    client.force_login(user)
    return client.get(reverse("savings:draw_detail", args=[draw.pk]) + query)


@pytest.fixture
def place():
    return PlaceFactory()


@pytest.fixture
def draw(place):
    sized("LARGE", "1000000.00", place)
    sized("ONE", "50000.00", place)
    sized("TWO", "40000.00", PlaceFactory(code="KEN"))
    return _draw()


@pytest.mark.parametrize("who", ["reviewer", "lead"])
def test_reviewers_and_leads_see_how_it_was_made_and_what_came_of_it(client, draw, who):
    text = _page(client, getattr(factories, who)(), draw).text

    for words in (
        "Thrown: 17",
        str(draw.by),
        "£1,000,000 a year",
        "£10,000 a year",
        "From the upper threshold",
        "Not drawn",
        "LARGE",
        "ONE",
        "TWO",
        "the draw comes out the same",
    ):
        assert words in text


def test_a_claim_without_a_saving_has_no_pounds(client, place):
    claim_at("submitted", place, kind_of_gain="not_in_money", figures=[], reference="NONE")

    text = _page(client, factories.lead(), _draw()).text

    row = text.partition(">NONE</a>")[2].partition("</tr>")[0]
    assert "None above zero" in row
    assert "£" not in row
    assert "Largest saving of one year, as claimed" in text


@pytest.mark.parametrize("who", ["officer", "analyst", "administrator"])
def test_nobody_else_sees_it(client, draw, place, who):
    person = factories.officer_of(place) if who == "officer" else getattr(factories, who)()

    response = _page(client, person, draw)

    assert response.status_code == 403
    assert "Thrown" not in response.text


def test_a_draw_that_is_not_there_is_a_404(client):
    client.force_login(factories.reviewer())

    assert client.get("/review/draws/7/").status_code == 404
    assert client.get("/review/draws/999999999999999999/").status_code == 404


def test_claims_of_a_place_to_which_one_has_a_tie_are_left_out_and_counted(client, draw, place):
    person = factories.reviewer()
    Membership.objects.create(user=person, place=place, role="interest")

    response = _page(client, person, draw)

    assert [line.reference for line, _ in response.context["page"]] == ["TWO"]
    assert "2 of these claims are not listed to you: you have a tie to their places." in (
        response.text
    )
    assert "LARGE" not in response.text


def test_a_single_claim_that_is_left_out_is_told_in_the_singular(client, draw):
    person = factories.reviewer()
    tied = Draw.objects.get().reviews.get(version__claim__reference="TWO").version.claim.place
    Membership.objects.create(user=person, place=tied, role="interest")

    text = _page(client, person, draw).text

    assert "1 of these claims is not listed to you: you have a tie to its place." in text


def test_a_draw_that_does_not_come_out_the_same_is_told(client, draw):
    # As if written past the workflow: what is stored is never changed.
    forged = Draw.objects.create(
        by=draw.by,
        seed=draw.seed,
        read_all=draw.read_all,
        read_none=draw.read_none,
        number=draw.number,
        pool=draw.pool,
        chosen=[["TWO", 1, "above"]],
    )

    assert "got a different result" in _page(client, factories.lead(), forged).text


def test_a_claim_is_linked_as_it_was_when_it_was_drawn_from(client, draw, place):
    version = draw.reviews.get(version__claim__reference="ONE").version
    factories.submitted_again(version)

    text = _page(client, factories.reviewer(), draw).text

    assert reverse("savings:version_detail", args=["ONE", 1]) in text


def test_many_claims_come_fifty_a_page_what_was_chosen_first(client, place, monkeypatch):
    monkeypatch.setattr("savings.pages.review_triage.LINES_A_PAGE", 2)
    for number in range(3):
        sized(f"SMALL-{number}", "10.00", place)
    sized("LARGE", "2000000.00", place)
    draw = _draw()
    person = factories.lead()

    pages = [_page(client, person, draw, f"?page={n}").context["page"] for n in (1, 2)]

    assert [[line.reference for line, _ in page] for page in pages] == [
        ["LARGE", "SMALL-0"],
        ["SMALL-1", "SMALL-2"],
    ]


def test_it_is_among_the_crumbs_of_triage_for_a_lead_only(client, draw):
    address = reverse("savings:review_triage")

    assert f'href="{address}"' in _page(client, factories.lead(), draw).text
    assert f'href="{address}"' not in _page(client, factories.reviewer(), draw).text


def test_many_claims_cost_as_many_queries_as_one(place, django_assert_num_queries):
    client = Client()
    client.force_login(factories.reviewer())
    claim_at("submitted", place)
    small = reverse("savings:draw_detail", args=[_draw().pk])
    for _ in range(6):
        claim_at("submitted")
    large = reverse("savings:draw_detail", args=[_draw().pk])
    client.get(small)
    with CaptureQueriesContext(connection) as one:
        client.get(small)

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(large)
