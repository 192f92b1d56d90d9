"""The list of reviews in the workspace is the queue: the same rows, orders and counts as `savings.review.queue`."""

import pytest

from pilots.models import Membership
from savings import workflow
from savings.models import Review, Version
from savings.models.choices import REVIEW_OPEN, Status
from savings.review import queue as review_queue
from savings.review.queue import VIEWS
from tests import factories
from tests.savings.workflow.test_actions import _undone as undone
from tests.standing import standing
from tests.workspace import list_page, row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")

LIST = "/admin/savings/review/"


def _claims():
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


standing_claims = standing(_claims)


@pytest.fixture
def claims(standing_claims):
    return standing_claims()


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


def test_choosing_a_place_keeps_the_other_filters_the_order_and_the_words_searched(client, claims):
    client.force_login(factories.reviewer())

    text = client.get(list_page(Review, queue="waiting", o="-5", q="PL")).text
    _before, of_places = text.split('class="select-filter"')

    for name, value in (("queue", "waiting"), ("o", "-5"), ("q", "PL")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in of_places


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
