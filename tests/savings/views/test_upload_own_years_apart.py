"""A list of a place's own whose years do not join those of the claim that it meets: is it the same saving?"""

import pytest

from savings.models import Figure
from tests import factories
from tests.savings.views.own_uploads import SAID_OF_CSV, columns_page, confirmed, go_on

from .uploads import said

LATER = b"Ref,Saving description,2026/27,2027/28\nOP-12,Telecare,250000,250000\n"


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PRA", name="Practice place")


@pytest.fixture
def officer(client, place):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


def _held(place, years, **fields):
    lead = factories.lead_of(place)
    figures = [factories.figure(lead, "1000.00", year=year) for year in years]
    factories.draft_of(
        place, own_reference="OP-12", what_changes="Telecare", figures=figures, **fields
    )


@pytest.mark.parametrize(
    ("years", "last", "why"),
    [
        ([2010, 2012], 2012, "ends in 2012-13; the list has amounts of 2026-27 to 2027-28"),
        ([2025], 2025, "ends in 2025-26; the list has amounts of 2026-27 to 2027-28"),
        ([2010, 2012], None, "has amounts of 2010-11 to 2012-13; the list has amounts of 2026-27"),
        ([2030], None, "has amounts of 2030-31; the list has amounts of 2026-27 to 2027-28"),
    ],
)
def test_years_apart_from_those_of_the_claim_are_stored_only_if_it_is_the_same_saving(
    client, officer, place, years, last, why
):
    _held(place, years, last_year=last)
    page = go_on(client, columns_page(client, LATER), **SAID_OF_CSV)
    assert why in said(page)

    refused = confirmed(client, page)
    assert refused.status_code == 400
    assert "OP-12: say that it is the same saving in other years" in said(refused)
    assert not Figure.objects.filter(amount=250000).exists()

    [box] = page.context["form"].apart
    go_on(client, page, **{box.name: "on"})
    assert Figure.objects.filter(amount=250000).count() == 2


@pytest.mark.parametrize(
    ("years", "last"), [([2025], None), ([2026, 2027], 2027), ([2028], 2030), ([], None)]
)
def test_years_that_join_those_of_the_claim_are_not_asked_about(
    client, officer, place, years, last
):
    _held(place, years, last_year=last)

    page = go_on(client, columns_page(client, LATER), **SAID_OF_CSV)

    assert page.context["form"].apart == []
