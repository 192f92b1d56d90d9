"""Of which places are claims looked through, how is a place named in an address, and what leads to all of them?"""

import pytest
from django.urls import reverse

from pilots.models import Membership
from tests.factories import PlaceFactory, claim_at, lead, officer_of, reviewer

LIST = reverse("savings:claim_list")


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.fixture
def surrey():
    return PlaceFactory(code="SUR", name="Surrey")


@pytest.fixture
def of_both(kent, surrey):
    user = officer_of(kent)
    Membership.objects.create(user=user, place=surrey, role="finance")
    return user


def _text(client, user, query=""):
    client.force_login(user)
    return client.get(f"{LIST}{query}").text


SAID = [
    ("", "These are the claims of your places."),
    ("?place=mine", "These are the claims of your places."),
    ("?place=KEN", "These are the claims of Kent."),
    ("?place=SUR&q=heron", "These are the claims of Surrey."),
]


@pytest.mark.parametrize(("query", "words"), SAID)
def test_an_officer_of_two_places_reads_which_of_them_are_looked_through(
    client, of_both, query, words
):
    assert words in _text(client, of_both, query)


NONE = [
    ("?place=mine&q=heron", "No claims of your places match", "?q=heron&amp;place="),
    ("?place=SUR&q=heron", "No claims of Surrey match", "?q=heron&amp;place="),
]


@pytest.mark.parametrize(("query", "heading", "everywhere"), NONE)
def test_where_nothing_is_found_the_same_is_asked_of_all_places(
    client, of_both, query, heading, everywhere
):
    text = _text(client, of_both, query)

    assert heading in text
    assert f'href="{everywhere}">Look in all places' in text


@pytest.mark.usefixtures("kent")
def test_somebody_of_the_treasury_keeps_their_words_in_all_places_too(client):
    text = _text(client, reviewer(), "?q=heron&place=KEN")

    assert "No claims of Kent match" in text
    assert 'href="?q=heron">Look in all places' in text


@pytest.mark.parametrize("code", ["ken", "Ken", "KEN"])
def test_a_place_is_taken_in_any_capitals_and_marked_in_the_list(client, kent, surrey, code):
    for place, words in [(kent, "Heron"), (surrey, "Gull")]:
        claim_at("submitted", place, what_changes=words)

    text = _text(client, reviewer(), f"?place={code}")

    assert "Heron" in text
    assert "Gull" not in text
    assert '<option value="KEN" selected>' in text
    assert "There is a problem" not in text


@pytest.mark.usefixtures("no_second_factor")
def test_the_queue_and_the_files_take_a_place_in_lower_case_too(client, kent):
    claim_at("submitted", kent, reference="KEN-1")
    client.force_login(lead())

    queue = client.get(f"{reverse('savings:review_queue')}?place=ken")
    file = client.get(f"{reverse('savings:claims_csv')}?purpose=review&place=ken")

    assert "is not one of the places" not in queue.text
    assert "KEN-1" in queue.text
    assert "KEN-1" in b"".join(file).decode()
