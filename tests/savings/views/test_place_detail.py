"""One place: what is published of it, its claims and its burdens."""

from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pilots.models import Burden
from tests.factories import (
    PlaceFactory,
    UserFactory,
    analyst,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead_of,
    officer_of,
    published,
    reviewer,
)


def _page(client, user, place):
    client.force_login(user)
    return client.get(place.get_absolute_url())


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    assert client.get(PlaceFactory().get_absolute_url()).status_code == 302


def test_small_letters_lead_to_the_one_address(client):
    place = PlaceFactory(code="KEN")
    client.force_login(UserFactory())

    response = client.get("/places/ken/?from=letter")

    assert response.status_code == 302
    assert response["Location"] == f"{place.get_absolute_url()}?from=letter"


def test_a_place_that_is_none_is_not_found(client):
    client.force_login(UserFactory())

    assert client.get("/places/NOWHERE/").status_code == 404
    assert client.get("/places/K%20N/").status_code == 404


def test_what_is_published_is_shown_in_its_own_words_with_sources_as_links(client):
    place = PlaceFactory(
        councils="Kent County Council",
        mapped_spend_as_published="£8.3bn",
        source_urls="https://news.example/a javascript:alert(1)",
    )

    response = _page(client, UserFactory(), place)

    assert "£8.3bn" in response.text
    assert '<a class="govuk-link" href="https://news.example/a"' in response.text
    assert 'href="javascript' not in response.text


def test_what_nobody_said_is_shown_as_not_stated(client):
    response = _page(client, UserFactory(), PlaceFactory())

    assert "Not stated" in response.text
    assert "No source is recorded" in response.text
    assert "No claims that you may see" in response.text
    assert "Nothing is recorded" in response.text


def test_burdens_are_shown_in_the_published_words(client):
    place = PlaceFactory()
    Burden.objects.create(
        place=place,
        place_or_body=place.name,
        what="Responding to inspections",
        count="83",
        count_unit="inspections a year",
        staff_fte=Decimal(90),
        cost_as_published="£3.6m annual",
        source_title="A newspaper",
        source_url="https://news.example/b",
    )

    text = _page(client, UserFactory(), place).text

    for words in ("83 inspections a year", "90 full-time staff", "£3.6m annual", "A newspaper"):
        assert words in text


def test_its_own_officer_sees_its_drafts_and_others_do_not(client):
    place = PlaceFactory()
    draft_of(place, what_changes="Heron landing")

    assert "Heron landing" in _page(client, officer_of(place), place).text
    for stranger in (officer_of(PlaceFactory()), reviewer(), analyst(), UserFactory()):
        assert "Heron" not in _page(client, stranger, place).text


def test_an_analyst_is_told_how_many_claims_the_place_withholds(client):
    place = PlaceFactory()
    claim_at("submitted", place, what_changes="Heron landing")

    response = _page(client, analyst(), place)

    assert response.context["withheld"] == 1
    assert "Heron" not in response.text


def _with_a_plan(place, **draft):
    body = lead_of(place)
    figures = [
        *(figure(body, "200000.00", year=year, state="plan") for year in (2010, 2011)),
        figure(body, "0.00", year=2010, note="The lease ran on."),
        *figures_of(body, year=2010)[1:],
        *figures_of(body, "200000.00", year=2011),
    ]
    return claim_at("submitted", place, figures=figures, **draft)


def test_the_plans_of_its_claims_stand_beside_what_is_expected(client):
    place = PlaceFactory()
    version = _with_a_plan(place)
    claim_at("submitted", place)

    text = _page(client, reviewer(), place).text

    section = text.partition('id="at-risk"')[2].partition("</section>")[0]
    for words in (
        version.claim.reference,
        "2010-11 to 2011-12",
        "£400,000",
        "Late by 12 months",
        "Recurrent in 2010-11, 1 claim",
        "Recurrent in 2011-12, 1 claim",
        "Not yet reviewed.",
        f"Claims of {place} only. Not an estimate for any other place.",
        "1 claim with no plan stated",
    ):
        assert words in section
    assert "In all" not in section


def test_who_sees_none_of_its_claims_sees_no_plans_and_no_counts(client):
    place = PlaceFactory()
    _with_a_plan(place)

    for stranger in (officer_of(PlaceFactory()), analyst(), UserFactory()):
        assert "Plan, and forecast or actual" not in _page(client, stranger, place).text


def test_a_place_without_a_plan_says_that_nothing_can_be_called_late(client):
    place = PlaceFactory()
    published(place)

    text = _page(client, reviewer(), place).text

    assert "nothing can be called late or at risk" in text
    assert "1 claim with no savings by year" in text


def test_several_plans_cost_as_many_queries_as_one(django_assert_num_queries):
    place, client = PlaceFactory(), Client()
    _with_a_plan(place)
    client.force_login(reviewer())
    client.get(place.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(place.get_absolute_url())
    for _ in range(4):
        _with_a_plan(place)

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(place.get_absolute_url())


def test_the_practice_place_carries_its_banner(client):
    practice, real = PlaceFactory(kind="practice"), PlaceFactory()

    assert "Everything here is for practice" in _page(client, reviewer(), practice).text
    assert "Everything here is for practice" not in _page(client, reviewer(), real).text


def test_many_claims_are_cut_short_with_a_way_to_the_rest(client):
    place = PlaceFactory(code="KEN")
    for _ in range(26):
        published(place)

    response = _page(client, reviewer(), place)

    assert len(response.context["claims"]) == 25
    assert '<a class="govuk-link" href="/claims/?place=KEN">All 26 claims' in response.text


def test_several_claims_cost_as_many_queries_as_one(django_assert_num_queries):
    place, client = PlaceFactory(), Client()
    published(place)
    client.force_login(reviewer())
    client.get(place.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(place.get_absolute_url())
    for _ in range(4):
        published(place)

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(place.get_absolute_url())
