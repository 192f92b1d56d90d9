"""The list of places."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import PlaceFactory, UserFactory, claim_at, officer_of, published, reviewer

URL = reverse("savings:place_list")


def _page(client, user, query=""):
    client.force_login(user)
    return client.get(URL + query)


def _names(response):
    return [row.place.name for row in response.context["rows"]]


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    assert client.get(URL).status_code == 302


def test_every_place_is_listed_with_its_kind_region_and_claims(client):
    published(PlaceFactory(name="Kent", region="South East"))
    PlaceFactory(name="Devon", kind="parallel")

    response = _page(client, UserFactory())

    assert _names(response) == ["Devon", "Kent"]
    assert "South East" in response.text
    assert "Parallel place" in response.text


def test_claims_a_person_may_not_see_are_not_counted(client):
    claim_at("submitted", PlaceFactory(name="Kent"))

    hidden, shown = _page(client, officer_of(PlaceFactory(name="A"))), _page(client, reviewer())

    assert [row.total for row in hidden.context["rows"]] == [0, 0]
    assert [row.total for row in shown.context["rows"]] == [0, 1]


def test_places_are_found_by_name_in_any_capitals(client):
    for name in ("Kent", "Devon"):
        PlaceFactory(name=name)

    assert _names(_page(client, reviewer(), "?q=KEN")) == ["Kent"]


def test_no_place_fits_says_how_to_widen(client):
    response = _page(client, reviewer(), "?q=zzz")

    assert "No places match" in response.text
    assert "Show all places" in response.text


def test_a_bad_filter_is_told_and_lists_nothing(client):
    PlaceFactory(name="Kent")

    response = _page(client, reviewer(), "?kind=county")

    assert response.status_code == 200
    assert "“county” is not a kind of place." in response.text
    assert "rows" not in response.context


def test_places_are_found_by_region(client):
    for name, region in (("Kent", "South East"), ("Essex", "East of England"), ("Nowhere", "")):
        PlaceFactory(name=name, region=region)

    assert _names(_page(client, reviewer(), "?region=South+East")) == ["Kent"]
    assert _names(_page(client, reviewer(), "?region=not_stated")) == ["Nowhere"]
    assert "“South” is not a region of England." in _page(client, reviewer(), "?region=South").text


def test_places_come_in_pages(client):
    for number in range(51):
        PlaceFactory(name=f"Place {number:03}")

    assert _names(_page(client, reviewer(), "?page=2")) == ["Place 050"]


def test_several_places_cost_as_many_queries_as_one(django_assert_num_queries):
    published(PlaceFactory())
    client = Client()
    client.force_login(reviewer())
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    for _ in range(4):
        published(PlaceFactory())

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(URL)
