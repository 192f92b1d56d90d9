"""A place, its officer at the keyboard, and a draft of theirs: what the pages of a claim are tried with."""

import pytest

from savings import workflow
from tests import factories


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL", name="Plainville")


@pytest.fixture
def officer(place, client):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


@pytest.fixture
def draft(place, officer):
    content = {"what_changes": "One front desk", "kind_of_gain": "cashable"}
    return workflow.create_claim(place, by=officer, reference="PL-0001", content=content)
