"""The page on which somebody says whether money in two claims is the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pilots.models import Membership
from savings.models import OverlapMark
from tests import factories
from tests.factories import claim_at, figures_of, lead_of, mark

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def pair():
    place = factories.PlaceFactory()
    theirs = {"figures": figures_of(lead_of(place), "250001.00"), "has_other_bodies": True}
    return claim_at("submitted", place), claim_at("submitted", **theirs)


def _address(one, other):
    return f"/review/{one.claim.reference}/overlaps/{other.claim.reference}/"


def _send(client, address, **sent):
    seen = client.get(address).context["seen"]
    return client.post(address, {"seen": seen} | sent)


def test_it_shows_both_sides_and_stores_the_answer(client, pair):
    client.force_login(factories.reviewer())
    address = _address(*pair)

    text = client.get(address).text
    assert "£250,000 in 2010-11 here, £250,001 in 2010-11 there" in text
    assert "alike only as a sum of several years is named here, and not taken off" in text
    assert "anybody in either place who may see both claims" in text
    response = _send(client, address, answer="same", because="One tender for both.")

    assert response.headers["Location"] == f"/review/{pair[0].claim.reference}/"
    assert OverlapMark.objects.get().because == "One tender for both."
    for version in pair:
        page = client.get(f"/review/{version.claim.reference}/").text
        assert "One tender for both." in page
    assert (
        "£250,001 in 2010-11 here, £250,000 in 2010-11 there"
        in client.get(_address(*pair[::-1])).text
    )


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"because": "So."}, "Say whether it is the same money."),
        ({"answer": "same", "because": " "}, "Say why."),
        ({"answer": "perhaps", "because": "So."}, "Choose yes, unclear or no."),
    ],
)
def test_what_is_missing_is_said(client, pair, sent, words):
    client.force_login(factories.lead())

    response = _send(client, _address(*pair), **sent)

    assert response.status_code == 400
    assert words in response.text
    assert not OverlapMark.objects.exists()


def test_who_has_not_read_the_last_answer_is_shown_it(client, pair):
    client.force_login(factories.lead())
    address = _address(*pair)
    seen = client.get(address).context["seen"]
    mark(*pair, "separate")

    sent = {"seen": seen, "answer": "same", "because": "One tender for both."}
    response = client.post(address, sent)

    assert response.status_code == 409
    assert "Both ledgers show it: separate." in response.text
    assert "One tender for both." in response.text
    assert OverlapMark.objects.count() == 1


def test_an_answer_to_other_amounts_is_shown_as_one_that_stands_no_more(client, pair):
    mark(*pair, "separate")
    figures = figures_of(lead_of(pair[0].claim.place), "250000.50")
    later = factories.submitted_again(pair[0], figures=figures)
    client.force_login(factories.lead())

    text = client.get(_address(later, pair[1])).text

    assert "Said before. It no longer applies." in text


@pytest.mark.parametrize(
    "who", ["officer", "officer elsewhere", "partner", "analyst", "administrator", "tied reviewer"]
)
def test_it_is_not_there_for_anybody_else(client, pair, who):
    place = pair[0].claim.place
    people = {
        "officer": lambda: factories.officer_of(place),
        "officer elsewhere": lambda: factories.officer_of(factories.PlaceFactory()),
        "partner": lambda: factories.partner_of(place, lead_of(place)),
        "analyst": factories.analyst,
        "administrator": factories.administrator,
        "tied reviewer": factories.reviewer,
    }
    person = people[who]()
    if who == "tied reviewer":
        Membership.objects.create(user=person, place=pair[1].claim.place, role="interest")
    client.force_login(person)

    assert client.get(_address(*pair)).status_code == 404
    assert client.get(_address(*pair[::-1])).status_code == 404


def test_two_claims_with_nothing_alike_have_no_such_page(client, pair):
    other = claim_at("submitted")
    client.force_login(factories.lead())

    assert client.get(_address(pair[0], other)).status_code == 404


def test_only_who_may_answer_is_led_there(client, pair):
    one, other = pair
    tied = factories.reviewer()
    Membership.objects.create(user=tied, place=other.claim.place, role="interest")
    shown = {}
    for name, person in {
        "reviewer": factories.reviewer(),
        "officer": factories.officer_of(one.claim.place),
        "tied": tied,
    }.items():
        client.force_login(person)
        shown[name] = _address(one, other) in client.get(one.claim.get_absolute_url()).text

    assert shown == {"reviewer": True, "officer": False, "tied": False}


def test_nobody_is_led_there_from_a_version_that_stands_no_more(client, pair):
    later = factories.submitted_again(pair[0])
    client.force_login(factories.reviewer())

    older = reverse("savings:version_detail", args=[pair[0].claim.reference, pair[0].number])
    assert _address(*pair) not in client.get(older).text
    assert _address(later, pair[1]) in client.get(later.claim.get_absolute_url()).text


def test_several_years_cost_as_many_queries_as_one(client, django_assert_num_queries):
    place = factories.PlaceFactory()
    one_year, three_years = (
        _address(*(_of_actuals(place, years) for _ in range(2)))
        for years in ((2010,), (2011, 2012, 2013))
    )
    client.force_login(factories.reviewer())
    client.get(one_year)  # What is the same for every page is read once.
    with CaptureQueriesContext(connection) as one:
        client.get(one_year)

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(three_years)


def _of_actuals(place, years):
    rows = [figures_of(lead_of(place), f"{year}", year=year, state="actual") for year in years]
    evidence = [(factories.ledger(), "1")]
    return claim_at("submitted", place, figures=[f for row in rows for f in row], evidence=evidence)


def test_a_place_reads_the_answer_where_it_may_see_both_and_nothing_of_it_where_not(client):
    place = factories.PlaceFactory()
    one, two = claim_at("submitted", place), claim_at("submitted", place)
    hidden = claim_at("submitted", figures=figures_of(lead_of(place)), has_other_bodies=True)
    mark(one, two, "unclear")
    mark(one, hidden)
    client.force_login(factories.officer_of(place))

    text = client.get(one.claim.get_absolute_url()).text

    assert "Both ledgers show it: unclear." in text
    assert "Both ledgers show it: same." not in text
    assert hidden.claim.reference not in text
    assert "Said whether it is the same money" not in text


def test_an_answer_is_in_the_history_of_both_for_who_reviews(client, pair):
    mark(*pair)
    client.force_login(factories.reviewer())

    for version in pair:
        text = client.get(version.claim.get_absolute_url()).text
        assert "Said whether it is the same money as another claim" in text


def test_a_claim_with_money_like_another_is_a_sign_until_it_is_separate(client, pair):
    client.force_login(factories.lead())
    reading, words = f"/review/{pair[0].claim.reference}/", "Another claim states an amount"

    assert words in client.get(reading).text
    assert words in client.get("/review/?view=waiting").text
    mark(*pair, "unclear")
    assert words in client.get(reading).text
    mark(*pair, "separate")
    assert words not in client.get(reading).text
