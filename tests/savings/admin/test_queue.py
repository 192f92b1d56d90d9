"""The list of reviews in the workspace is the queue: the same rows, orders and counts as `savings.review.queue`."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from pilots.models import Membership
from savings import workflow
from savings.admin.queue import EMPTY, PARTS
from savings.models import Review, Version
from savings.models.choices import REVIEW_OPEN, Status
from savings.review import queue as review_queue
from savings.review.queue import ORDERS, VIEWS
from tests import factories
from tests.savings.workflow.test_actions import _undone as undone
from tests.workspace import list_page, row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")

LIST = "/admin/savings/review/"


@pytest.fixture
def claims():
    """One claim at each status, and one of each kind that a view tells from the others."""
    made = {status: factories.claim_at(status) for status in Status.values}
    made["answered"] = factories.claim_at("question")
    officer = factories.officer_of(made["answered"].claim.place)
    workflow.perform("answer", made["answered"], by=officer, text="It is.")
    made["chosen"] = _sized("submitted", "700000.00")
    lead = factories.lead()
    workflow.perform("triage", made["chosen"], by=lead, is_chosen=True, because="It is large.")
    made["twice"] = _sized("in_review", "1500000.00")
    reading = factories.reading(made["twice"], "not_supported", ["BASELINE"])
    workflow.perform("decide", made["twice"], by=made["twice"].review.reviewer, **reading)
    return made


def _sized(status, amount):
    place = factories.PlaceFactory()
    figures = factories.figures_of(factories.lead_of(place), amount)
    evidence = [(factories.link(), "1"), (factories.ledger(), "2")]
    return factories.claim_at(
        status, place, figures=figures, evidence=evidence, service_evidence="Counted."
    )


def _the_reviewer(claims):
    """Somebody who has one claim at each status that can be had."""
    person, lead = factories.reviewer(), factories.lead()
    for status in ("submitted", "in_review", "question"):
        workflow.perform("hand_over", claims[status], by=lead, to=person)
    workflow.perform("hand_over", claims["answered"], by=lead, to=person)
    return person


def _tied(person, *versions):
    for version in versions:
        Membership.objects.create(user=person, place=version.claim.place, role="interest")
    return person


PEOPLE = {
    "reviewer": lambda claims: factories.reviewer(),
    "the reviewer": _the_reviewer,
    "tied reviewer": lambda claims: _tied(factories.reviewer(), *claims.values()),
    "lead": lambda claims: factories.lead(),
    "tied lead": lambda claims: _tied(factories.lead(), claims["submitted"], claims["twice"]),
}


def _rows(client, **query):
    shown = client.get(list_page(Review, **query))
    assert shown.status_code == 200
    return [review.version for review in shown.context["cl"].result_list]


def test_each_view_lists_what_the_queue_lists_in_its_order(client, claims):
    for who, person_of in PEOPLE.items():
        with undone():
            person = person_of(claims)
            client.force_login(person)
            everything = set()

            for view in VIEWS:
                expected = list(review_queue.queue(person, view))
                assert _rows(client, queue=view) == expected, (who, view)
                everything |= set(expected)
            assert set(_rows(client)) == everything, who


def test_some_view_lists_each_claim_that_is_open(client, claims):
    person = _the_reviewer(claims)
    is_open = Version.objects.filter(status__in=REVIEW_OPEN)

    listed = {version for view in VIEWS for version in review_queue.queue(person, view)}

    assert listed == set(is_open)


def test_what_is_over_is_found_too(client, claims):
    client.force_login(factories.reviewer())

    listed = {version.status for version in _rows(client, queue="closed")}

    assert listed == {"final", "withdrawn", "superseded"}


@pytest.mark.parametrize("order", ORDERS)
def test_a_column_orders_as_the_queues_own_page_does(client, order):
    for days, name, amount in (
        (3, "C", "9.00"),
        (9, "A", "7.00"),
        (1, "B", "8.00"),
        (5, "D", "8.00"),
    ):
        with time_machine.travel(timezone.now() - timedelta(days=days)):
            place = factories.PlaceFactory(name=name)
            figures = factories.figures_of(factories.lead_of(place), amount)
            kind = "estimate" if days < 5 else "budget"
            factories.claim_at("submitted", place, figures=figures, baseline_kind=kind)
    person = factories.reviewer()
    client.force_login(person)
    column = {"value": "-4", "age": "-5", "risk": "-6", "place": "2"}[order]

    listed = _rows(client, queue="waiting", o=column)

    assert listed == list(review_queue.queue(person, "waiting", order=order))
    assert len(listed) > 3


def test_each_view_says_how_many_it_has(client, claims, monkeypatch):
    person = factories.reviewer()
    client.force_login(person)

    counts = review_queue.counts(person)
    text = client.get(LIST).text
    monkeypatch.setattr(review_queue, "COUNTED_TO", 0)
    capped = client.get(LIST).text

    for name, number in counts.items():
        assert f"{VIEWS[name].label} ({number})" in text
    assert "Being read (more than" in capped


def test_a_view_says_what_it_holds(client):
    client.force_login(factories.reviewer())

    assert VIEWS["waiting"].means not in client.get(LIST).text
    assert VIEWS["waiting"].means in client.get(list_page(Review, queue="waiting")).text


def test_the_list_is_filtered_by_place_and_by_choice(client, claims):
    client.force_login(factories.lead())
    place = claims["chosen"].claim.place

    assert _rows(client, place=place.code) == [claims["chosen"]]
    assert _rows(client, chosen="yes") == [claims["chosen"]]
    assert claims["chosen"] not in _rows(client, chosen="open")
    assert _rows(client, chosen="no") == []


def test_a_place_to_which_one_is_tied_has_nothing_in_the_list(client, claims):
    version = claims["submitted"]
    client.force_login(_tied(factories.reviewer(), version))

    assert _rows(client, place=version.claim.place.code) == []
    assert _rows(client, place=version.claim.place.code, queue="waiting") == []


@pytest.mark.parametrize("view", PARTS)
def test_a_part_of_the_queue_with_nothing_in_it_says_what_comes_there(client, view):
    client.force_login(factories.lead())

    text = client.get(list_page(Review, queue=view)).text

    assert all(escape(words) in text for words in EMPTY[view])
    assert "Nothing is found" not in text


def test_without_a_part_chosen_an_empty_queue_says_when_it_fills(client):
    client.force_login(factories.reviewer())

    text = client.get(list_page(Review)).text

    assert "No claim is under review that you may open" in text


@pytest.mark.parametrize("beside", [{"place": ""}, {"q": ""}, {"o": "1"}], ids=str)
def test_an_empty_box_or_an_order_takes_no_part_of_the_queue_its_words(client, beside):
    client.force_login(factories.lead())

    text = client.get(list_page(Review, queue="chosen", **beside)).text

    assert escape(EMPTY["chosen"][0]) in text


@pytest.mark.parametrize(
    "asked", [{"queue": "waiting", "q": "nonsense"}, {"place": "KEN"}, {"chosen": "yes"}]
)
def test_nothing_found_in_the_queue_leads_back_to_all_of_it(client, asked):
    factories.PlaceFactory(code="KEN")
    factories.claim_at("submitted")
    client.force_login(factories.reviewer())

    text = client.get(list_page(Review, **asked)).text

    assert "Nothing is found for what was searched for and chosen." in text
    assert '<a href="?">Clear the search and all that was chosen</a>' in text


def test_choosing_a_place_keeps_the_other_filters_the_order_and_the_words_searched(client, claims):
    client.force_login(factories.reviewer())

    text = client.get(list_page(Review, queue="waiting", o="-5", q="PL")).text
    _before, of_places = text.split('class="select-filter"')

    for name, value in (("queue", "waiting"), ("o", "-5"), ("q", "PL")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in of_places


def test_the_box_of_places_stands_at_the_one_that_was_chosen(client):
    factories.PlaceFactory(code="KEN", name="Kent <and> sea")
    client.force_login(factories.reviewer())

    every, kent = (
        client.get(list_page(Review)).text,
        client.get(list_page(Review, place="KEN")).text,
    )

    assert '<option value="" selected>All places</option>' in every
    assert '<option value="KEN" selected>Kent &lt;and&gt; sea</option>' in kent
    assert '<option value="">All places</option>' in kent


@pytest.mark.parametrize(
    "query", [{"queue": "nonsense"}, {"place": "NOWHERE"}, {"chosen": "1' OR 1=1"}], ids=str
)
def test_a_filter_typed_by_hand_does_no_harm(client, claims, query):
    client.force_login(factories.reviewer())

    assert client.get(list_page(Review, **query)).status_code == 200


def test_a_review_of_a_place_to_which_one_is_tied_does_not_exist(client, claims):
    version = claims["in_review"]
    client.force_login(_tied(factories.reviewer(), version))

    assert version not in _rows(client)
    assert client.get(row_page(version.review)).status_code == 404


def test_the_list_says_who_owes_what_and_how_many_signs_of_risk_there_are(client):
    version = factories.claim_at("submitted", has_other_bodies=False, baseline_kind="estimate")
    client.force_login(factories.reviewer())

    text = client.get(LIST).text

    for words in (
        "Waits for a reviewer to take it.",
        "£250,000",
        "One front desk",
        f'<td class="field-number_of_signs">{version.risk}</td>',
    ):
        assert words in text


def test_the_page_of_a_review_has_its_signs_of_risk_in_words(client):
    version = factories.claim_at("submitted", baseline_kind="estimate")
    client.force_login(factories.reviewer())

    page = client.get(row_page(version.review)).text

    assert f'{version.risk}<ul class="signs">' in page
    assert "<li>What it is compared with is an estimate, or other places.</li>" in page


def test_ten_reviews_cost_what_one_costs(client):
    person = factories.reviewer()
    client.force_login(person)
    addresses = [LIST, *(list_page(Review, queue=view) for view in VIEWS)]
    _one_of_each(person)
    client.get(LIST)
    for_one = [_cost(client, address) for address in addresses]

    for _ in range(9):
        _one_of_each(person)

    assert [_cost(client, address) for address in addresses] == for_one


def _one_of_each(person):
    version = factories.claim_at("question")
    workflow.perform("hand_over", version, by=factories.lead(), to=person)
    for status in ("submitted", "in_review", "provisional"):
        factories.claim_at(status)


def _cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
