"""The list of reviews in the workspace: its order, its words for what it has and what it has not, and its cost."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from savings import workflow
from savings.admin.queue import EMPTY, PARTS
from savings.models import Review
from savings.review import queue as review_queue
from savings.review.queue import ORDERS, VIEWS
from tests import factories
from tests.workspace import list_page, row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")

LIST = "/admin/savings/review/"


def test_a_column_orders_as_the_queues_own_page_does(client):
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
    columns = {"value": "-4", "age": "-5", "risk": "-6", "place": "2"}

    assert columns.keys() == set(ORDERS)
    for order, column in columns.items():
        shown = client.get(list_page(Review, queue="waiting", o=column)).context["cl"]
        listed = [review.version for review in shown.result_list]
        assert listed == list(review_queue.queue(person, "waiting", order=order)), order
        assert len(listed) > 3


def test_a_view_says_what_it_holds(client):
    client.force_login(factories.reviewer())

    assert VIEWS["waiting"].means not in client.get(LIST).text
    assert VIEWS["waiting"].means in client.get(list_page(Review, queue="waiting")).text


@pytest.mark.parametrize("view", PARTS)
def test_a_part_of_the_queue_with_nothing_in_it_says_what_comes_there(client, view):
    client.force_login(factories.lead())

    text = client.get(list_page(Review, queue=view)).text

    assert all(escape(words) in text for words in EMPTY[view])
    assert "Nothing matches" not in text


def test_without_a_part_chosen_an_empty_queue_says_when_it_fills(client):
    client.force_login(factories.reviewer())

    text = client.get(list_page(Review)).text

    assert "There are no claims for you to review" in text


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

    assert "Nothing matches your search and filters." in text
    assert '<a href="?">Clear the search and filters</a>' in text


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


def test_several_reviews_cost_what_one_costs(client):
    person = factories.reviewer()
    client.force_login(person)
    addresses = [LIST, *(list_page(Review, queue=view) for view in VIEWS)]
    _one_of_each(person)
    client.get(LIST)
    for_one = [_cost(client, address) for address in addresses]

    for _ in range(2):
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
