"""Is a reference of its own that another claim of the place has asked about on pages, once, and taken if confirmed?"""

from uuid import uuid4

import pytest

from savings.models import Claim, Version
from tests import factories

from .drafts import NEW, send

WORDS = "One desk for parking and permits"


@pytest.fixture
def place():
    return factories.PlaceFactory(code="KEN")


@pytest.fixture
def other(place):
    return factories.draft_of(place, own_reference="ASC-01", what_changes="Vans")


@pytest.fixture
def draft(place):
    return factories.draft_of(place, what_changes=WORDS)


@pytest.fixture(autouse=True)
def officer(client, place):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


def _begin(client, **boxes):
    return client.post(f"{NEW}?form={uuid4()}", {"what_changes": WORDS} | boxes)


def _ticked(*claims):
    return {f"is_another_{claim.pk}": "on" for claim in claims}


@pytest.mark.parametrize("written", ["ASC-01", "asc-01", " ASC\u201101 "])
def test_it_is_asked_about_where_a_claim_is_begun(client, other, written):
    reference = other.claim.reference

    asked = _begin(client, own_reference=written)

    assert asked.status_code == 400
    assert f"{reference} has your reference “{written.strip()}”." in asked.text
    assert f'href="/claims/{reference}/">Look at {reference}</a>' in asked.text
    assert Claim.objects.count() == 1
    assert _begin(client, own_reference=written, **_ticked(other.claim)).status_code == 302
    assert Claim.objects.count() == 2


def test_it_is_asked_about_where_a_draft_is_changed_and_not_again(client, other, draft):
    def answer(**more):
        boxes = {"what_changes": WORDS, "own_reference": "ASC-01"}
        return send(client, draft, "what-changed", **boxes, **more)

    asked = answer()
    ticked = answer(**_ticked(other.claim))

    assert asked.status_code == 400
    assert f"This is not the same saving as {other.claim.reference}" in asked.text
    assert ticked.status_code == 302
    assert Version.objects.get(pk=draft.pk).own_reference == "ASC-01"
    assert answer().status_code == 302


def test_of_one_claim_it_is_asked_once_and_of_two_of_each(client, place, other):
    same = factories.draft_of(place, what_changes=WORDS)

    of_one = _begin(client, what_changes="Vans", own_reference="ASC-01")
    of_two = _begin(client, own_reference="ASC-01")
    half = _begin(client, own_reference="ASC-01", **_ticked(same.claim))

    assert of_one.text.count('<label class="govuk-label govuk-checkboxes__label"') == 1
    assert of_two.text.count('<label class="govuk-label govuk-checkboxes__label"') == 2
    assert half.status_code == 400
    assert "says what changed in the same words" not in half.text
    both = _ticked(same.claim, other.claim)
    assert _begin(client, own_reference="ASC-01", **both).status_code == 302


def test_no_reference_and_those_of_other_places_and_of_ended_claims_are_not_asked_about(
    client, place
):
    factories.draft_of(place, what_changes="Vans")
    factories.draft_of(factories.PlaceFactory(), own_reference="ASC-01")
    factories.claim_at("withdrawn", place, own_reference="ASC-01")

    assert _begin(client).status_code == 302
    assert _begin(client, what_changes="Cars", own_reference="ASC-01").status_code == 302
