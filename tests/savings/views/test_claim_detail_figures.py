"""The figures on the page of a claim: its grid, its shares, its plan beside what came of it."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    claim_at,
    draft_of,
    figure,
    figures_of,
    lead_of,
    officer_of,
    published,
    reviewer,
)


def _page(client, user, version):
    client.force_login(user)
    return client.get(version.claim.get_absolute_url())


def test_figures_stand_in_a_grid_with_the_net(client):
    place = PlaceFactory()
    figures = [*figures_of(lead_of(place)), *figures_of(lead_of(place), "0.00", year=2011)]
    version = claim_at("submitted", place, figures=figures)

    text = _page(client, reviewer(), version).text

    assert "Cashable, forecast" in text
    assert ">£230,000<" in text
    assert ">£0<" in text
    assert "Net saving is the saving less the one-off cost" in text


def test_each_organisation_s_share_and_the_notes_on_figures_are_shown(client):
    place, trust = PlaceFactory(), OrganisationFactory(name="Riverside Trust")
    figures = [*figures_of(lead_of(place)), figure(trust, note="From April.")]
    version = claim_at("submitted", place, figures=figures, has_other_bodies=True)

    text = _page(client, reviewer(), version).text

    assert "Riverside Trust, cashable" in text
    assert "Riverside Trust: From April." in text


def _with_a_plan(place, **draft):
    body = lead_of(place)
    figures = [
        *(figure(body, "200000.00", year=year, state="plan") for year in (2010, 2011)),
        figure(body, "0.00", year=2010, note="The lease ran on."),
        *figures_of(body, year=2010)[1:],
        *figures_of(body, "150000.00", year=2011, note="Half the teams have moved."),
    ]
    return claim_at("submitted", place, figures=figures, **draft)


def test_a_plan_stands_beside_what_came_of_it_with_the_reasons(client):
    version = _with_a_plan(PlaceFactory(), stage="agreed")

    response = _page(client, reviewer(), version)

    assert "Stage: <strong>Agreed</strong>. The partners agree in principle" in response.text
    assert "Cashable: <strong>Late by 12 months</strong>" in response.text
    assert "<strong>£250,000</strong>, of £400,000 planned" in response.text
    section = response.text.partition('id="delivery"')[2].partition("</section>")[0]
    for words in ("2010-11", "2011-12", "−£200,000", "The lease ran on.", "Half the teams"):
        assert words in section
    assert "false" not in section.lower()


def test_several_organisations_each_have_their_sum(client):
    place, trust = PlaceFactory(), OrganisationFactory(name="Riverside Trust")
    figures = [
        f
        for body in (lead_of(place), trust)
        for f in (figure(body, "100.00", state="plan"), *figures_of(body, "100.00"))
    ]
    version = claim_at("submitted", place, figures=figures, has_other_bodies=True)

    text = _page(client, reviewer(), version).text

    assert "All years compared" in text
    assert "£200" in text.partition("All years compared")[2].partition("</tr>")[0]


def test_a_claim_without_a_plan_says_so_and_is_not_called_late(client):
    text = _page(client, reviewer(), claim_at("submitted")).text

    assert "Cashable: no plan is stated, so nothing can be said" in text
    assert "Years compared" not in text


def test_a_shortfall_whose_reason_is_not_given_yet_says_so(client):
    place = PlaceFactory()
    figures = [figure(lead_of(place), "9.00", state="plan"), *figures_of(lead_of(place), "5.00")]

    text = _page(client, officer_of(place), draft_of(place, figures=figures)).text

    assert "No reason given" in text


def test_published_words_have_no_plan_to_speak_of(client):
    assert 'id="delivery"' not in _page(client, reviewer(), published(PlaceFactory())).text


def test_many_figures_cost_as_many_queries_as_few(django_assert_num_queries):
    place, client = PlaceFactory(), Client()
    few = claim_at("submitted", place)
    body = lead_of(place)
    many = claim_at(
        "submitted",
        place,
        figures=[
            f
            for y in range(2009, 2020)
            for f in (*figures_of(body, year=y), figure(body, year=y, state="plan"))
        ],
    )
    addresses = [version.claim.get_absolute_url() for version in (few, many)]
    client.force_login(reviewer())
    client.get(addresses[0])
    with CaptureQueriesContext(connection) as one:
        client.get(addresses[0])

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(addresses[1])
