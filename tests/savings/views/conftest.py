"""A place, its officer at the keyboard, and a draft of theirs: what the pages of a claim are tried with.

And a round, with the day on which its pages are tried.
"""

from datetime import date

import pytest
import time_machine

from savings import workflow
from savings.models import Round
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


@pytest.fixture
def spring():
    return Round.objects.create(
        name="Spring", opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 31)
    )


@pytest.fixture
def today():
    """Return a function that lets it be a day, from then on to the end of the test."""
    travels = []

    def be(when):
        travels.append(time_machine.travel(when, tick=False))
        travels[-1].start()

    yield be
    for travel in reversed(travels):
        travel.stop()
