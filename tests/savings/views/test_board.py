"""The coverage board: how hard the numbers are, place by place."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    PlaceFactory,
    UserFactory,
    administrator,
    analyst,
    claim_at,
    draft_of,
    officer_of,
    published,
    reviewer,
)

URL = reverse("savings:board")


def _page(client, user, query=""):
    client.force_login(user)
    return client.get(URL + query)


def _counts(response):
    return {row.place.name: row.counts for row in response.context["rows"]}


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    response = client.get(URL)

    assert response.status_code == 302
    assert "/signin/" in response["Location"]


def test_each_place_has_its_claims_by_hardness(client):
    kent, croydon = PlaceFactory(name="Kent"), PlaceFactory(name="Croydon")
    published(kent)
    claim_at("submitted", croydon)
    claim_at("submitted", croydon, evidence=[], kind_of_gain="wider_value")

    response = _page(client, reviewer())

    assert _counts(response) == {"Croydon": [0, 0, 0, 1, 1, 0], "Kent": [1, 0, 0, 0, 0, 0]}
    assert [step.count for step in response.context["steps"]] == [1, 0, 0, 1, 1, 0]
    assert "1 by year, 1 evidenced" in response.text


def test_no_place_is_ranked_by_how_much_it_claims(client):
    for name in ("Alpha", "Gamma", "Beta"):
        place = PlaceFactory(name=name)
        for _ in range(len(name) % 4 + 1):
            published(place)

    assert list(_counts(_page(client, reviewer()))) == ["Alpha", "Beta", "Gamma"]


def test_an_officer_sees_their_own_place_first_even_without_claims(client):
    published(PlaceFactory(name="Alpha"))
    own = PlaceFactory(name="Zeta")

    response = _page(client, officer_of(own))

    assert list(_counts(response)) == ["Zeta", "Alpha"]
    assert "Your place" in response.text


def test_another_places_unshared_claims_are_nowhere_on_it(client):
    elsewhere = PlaceFactory(name="Elsewhere")
    claim_at("submitted", elsewhere, what_changes="Heron landing")
    draft_of(elsewhere, what_changes="Heron landing")

    response = _page(client, officer_of(PlaceFactory()))

    assert "Heron" not in response.text
    assert "Elsewhere" not in _counts(response)
    assert response.context["number"] == 0
    assert response.context["totals"].claims == 0


@pytest.mark.parametrize("maker", [reviewer, analyst, administrator])
def test_the_treasury_does_not_see_that_a_draft_exists(client, maker):
    place = PlaceFactory(name="Drafting")
    draft_of(place)

    response = _page(client, maker())

    assert _counts(response) == {}
    assert response.context["withheld"] == 0


def test_somebody_without_a_role_sees_no_claims(client):
    published(PlaceFactory())

    response = _page(client, UserFactory())

    assert response.status_code == 200
    assert response.context["number"] == 0


def test_what_is_missing_is_counted_from_the_claims(client):
    place = PlaceFactory()
    published(place)
    published(place, recurrence="recurring", kind_of_gain="capital_receipt")

    response = _page(client, reviewer())

    gaps = {gap.words: gap.count for gap in response.context["gaps"]}
    assert gaps["give no figures by year"] == 2
    assert gaps["do not say whether the saving recurs or happens once"] == 1
    assert gaps["do not say what kind of gain it is"] == 1


def test_what_a_claim_says_elsewhere_is_not_called_missing(client):
    claim_at("submitted", PlaceFactory())

    assert _page(client, reviewer()).context["gaps"] == []


def test_when_nothing_can_be_added_up_the_page_says_why(client):
    published(PlaceFactory())

    assert "Nothing can be added up yet" in _page(client, reviewer()).text


def test_a_total_says_what_it_is_of_and_what_it_leaves_out(client):
    place = PlaceFactory()
    claim_at("submitted", place)
    published(place)

    text = _page(client, reviewer()).text

    assert "Sum of claims from 1 named place. Not an estimate for any other place." in text
    assert "1 with no figures by year" in text


def test_a_withdrawn_claim_is_not_counted(client):
    claim_at("withdrawn", PlaceFactory(name="Gone"))

    assert _counts(_page(client, reviewer())) == {}


def test_the_practice_place_is_in_no_count_of_all_places(client):
    claim_at("submitted", PlaceFactory(kind="practice", name="Practice"))

    response = _page(client, reviewer())

    assert response.context["number"] == 0
    assert response.context["places"] == 0
    assert "Practice: not in any total" in response.text


def test_an_analyst_is_told_how_many_claims_are_withheld(client):
    claim_at("submitted")
    claim_at("submitted", condition="C")

    response = _page(client, analyst())

    assert response.context["withheld"] == 1
    assert response.context["number"] == 1
    assert "withheld by the place" in response.text


def test_places_are_filtered_by_kind_and_name(client):
    for kind, name in (("pilot", "Kent"), ("parallel", "Kentish Town"), ("parallel", "Devon")):
        published(PlaceFactory(kind=kind, name=name))

    response = _page(client, reviewer(), "?kind=parallel&q=kent")

    assert list(_counts(response)) == ["Kentish Town"]
    assert response.context["number"] == 1


def test_a_kind_of_place_that_is_none_is_told_beside_the_filter(client):
    response = _page(client, reviewer(), "?kind=county")

    assert response.status_code == 200
    assert "“county” is not a kind of place. Choose one from the list." in response.text


def test_a_filter_that_nothing_fits_says_how_to_widen_it(client):
    PlaceFactory(name="Kent")

    assert "No places match" in _page(client, reviewer(), "?q=zzz").text


def test_many_places_come_in_pages_and_all_at_once_if_asked(client):
    for number in range(52):
        published(PlaceFactory(name=f"Place {number:03}"))
    user = reviewer()

    first, rest = _page(client, user), _page(client, user, "?page=2")

    assert (len(_counts(first)), len(_counts(rest))) == (50, 2)
    assert len(_counts(_page(client, user, "?show=all"))) == 52
    assert "Show all 52 places on one page" in first.text


def test_several_places_cost_as_many_queries_as_one(django_assert_num_queries):
    place = PlaceFactory()
    claim_at("submitted", place)
    user, client = officer_of(place), Client()
    client.force_login(user)
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    for _ in range(4):
        claim_at("submitted", PlaceFactory(), condition="D")

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(URL)
