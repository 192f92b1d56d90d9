"""The list of claims: filters, search, order, pages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from savings import workflow
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
    UserFactory,
    administrator,
    analyst,
    claim_at,
    draft_of,
    figures_of,
    finance_of,
    lead_of,
    officer_of,
    partner_of,
    published,
    reviewer,
)
from tests.savings.views.claim_lists import URL, found_on_list, list_page


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    assert client.get(URL).status_code == 302


def test_a_row_says_what_where_how_hard_and_how_far(client):
    place = PlaceFactory(name="Kent", code="KEN")
    claim_at("final", place, reference="KEN-0001", what_changes="One front desk")

    text = list_page(client, reviewer()).text

    for words in (
        '<a class="govuk-link" href="/claims/KEN-0001/">KEN-0001</a>',
        "One front desk",
        "£250,000 a year",
        ">Kent</a>",
        "5 Supported",
        "Final verdict",
        "Supported as a forecast",
    ):
        assert words in text


def test_who_sees_a_place_s_draft_and_its_unshared_claim(client):
    place = PlaceFactory()
    draft_of(place, what_changes="Heron one")
    claim_at("submitted", place, what_changes="Heron two")
    partner = partner_of(place, OrganisationFactory())

    seen = {
        name: list_page(client, user).text.count("Heron")
        for name, user in {
            "officer": officer_of(place),
            "finance": finance_of(place),
            "partner not named": partner,
            "officer elsewhere": officer_of(PlaceFactory()),
            "reviewer": reviewer(),
            "analyst": analyst(),
            "administrator": administrator(),
            "nobody": UserFactory(),
        }.items()
    }

    assert {name: number for name, number in seen.items() if number} == {
        "officer": 2,
        "finance": 2,
        "reviewer": 1,
    }


_FILTERS = [
    ("place=KEN", {"K-1", "K-2"}),
    ("theme=Transport", {"K-2"}),
    ("kind=capital_receipt", {"D-1"}),
    ("kind=wider_value", {"K-2"}),
    ("hardness=0", {"D-1"}),
    ("hardness=4", {"K-2"}),
    ("status=published", {"D-1"}),
    ("verdict=supported_forecast", {"K-1"}),
    ("verdict=none", {"D-1", "K-2"}),
    ("year=2010-11", {"K-1"}),
    ("year=2011-12", {"K-2"}),
    ("place=KEN&verdict=none", {"K-2"}),
    ("q=receipts", {"D-1"}),
    ("q=k-1", {"K-1"}),
    ("q=asc-01%2FA", {"K-1"}),
    ("q=DEVON", {"D-1"}),
    ("q=RIVERSIDE", {"K-2"}),
    ("q=front+kent", {"K-1", "K-2"}),
    ("q=front+devon", set()),
    ("q=25%25", set()),
    ("q=_", set()),
    ("q=%C3%A9COLE", {"K-2"}),
    ("q=%C3%A9cole.", set()),
]


def test_filters_find_what_was_asked_for_and_nothing_else(client):
    kent, devon = PlaceFactory(code="KEN", name="Kent"), PlaceFactory(code="DEV", name="Devon")
    trust = OrganisationFactory(name="Riverside École Trust")
    claim_at("final", kent, reference="K-1", own_reference="ASC-01/a")
    claim_at(
        "submitted",
        kent,
        reference="K-2",
        theme=ThemeFactory(name="Transport"),
        has_other_bodies=True,
        figures=[
            *figures_of(lead_of(kent), year=2011),
            *figures_of(trust, year=2011, kind_of_gain="wider_value"),
        ],
    )
    published(devon, reference="D-1", kind_of_gain="capital_receipt", as_published="receipts")

    for query, expected in _FILTERS:
        assert set(found_on_list(client, f"?{query}")) == expected, query


_ORDERS = [
    ("", ["A-2", "B-1", "B-3"]),
    ("sort=reference", ["A-2", "B-1", "B-3"]),
    ("sort=place", ["B-1", "B-3", "A-2"]),
    ("sort=hardness", ["B-3", "A-2", "B-1"]),
    ("sort=updated", ["B-3", "A-2", "B-1"]),
]


@pytest.mark.parametrize(("query", "expected"), _ORDERS)
def test_claims_come_in_the_order_asked_for(client, query, expected):
    first, last = PlaceFactory(name="Aston"), PlaceFactory(name="Zeal")
    published(first, reference="B-1")
    published(last, reference="A-2")
    claim_at("submitted", first, reference="B-3")

    assert found_on_list(client, f"?{query}") == expected


_BAD = [
    ("place=NOWHERE", "“NOWHERE” is not one of the places. Choose one from the list."),
    ("theme=x", "“x” is not one of the themes."),
    ("kind=x", "“x” is not one of the kinds of gain."),
    ("hardness=9", "“9” is not one of the steps of hardness."),
    ("status=x", "“x” is not one of the statuses."),
    ("verdict=x", "“x” is not one of the verdicts."),
    ("year=2010", "“2010” is not one of the financial years."),
    ("year=99999999999999999999-00", "is not one of the financial years."),
    ("sort=amount", "“amount” is not an order."),
    ("q=" + "x" * 101, "Search for 100 characters or fewer."),
]


@pytest.mark.parametrize(("query", "message"), _BAD)
def test_a_bad_filter_is_told_beside_it_and_never_ignored(client, query, message):
    published(PlaceFactory(), what_changes="Heron landing")

    response = list_page(client, reviewer(), f"?{query}")

    assert response.status_code == 200
    assert message in response.text
    assert "There is a problem" in response.text
    assert "Heron" not in response.text


def test_filters_that_are_on_are_shown_with_a_way_to_take_each_off(client):
    PlaceFactory(code="KEN", name="Kent")

    response = list_page(client, reviewer(), "?place=KEN&hardness=2&sort=place&page=1")

    applied = {item.label: (item.words, item.without) for item in response.context["form"].applied}
    assert applied == {
        "Place": ("Kent", "?hardness=2&sort=place"),
        "Hardness": ("2 Headline only", "?place=KEN&sort=place"),
    }
    assert "No claims of Kent match" in response.text


def test_when_there_are_no_claims_at_all_the_page_says_so(client):
    assert "No claims yet" in list_page(client, reviewer()).text


def test_the_same_filter_can_be_taken_away_as_csv(client):
    place = PlaceFactory(code="KEN")
    published(place)

    text = list_page(client, reviewer(), "?place=KEN&sort=place").text

    assert f"{reverse('savings:export_list')}?place=KEN" in text


def test_claims_come_twenty_five_a_page_and_keep_the_filter(client):
    place = PlaceFactory(code="KEN")
    for _ in range(26):
        published(place)

    response = list_page(client, reviewer(), "?place=KEN")

    assert len(response.context["page"]) == 25
    assert "?place=KEN&amp;page=2" in response.text
    assert len(found_on_list(client, "?place=KEN&page=2")) == 1


@pytest.mark.parametrize("asked", ["0", "-1", "999", "x", "1" * 30])
def test_a_page_that_is_none_leads_to_one_that_is(client, asked):
    published(PlaceFactory(), reference="K-1")

    assert found_on_list(client, f"?page={asked}") == ["K-1"]


def test_several_rows_cost_as_many_queries_as_one(django_assert_num_queries):
    published(PlaceFactory())
    client = Client()
    client.force_login(reviewer())
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    for _ in range(4):
        claim_at("submitted")

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(URL)


def test_a_claim_is_found_by_eye_under_its_place_s_own_reference_and_a_draft_thrown_away_says_so(
    client,
):
    place = PlaceFactory()
    officer = officer_of(place)
    draft = draft_of(place, own_reference="ASC-01")
    workflow.discard(draft, by=officer)
    withdrawn = claim_at("withdrawn", place)
    client.force_login(officer)

    text = client.get("/claims/?place=").text

    assert f"{draft.claim.reference}</a> (ASC-01)" in text
    assert text.count("Draft thrown away") == 1
    assert "Draft thrown away" not in client.get(withdrawn.claim.get_absolute_url()).text
