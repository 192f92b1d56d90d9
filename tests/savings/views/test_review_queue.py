"""The reviewers' queue: its views, what a row says, who may do what from it, and that a long one costs no more."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlparse
from uuid import uuid4

import pytest
import time_machine
from django.core.paginator import Page
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pilots.models import Membership
from savings import owing, queue_page, review_queue, workflow
from savings.models import Review
from savings.review_queue import ORDERS, VIEWS
from tests import factories
from tests.factories import PlaceFactory, claim_at, sized

URL = reverse("savings:review_queue")
READ_ONCE = "REPLY"  # Such a reference is not drawn for a second reading.
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)


def _page(client, user, query=""):
    client.force_login(user)
    return client.get(URL + query)


def _rows(client, user, query=""):
    return _page(client, user, query).context["rows"]


def _found(client, user, query=""):
    return [row.reference for row in _rows(client, user, query)]


@pytest.mark.parametrize("who", ["officer", "finance", "analyst", "administrator", "nobody"])
def test_whoever_is_no_reviewer_is_told_in_words(client, who):
    place = PlaceFactory()
    claim_at("submitted", place)
    person = {
        "officer": lambda: factories.officer_of(place),
        "finance": lambda: factories.finance_of(place),
        "nobody": factories.UserFactory,
    }.get(who) or getattr(factories, who)

    response = _page(client, person())

    assert response.status_code == 403
    assert "reviewers and review leads can open this page" in response.text


@pytest.mark.parametrize("who", ["reviewer", "lead"])
def test_reviewers_and_leads_find_it_in_the_menu(client, who):
    response = _page(client, getattr(factories, who)())

    assert response.status_code == 200
    assert f'href="{URL}"' in response.text


def test_a_lead_is_led_to_triage_and_a_reviewer_is_not(client):
    triage = reverse("savings:review_triage")

    assert triage in _page(client, factories.lead()).text
    assert triage not in _page(client, factories.reviewer()).text


def test_a_row_says_what_waits_where_how_large_how_long_and_why(client):
    place = PlaceFactory(name="Kent", code="KEN")
    with time_machine.travel(MORNING - timedelta(days=12), tick=False):
        version = sized(
            "KEN-0007", "240000.00", place, what_changes="One front desk", baseline_kind="estimate"
        )
    workflow.perform(
        "triage", version, by=factories.lead(), is_chosen=True, because="Asked for by the board."
    )

    with time_machine.travel(MORNING, tick=False):
        text = _page(client, factories.reviewer()).text

    for words in (
        ">KEN-0007</a>",
        "Kent",
        "One front desk",
        "Largest saving of one year",
        "£240,000",
        "Cashable",
        "Nobody has it. Submitted 12 days ago.",
        "Waits for a reviewer to take it.",
        "Chosen: Asked for by the board.",
        "What it is compared with is an estimate, or other places.",
    ):
        assert words in text


def test_a_claim_without_figures_by_year_has_no_value_rather_than_nought(client):
    claim_at("submitted", figures=[], kind_of_gain="not_in_money", as_published="Better lives")

    row = _rows(client, factories.reviewer())[0]

    assert row.value is None


def test_a_claim_leads_to_its_reading_with_the_queue_it_stands_in(client):
    place = PlaceFactory(code="KEN")
    claim_at("submitted", place, reference="KEN-0001")

    href = _rows(client, factories.reviewer(), "?view=waiting&order=age&place=KEN")[0].href

    assert urlparse(href).path == reverse("savings:review_read", args=["KEN-0001"])
    assert parse_qs(urlparse(href).query) == {
        "view": ["waiting"],
        "order": ["age"],
        "place": ["KEN"],
    }


def test_each_view_holds_what_it_says(client):
    for status in ("submitted", "in_review", "question", "provisional", "reply", "final"):
        claim_at(status, reference=status.upper().replace("_", "-"))
    chosen = claim_at("submitted", reference="CHOSEN")
    workflow.perform("triage", chosen, by=factories.lead(), is_chosen=True, because="Large.")
    Review.objects.filter(version__status="reply").update(needs_second_reading=True)
    person = Review.objects.get(version__status="in_review").reviewer

    found = {view: set(_found(client, person, f"?view={view}")) for view in VIEWS}

    assert found == {
        "mine": {"IN-REVIEW"},
        "waiting": {"SUBMITTED", "CHOSEN"},
        "chosen": {"CHOSEN"},
        "in_review": {"IN-REVIEW"},
        "question": {"QUESTION"},
        "second": {"REPLY"},
        "provisional": {"PROVISIONAL"},
        "reply": {"REPLY"},
    }


def test_first_come_the_persons_own_claims_and_where_there_are_none_what_is_not_taken(client):
    claim_at("submitted", reference="FREE")
    taken = claim_at("in_review", reference="TAKEN")

    assert _found(client, taken.review.reviewer) == ["TAKEN"]
    assert _found(client, factories.reviewer()) == ["FREE"]


def test_answered_questions_come_first_among_ones_own(client):
    small = claim_at("question", reference="SMALL")
    person = small.review.reviewer
    large = sized("LARGE", "900000.00")
    workflow.perform("take", large, by=person)
    workflow.perform("answer", small, by=factories.officer_of(small.claim.place), text="It is net.")

    rows = _rows(client, person)

    assert [row.reference for row in rows] == ["SMALL", "LARGE"]
    assert (rows[0].owed.marked, rows[0].owed.words) == ("Answered.", "You can go on.")


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

    assert _found(client, factories.reviewer(), f"?view=waiting{query}") == expected


def test_one_places_claims_can_be_asked_for(client):
    kent = PlaceFactory(code="KEN", name="Kent")
    claim_at("submitted", kent, reference="K-1")
    claim_at("submitted", reference="D-1")

    response = _page(client, factories.reviewer(), "?view=waiting&place=KEN")

    assert [row.reference for row in response.context["rows"]] == ["K-1"]
    assert [link.count for link in response.context["links"]] == ["0", "1", *["0"] * 6]


def test_the_claims_of_a_place_to_which_one_has_a_tie_are_never_listed(client):
    place = PlaceFactory(code="KEN")
    for status in ("submitted", "in_review", "question", "provisional", "reply"):
        claim_at(status, place)
    person = factories.reviewer()
    Membership.objects.create(user=person, place=place, role="interest")

    for view in VIEWS:
        response = _page(client, person, f"?view={view}&place=KEN")
        assert response.context["rows"] == []
        assert {link.count for link in response.context["links"]} == {"0"}


_OWED = [
    ("submitted", 0, "Waits for a reviewer to take it."),
    ("in_review", 0, "Rowan reads it."),
    ("question", 0, "The place owes an answer by 8 December 2026."),
    ("question", 14, "The place owes an answer by 8 December 2026."),
    (
        "question",
        15,
        "Overdue. The answer was due by 8 December 2026. It stays not yet reviewed until the place answers.",
    ),
    ("provisional", 14, "The place may reply until 8 December 2026."),
    (
        "provisional",
        15,
        "The time to reply ended on 8 December 2026. The review lead can make the verdict final.",
    ),
    (
        "reply",
        0,
        "The place has replied. The review lead makes the verdict final, or sends it back.",
    ),
]


@pytest.mark.parametrize(("status", "days", "words"), _OWED)
def test_a_row_says_who_owes_what(client, status, days, words):
    with time_machine.travel(MORNING, tick=False):
        version = claim_at(status)
    if status != "submitted":
        version.review.reviewer.name = "Rowan"
        version.review.reviewer.save()
    Review.objects.update(needs_second_reading=False)
    view = "waiting" if status == "submitted" else status

    with time_machine.travel(MORNING + timedelta(days=days), tick=False):
        owed = _rows(client, factories.reviewer(), f"?view={view}")[0].owed

    assert f"{owed.marked} {owed.words}".strip() == words


def test_to_its_own_reviewer_a_row_speaks_of_you(client):
    version = claim_at("in_review")

    row = _rows(client, version.review.reviewer)[0]

    assert row.owed.words == "You read it: ask the place, or give a verdict."
    assert row.has_it == "You have it."


@pytest.mark.parametrize("mine", [True, False])
def test_what_was_handed_over_and_not_taken_says_so(mine):
    version = claim_at("submitted")
    sam = factories.reviewer()
    sam.name = "Sam"
    sam.save()
    workflow.perform("hand_over", version, by=factories.lead(), to=sam)

    versions = owing.with_what_is_owed(review_queue.queue(sam, "mine"))
    person = sam if mine else factories.reviewer()
    owed = owing.owed(versions.get(), person, MORNING.date())

    words = "It was handed over to you: take it to begin."
    assert owed.words == (words if mine else "It was handed over to Sam, who has still to take it.")


@pytest.mark.parametrize("status", ["provisional", "reply"])
def test_a_verdict_that_needs_a_second_reading_waits_for_it(client, status):
    claim_at(status, reference=READ_ONCE)
    Review.objects.update(needs_second_reading=True)

    words = _rows(client, factories.reviewer(), f"?view={status}")[0].owed.words

    assert words.endswith("Waits for a second reader.")


def test_a_place_that_will_not_reply_is_not_waited_for(client):
    version = claim_at("provisional")
    workflow.perform("waive_reply", version, by=factories.finance_of(version.claim.place))
    Review.objects.update(needs_second_reading=False)

    words = _rows(client, factories.reviewer(), "?view=provisional")[0].owed.words

    assert words == (
        "The place has said that no reply will come. The review lead can make the verdict final."
    )


def test_a_claim_is_taken_by_one_click_and_its_reading_is_next(client):
    version = claim_at("submitted", reference="KEN-0001")
    person = factories.reviewer()
    text = _page(client, person).text
    address = reverse("savings:claim_action", args=["KEN-0001", "take"])

    sent = {"once": str(uuid4()), "then": "reading", "claim": "KEN-0001"}
    response = client.post(address, sent)

    version.review.refresh_from_db()
    assert f'formaction="{address}?view=waiting&amp;order=value"' in text
    assert 'name="claim" value="KEN-0001"' in text
    assert 'name="then" value="reading"' in text
    assert response.headers["Location"] == reverse("savings:review_read", args=["KEN-0001"])
    assert version.review.reviewer == person


def test_two_claims_taken_by_one_form_are_two(client):
    first, second = claim_at("submitted"), claim_at("submitted")
    person, once = factories.reviewer(), str(uuid4())
    client.force_login(person)

    for version in (first, second):
        address = reverse("savings:claim_action", args=[version.claim.reference, "take"])
        client.post(address, {"once": once, "claim": version.claim.reference})

    taken = Review.objects.filter(reviewer=person)
    assert set(taken.values_list("version", flat=True)) == {first.pk, second.pk}


_OFFERED = [
    ("submitted", "reviewer", (True, False)),
    ("submitted", "lead", (False, True)),
    ("in_review", "reviewer", (False, False)),
    ("in_review", "its reviewer", (False, True)),
    ("in_review", "lead", (False, True)),
    ("provisional", "its reviewer", (False, False)),
    ("reply", "lead", (False, False)),
]


@pytest.mark.parametrize(("status", "who", "offered"), _OFFERED)
def test_only_what_the_workflow_offers_is_offered(client, status, who, offered):
    version = claim_at(status)
    person = version.review.reviewer if who == "its reviewer" else getattr(factories, who)()
    view = "waiting" if status == "submitted" else status

    row = _rows(client, person, f"?view={view}")[0]

    assert (row.may_take, row.may_hand_over) == offered


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_view_says_what_it_is_for(client, view):
    PlaceFactory(code="KEN")
    heading, text = queue_page.EMPTY[view]

    response = _page(client, factories.reviewer(), f"?view={view}")
    of_a_place = _page(client, factories.reviewer(), f"?view={view}&place=KEN")

    assert heading in response.text
    assert text in response.text
    assert "nothing from this place" in of_a_place.text


_BAD = [
    ("view=all", "“all” is no part of the queue."),
    ("place=NOWHERE", "“NOWHERE” is not one of the places."),
    ("order=amount", "“amount” is not an order."),
]


@pytest.mark.parametrize(("query", "message"), _BAD)
def test_a_bad_filter_is_told_and_never_ignored(client, query, message):
    claim_at("submitted", what_changes="Heron landing")

    response = _page(client, factories.reviewer(), f"?{query}")

    assert response.status_code == 200
    assert message in response.text
    assert "There is a problem" in response.text
    assert "Heron" not in response.text


def test_a_character_that_cannot_be_stored_is_refused(client):
    assert _page(client, factories.reviewer(), "?place=%00").status_code == 400


def test_claims_come_twenty_a_page_and_keep_the_filter(client):
    place = PlaceFactory(code="KEN")
    for _ in range(21):
        claim_at("submitted", place)
    person = factories.reviewer()

    response = _page(client, person, "?view=waiting&place=KEN")

    assert len(response.context["rows"]) == 20
    assert "?view=waiting&amp;place=KEN&amp;page=2" in response.text
    assert len(_found(client, person, "?view=waiting&place=KEN&page=2")) == 1


@pytest.mark.parametrize("asked", ["0", "-1", "999", "x", "1" * 30])
def test_a_page_that_is_none_leads_to_one_that_is(client, asked):
    claim_at("submitted", reference="K-1")

    assert _found(client, factories.reviewer(), f"?page={asked}") == ["K-1"]


def test_a_queue_that_is_longer_than_is_counted_says_so(client, monkeypatch):
    monkeypatch.setattr(review_queue, "COUNTED_TO", 2)
    monkeypatch.setattr(queue_page, "COUNTED_TO", 2)
    for _ in range(4):
        claim_at("submitted")

    response = _page(client, factories.reviewer(), "?view=waiting")

    assert response.context["count"] == "2+"
    assert "The first 2 can be leafed through" in response.text
    assert response.context["page"].paginator.count == 2
    assert isinstance(response.context["page"], Page)


@pytest.mark.parametrize("view", VIEWS)
def test_twenty_rows_cost_as_many_queries_as_one(view, django_assert_num_queries):
    statuses = ["submitted", "in_review", "question", "provisional", "reply"]
    person = factories.reviewer()
    client = Client()
    client.force_login(person)
    _fill(statuses, person)
    address = f"{URL}?view={view}"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert len(client.get(address).context["rows"]) >= 1
    for _ in range(4):
        _fill(statuses, person)

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(address)


def _fill(statuses, person):
    """A claim in each status, one of them `person`'s, one chosen and free, and each verdict read once."""
    for status in statuses:
        version = claim_at(status, evidence=[(factories.link(), ""), (factories.ledger(), "")])
        if status == "submitted":
            workflow.perform(
                "triage", version, by=factories.lead(), is_chosen=True, because="Large."
            )
    Review.objects.filter(version__status="in_review").update(reviewer=person)
    for review in Review.objects.filter(version__status__in=["provisional", "reply"]):
        twice = review.version.readings.filter(is_second=True).exists()
        Review.objects.filter(pk=review.pk).update(needs_second_reading=not twice)


def test_every_order_is_tried_here():
    assert {query.removeprefix("&order=") for query, _ in _ORDERED if query} == set(ORDERS)
