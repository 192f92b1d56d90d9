"""An older version of a claim: it says so, and leads to the current one."""

import pytest

from savings import workflow
from savings.models import Version
from tests.factories import PlaceFactory, claim_at, officer_of, reviewer


def _get(client, user, version, number=None):
    client.force_login(user)
    return client.get(f"/claims/{version.claim.reference}/versions/{number or version.number}/")


def test_somebody_not_signed_in_is_asked_to_sign_in(client):
    assert client.get(claim_at("submitted").get_absolute_url()).status_code == 302


def test_an_older_version_says_so_and_leads_to_the_current_one(client):
    old = claim_at("superseded")

    text = _get(client, reviewer(), old).text

    assert "This is version 1." in text
    assert f'href="/claims/{old.claim.reference}/">Go to the current version, number 2' in text
    assert "Superseded" in text


def test_the_current_version_says_nothing_of_the_kind(client):
    assert "Older version" not in _get(client, reviewer(), claim_at("submitted")).text


def test_a_draft_is_nobody_s_current_version_but_its_place_s(client):
    place = PlaceFactory()
    standing = claim_at("submitted", place)
    officer = officer_of(place)
    workflow.perform("revise", standing, by=officer, note="New lease.")

    assert "Go to the current version, number 2" in _get(client, officer, standing).text
    assert "Older version" not in _get(client, reviewer(), standing).text
    assert _get(client, reviewer(), standing, number=2).status_code == 404


def test_a_stranger_finds_neither_version(client):
    old = claim_at("superseded")
    stranger = officer_of(PlaceFactory())

    assert [_get(client, stranger, old, number=n).status_code for n in (1, 2)] == [404, 404]


def test_a_stranger_sees_the_published_words_and_not_what_the_place_made_of_them(client):
    place = PlaceFactory()
    words = claim_at("published", place)
    officer = officer_of(place)
    draft = workflow.perform("adopt", words, by=officer)
    workflow.perform("edit", draft, by=officer, content={"what_changes": "Heron landing"})

    text = _get(client, officer_of(PlaceFactory()), words).text

    assert words.as_published in text
    assert "Heron" not in text
    assert "Version 2" not in text


@pytest.mark.parametrize("number", ["0", "3", "01", "-1", "9" * 30, "one"])
def test_a_number_that_is_none_is_not_found(client, number):
    version = claim_at("submitted")

    assert _get(client, reviewer(), version, number=number).status_code == 404


def test_small_letters_lead_to_the_one_address(client):
    version = claim_at("submitted", reference="KEN-0007")
    client.force_login(reviewer())

    response = client.get("/claims/ken-0007/versions/1/")

    assert response["Location"] == version.get_absolute_url()
    assert Version.objects.count() == 1
