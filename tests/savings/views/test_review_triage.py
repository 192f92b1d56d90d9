"""Choosing for review: first shown, then stored; bound to what was shown; and only for review leads."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from savings import workflow
from savings.models import Draw, Review, Threshold
from tests import factories
from tests.factories import PlaceFactory, claim_at, sized

URL = reverse("savings:review_triage")
ASKED = {"number": "1", "seed": "seed"}


@pytest.fixture
def place():
    return PlaceFactory()


def _pool(place):
    for reference, amount in (
        ("LARGE", "1000000.00"),
        ("ONE", "50000.00"),
        ("TWO", "40000.00"),
        ("SMALL", "500.00"),
    ):
        sized(reference, amount, place)


def _page(client, user, asked=None):
    client.force_login(user)
    return client.get(URL, asked or {})


def _form(client, user, asked=None):
    """What the form "Choose these" holds."""
    page = _page(client, user, asked or ASKED)
    return {"once": str(uuid4()), "seen": page.context["plan"].digest} | (asked or ASKED)


def _counts(response):
    return {group.way: group.count for group in response.context["groups"]}


@pytest.mark.parametrize("who", ["reviewer", "analyst", "administrator", "officer"])
def test_whoever_leads_no_review_is_told_who_does(client, place, who):
    _pool(place)
    person = factories.officer_of(place) if who == "officer" else getattr(factories, who)()

    shown = _page(client, person, ASKED)
    sent = client.post(URL, ASKED | {"once": str(uuid4()), "seen": "x"})

    for response in (shown, sent):
        assert response.status_code == 403
        assert "Only a review lead can do this: choose claims for review." in response.text
    assert not Draw.objects.exists()


def test_the_page_shows_the_thresholds_in_force_and_who_keeps_them(client):
    Threshold.objects.create(
        name="read_all", value=750_000, valid_from=timezone.localdate(), source="Board"
    )

    text = _page(client, factories.lead()).text

    assert "£750,000 a year" in text
    assert "£10,000 a year" in text
    assert "Administrators keep these thresholds" in text


def test_a_seed_is_filled_in_at_random(client):
    person = factories.lead()

    seeds = {_page(client, person).context["form"]["seed"].value() for _ in range(3)}

    assert len(seeds) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", seed) for seed in seeds)


def test_it_says_how_many_claims_wait(client, place):
    _pool(place)

    assert "4 claims wait to be chosen from." in _page(client, factories.lead()).text


def test_what_it_would_choose_is_shown_and_nothing_is_stored(client, place):
    _pool(place)

    response = _page(client, factories.lead(), ASKED)

    assert _counts(response) == {"above": 1, "certain": 0, "drawn": 1, "left": 1, "too_small": 1}
    for words in ("LARGE", "£1,000,000", "SMALL", "says nothing against it", "Choose these"):
        assert words in response.text
    assert not Draw.objects.exists()
    assert not Review.objects.exclude(is_chosen=None).exists()


def test_what_was_shown_is_stored_and_its_draw_is_next(client, place):
    _pool(place)
    form = _form(client, factories.lead())

    response = client.post(URL, form, follow=True)

    draw = Draw.objects.get()
    assert response.redirect_chain == [(reverse("savings:draw_detail", args=[draw.pk]), 302)]
    assert "2 of 4 claims are chosen for review." in response.text
    assert Review.objects.filter(is_chosen=True, draw=draw).count() == 2


def test_a_form_that_is_sent_twice_chooses_once(client, place):
    _pool(place)
    form = _form(client, factories.lead())

    first, second = client.post(URL, form), client.post(URL, form)

    assert second.status_code == 302
    assert second.headers["Location"] == first.headers["Location"]
    assert Draw.objects.count() == 1


def test_where_the_claims_have_moved_nothing_is_stored_and_it_says_so(client, place):
    _pool(place)
    form = _form(client, factories.lead())
    sized("NEW", "30000.00", place)

    response = client.post(URL, form)

    assert response.status_code == 409
    assert "have changed since you were shown what would be chosen" in response.text
    assert f'href="{URL}"' in response.text
    assert not Draw.objects.exists()


_BAD = [
    ({"number": ""}, "Enter how many claims to draw. To draw none, enter 0."),
    ({"number": "x"}, "must be a whole number, such as 40."),
    ({"number": "-1"}, "must be 0 or more."),
    ({"number": "1.5"}, "must be a whole number"),
    ({"number": "10001"}, "Draw at most 10,000 claims at once."),
    ({"number": "9" * 5_000}, "How many claims to draw must be a whole number"),
    ({"seed": ""}, "Enter a seed: any letters or digits."),
    ({"seed": "s" * 101}, "The seed may have 100 characters at most."),
]


@pytest.mark.parametrize(("wrong", "message"), _BAD)
def test_a_bad_answer_is_told_beside_it(client, place, wrong, message):
    _pool(place)
    form = _form(client, factories.lead())

    shown, sent = client.get(URL, ASKED | wrong), client.post(URL, form | wrong)

    for response, status in ((shown, 200), (sent, 400)):
        assert response.status_code == status
        assert message in response.text
        assert "There is a problem" in response.text
        assert "Choose these" not in response.text
    assert not Draw.objects.exists()


@pytest.mark.parametrize("once", ["", "x"])
def test_a_form_without_a_key_is_carried_out_all_the_same(client, place, once):
    _pool(place)

    assert client.post(URL, _form(client, factories.lead()) | {"once": once}).status_code == 302


def test_when_no_claim_waits_the_page_says_so(client):
    text = _page(client, factories.lead(), ASKED).text

    assert "No claim waits to be chosen from" in text
    assert "Choose these" not in text


def test_thresholds_that_contradict_each_other_are_told_and_nothing_is_offered(client, place):
    _pool(place)
    Threshold.objects.create(
        name="read_none", value=2_000_000, valid_from=timezone.localdate(), source="Board"
    )
    person = factories.lead()

    text = _page(client, person, ASKED).text
    sent = client.post(URL, _form(client, person))

    assert "these thresholds contradict each other" in text
    assert "Choose these" not in text
    assert sent.status_code == 409


def test_a_long_list_is_cut_and_says_how_much_more_there_is(client, place, monkeypatch):
    monkeypatch.setattr("savings.pages.review_triage.SHOWN", 1)
    _pool(place)
    sized("SMALLER", "100.00", place)

    text = _page(client, factories.lead(), ASKED).text

    assert "And 1 more, none of them larger." in text
    assert "SMALLER" not in text


def test_earlier_draws_are_listed_newest_first(client, place):
    _pool(place)
    person = factories.lead()
    assert "None yet." in _page(client, person).text
    client.post(URL, _form(client, person))
    sized("NEW", "30000.00", place)
    client.post(URL, _form(client, person, ASKED | {"seed": "later"}))

    response = _page(client, person)

    assert [draw.seed for draw in response.context["draws"]] == ["later", "seed"]
    for draw in Draw.objects.all():
        assert reverse("savings:draw_detail", args=[draw.pk]) in response.text


def test_a_hundred_claims_cost_as_many_queries_as_one(place, django_assert_num_queries):
    person = factories.lead()
    client = Client()
    client.force_login(person)
    claim_at("submitted", place)
    client.get(URL, ASKED)
    with CaptureQueriesContext(connection) as one:
        client.get(URL, ASKED)
    for _ in range(8):
        claim_at("submitted")

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(URL, ASKED)


def test_a_lead_may_still_choose_a_claim_that_was_left(client, place):
    _pool(place)
    client.post(URL, _form(client, factories.lead()))
    left = Review.objects.filter(is_chosen=False).select_related("version__claim__place").first()

    workflow.perform(
        "triage", left.version, by=factories.lead(), is_chosen=True, because="Asked for."
    )

    left.refresh_from_db()
    assert (left.is_chosen, left.chosen_because) == (True, "Asked for.")
