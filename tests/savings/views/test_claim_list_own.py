"""The list of claims opens on the place of whoever has one, and leads from there to all."""

import pytest
from django.urls import reverse

from pilots.models import Membership
from tests.factories import (
    PlaceFactory,
    claim_at,
    lead_of,
    officer_of,
    partner_of,
    reviewer,
)
from tests.savings.views.claim_lists import list_page

_ON_MINE = [
    ("", {"KEN-1", "KEN-2"}),
    ("?page=1", {"KEN-1", "KEN-2"}),
    ("?sort=place", {"KEN-1", "KEN-2"}),
    ("?place=", {"KEN-1", "KEN-2", "DEV-1", "SUR-1"}),
    ("?place=DEV", {"DEV-1"}),
    ("?place=KEN&q=heron", {"KEN-1"}),
    ("?q=heron", {"KEN-1", "DEV-1"}),
    ("?q=heron&place=", {"KEN-1", "DEV-1"}),
    ("?status=submitted", {"KEN-1", "KEN-2", "DEV-1", "SUR-1"}),
]
_FOR_ALL = [
    ("?place=mine", {"KEN-1", "KEN-2", "SUR-1"}),
    ("?place=mine&q=heron", {"KEN-1"}),
    ("?place=SUR", {"SUR-1"}),
]


@pytest.fixture
def open_claims():
    """Of three places, each with claims that are open to everybody."""
    places = {code: PlaceFactory(code=code, name=code.title()) for code in ("KEN", "DEV", "SUR")}
    for reference, words in (
        ("KEN-1", "Heron"),
        ("KEN-2", "Gull"),
        ("DEV-1", "Heron"),
        ("SUR-1", "Gull"),
    ):
        place = places[reference[:3]]
        claim_at("submitted", place, reference=reference, what_changes=words, condition="D")
    return places


def _seen(client, user, query):
    page = list_page(client, user, query).context["page"]
    return {version.claim.reference for version in page}


def test_it_opens_on_the_place_of_whoever_has_one_and_an_address_that_asks_is_exact(
    client, open_claims
):
    kent = open_claims["KEN"]
    for user in (officer_of(kent), partner_of(kent, lead_of(kent))):
        for query, expected in _ON_MINE:
            assert _seen(client, user, query) == expected, query
    assert _seen(client, reviewer(), "") == {"KEN-1", "KEN-2", "DEV-1", "SUR-1"}


def test_it_says_that_it_is_of_your_place_and_leads_to_all_and_to_the_same_file(
    client, open_claims
):
    officer = officer_of(open_claims["KEN"])

    opened = list_page(client, officer)
    asked = list_page(client, officer, "?q=heron&place=KEN&page=1")
    all_places = list_page(client, officer, "?place=")

    assert "These are the claims of your place." in opened.text
    assert 'href="?place=">Look through the claims of all places' in opened.text
    assert 'href="?q=heron&amp;place=">Look through the claims of all places' in asked.text
    assert f'href="{reverse("savings:export_list")}?place=KEN"' in opened.text
    [applied] = opened.context["form"].applied
    assert (applied.words, applied.without) == ("Ken", "?place=")
    assert "claims of your place" not in all_places.text


def test_with_several_places_it_opens_on_all_of_them_and_the_file_takes_the_same(
    client, open_claims
):
    user = officer_of(open_claims["KEN"])
    Membership.objects.create(user=user, place=open_claims["SUR"], role="finance")

    opened = list_page(client, user)
    address = f"{reverse('savings:claims_csv')}?purpose=service_redesign"
    rows = {each: _lines(client, f"{address}{each}") for each in ("&place=mine", "&place=SUR", "")}

    assert "These are the claims of your places." in opened.text
    assert f'href="{reverse("savings:export_list")}?place=mine"' in opened.text
    assert client.get(f"{reverse('savings:export_list')}?place=mine").status_code == 200
    for query, expected in [("", {"KEN-1", "KEN-2", "SUR-1"}), *_FOR_ALL]:
        assert _seen(client, user, query) == expected, query
    assert rows == {"&place=mine": 3, "&place=SUR": 1, "": 4}
    refused = list_page(client, officer_of(open_claims["DEV"]), "?place=mine")
    assert "“mine” is not one of the places." in refused.text


def _lines(client, address):
    """How many rows the file has below its titles."""
    return b"".join(client.get(address)).decode().count("\r\n") - 1


def test_a_place_without_claims_is_told_so_and_led_to_all(client, open_claims):
    text = list_page(client, officer_of(PlaceFactory())).text

    assert "Your place has no claim that you may see." in text
    assert '<a class="govuk-link" href="?place=">Show all claims</a>' in text
