"""The reviewers' queue: who opens it, its views and orders, and that a long one costs no more."""

from datetime import date

import pytest
from django.core.paginator import Page
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pilots import people
from pilots.models import Membership
from savings import workflow
from savings.models import Review, Threshold
from savings.pages import review_queue as queue_page
from savings.review import queue
from savings.review.queue import ORDERS, VIEWS
from tests import factories
from tests.factories import PlaceFactory, claim_at, sized

from .queue_pages import URL, found, page, rows


@pytest.mark.parametrize("who", ["officer", "finance", "analyst", "administrator", "nobody"])
def test_whoever_is_no_reviewer_is_told_in_words(client, who):
    place = PlaceFactory()
    claim_at("submitted", place)
    person = {
        "officer": lambda: factories.officer_of(place),
        "finance": lambda: factories.finance_of(place),
        "nobody": factories.UserFactory,
    }.get(who) or getattr(factories, who)

    response = page(client, person())

    assert response.status_code == 403
    assert "reviewers and review leads can open this page" in response.text


@pytest.mark.parametrize("who", ["reviewer", "lead"])
def test_reviewers_and_leads_find_it_in_the_menu(client, who):
    response = page(client, getattr(factories, who)())

    assert response.status_code == 200
    assert f'href="{URL}"' in response.text


def test_a_lead_is_led_to_triage_and_a_reviewer_is_not(client):
    triage = reverse("savings:review_triage")

    assert triage in page(client, factories.lead()).text
    assert triage not in page(client, factories.reviewer()).text


def test_each_view_holds_what_it_says(client):
    for status in ("submitted", "in_review", "question", "provisional", "reply", "final"):
        claim_at(status, reference=status.upper().replace("_", "-"))
    chosen = claim_at("submitted", reference="CHOSEN")
    workflow.perform("triage", chosen, by=factories.lead(), is_chosen=True, because="Large.")
    Review.objects.filter(version__status="reply").update(needs_second_reading=True)
    person = Review.objects.get(version__status="in_review").reviewer
    leave(claim_at("in_review", reference="LOST").review.reviewer)

    held = {view: set(found(client, person, f"?view={view}")) for view in VIEWS}

    assert held == {
        "mine": {"IN-REVIEW"},
        "waiting": {"SUBMITTED", "CHOSEN"},
        "chosen": {"CHOSEN"},
        "lost": {"LOST"},
        "in_review": {"IN-REVIEW", "LOST"},
        "question": {"QUESTION"},
        "second": {"REPLY"},
        "provisional": {"PROVISIONAL"},
        "reply": {"REPLY"},
    }


def test_first_come_the_persons_own_claims_and_where_there_are_none_what_is_not_taken(client):
    claim_at("submitted", reference="FREE")
    taken = claim_at("in_review", reference="TAKEN")

    assert found(client, taken.review.reviewer) == ["TAKEN"]
    assert found(client, factories.reviewer()) == ["FREE"]


def test_answered_questions_come_first_among_ones_own(client):
    small = claim_at("question", reference="SMALL")
    person = small.review.reviewer
    large = sized("LARGE", "900000.00")
    workflow.perform("take", large, by=person)
    workflow.perform("answer", small, by=factories.officer_of(small.claim.place), text="It is net.")

    listed = rows(client, person)

    assert [row.reference for row in listed] == ["SMALL", "LARGE"]
    assert (listed[0].owed.marked, listed[0].owed.words) == ("Answered.", "You can go on.")


_ORDERED = [
    ("", ["LARGE", "MIDDLE", "SMALL"]),
    ("&order=value", ["LARGE", "MIDDLE", "SMALL"]),
    ("&order=age", ["MIDDLE", "LARGE", "SMALL"]),
    ("&order=risk", ["SMALL", "MIDDLE", "LARGE"]),
    ("&order=place", ["SMALL", "LARGE", "MIDDLE"]),
]


@pytest.mark.parametrize(("query", "expected"), _ORDERED)
def test_claims_come_in_the_order_asked_for(client, query, expected):
    places = {name: PlaceFactory(name=name) for name in ("Aston", "Élan", "Bury")}
    sized("MIDDLE", "500000.00", places["Élan"])
    sized("LARGE", "800000.00", places["Bury"])
    sized("SMALL", "100000.00", places["Aston"], baseline_kind="estimate")

    assert found(client, factories.reviewer(), f"?view=waiting{query}") == expected


def test_one_places_claims_can_be_asked_for(client):
    kent = PlaceFactory(code="KEN", name="Kent")
    claim_at("submitted", kent, reference="K-1")
    claim_at("submitted", reference="D-1")

    response = page(client, factories.reviewer(), "?view=waiting&place=KEN")

    assert [row.reference for row in response.context["rows"]] == ["K-1"]
    assert [link.count for link in response.context["links"]] == ["0", "1", *["0"] * 7]


def test_the_claims_of_a_place_to_which_one_has_a_tie_are_never_listed(client):
    place = PlaceFactory(code="KEN")
    for status in ("submitted", "in_review", "question", "provisional", "reply"):
        claim_at(status, place)
    person = factories.reviewer()
    Membership.objects.create(user=person, place=place, role="interest")

    for view in VIEWS:
        response = page(client, person, f"?view={view}&place=KEN")
        assert response.context["rows"] == []
        assert {link.count for link in response.context["links"]} == {"0"}


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_view_says_what_it_is_for(client, view):
    PlaceFactory(code="KEN")
    heading, text = queue_page.EMPTY[view]

    response = page(client, factories.reviewer(), f"?view={view}")
    of_a_place = page(client, factories.reviewer(), f"?view={view}&place=KEN")

    assert heading in response.text
    assert text in response.text
    assert "nothing from this place" in of_a_place.text


_BAD = [
    ("view=all", "“all” is not a part of the queue."),
    ("place=NOWHERE", "“NOWHERE” is not one of the places."),
    ("order=amount", "“amount” is not an order."),
]


@pytest.mark.parametrize(("query", "message"), _BAD)
def test_a_bad_filter_is_told_and_never_ignored(client, query, message):
    claim_at("submitted", what_changes="Heron landing")

    response = page(client, factories.reviewer(), f"?{query}")

    assert response.status_code == 200
    assert message in response.text
    assert "There is a problem" in response.text
    assert "Heron" not in response.text


def test_a_character_that_cannot_be_stored_is_refused(client):
    assert page(client, factories.reviewer(), "?place=%00").status_code == 400


def test_claims_come_twenty_a_page_and_keep_the_filter(client):
    place = PlaceFactory(code="KEN")
    for _ in range(21):
        claim_at("submitted", place)
    person = factories.reviewer()

    response = page(client, person, "?view=waiting&place=KEN")

    assert len(response.context["rows"]) == 20
    assert "?view=waiting&amp;place=KEN&amp;page=2" in response.text
    assert len(found(client, person, "?view=waiting&place=KEN&page=2")) == 1


@pytest.mark.parametrize("asked", ["0", "-1", "999", "x", "1" * 30])
def test_a_page_that_is_none_leads_to_one_that_is(client, asked):
    claim_at("submitted", reference="K-1")

    assert found(client, factories.reviewer(), f"?page={asked}") == ["K-1"]


def test_a_queue_that_is_longer_than_is_counted_says_so(client, monkeypatch):
    monkeypatch.setattr(queue, "COUNTED_TO", 2)
    monkeypatch.setattr(queue_page, "COUNTED_TO", 2)
    for _ in range(4):
        claim_at("submitted")

    response = page(client, factories.reviewer(), "?view=waiting")

    assert response.context["count"] == "2+"
    assert "You can page through the first 2." in response.text
    assert response.context["page"].paginator.count == 2
    assert isinstance(response.context["page"], Page)


def test_several_rows_cost_as_many_queries_as_one(client):
    Threshold.objects.create(name="second_sample", value=0, valid_from=date(2010, 1, 1), source="-")
    person = factories.reviewer()
    people.set_roles(
        person, ["reviewer", "administrator"]
    )  # Who lets go is asked more of each row.
    client.force_login(person)
    _fill(person)
    _costs(client)
    for_one = _costs(client)

    for _ in range(2):
        _fill(person)

    assert _costs(client) == for_one


def leave(person):
    person.is_active = False
    person.save()


def _costs(client):
    """How many queries each view takes, none of which is empty."""
    costs = {}
    for view in VIEWS:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{URL}?view={view}").context["rows"], view
        costs[view] = len(queries)
    return costs


def _fill(person):
    """A claim in each status, one of them `person`'s, one chosen and free, and each verdict yet to be read again."""
    for status in ["submitted", "in_review", "question", "provisional", "reply"]:
        version = claim_at(status, evidence=[(factories.link(), ""), (factories.ledger(), "")])
        if status == "submitted":
            workflow.perform(
                "triage", version, by=factories.lead(), is_chosen=True, because="Large."
            )
    there = Review.objects.filter(version__status="in_review", reviewer__is_active=True)
    there.update(reviewer=person)
    leave(claim_at("in_review").review.reviewer)
    Review.objects.filter(version__status__in=["provisional", "reply"]).update(
        needs_second_reading=True
    )


def test_every_order_is_tried_here():
    assert {query.removeprefix("&order=") for query, _ in _ORDERED if query} == set(ORDERS)
