"""Who begins claims, adds evidence and sends spreadsheets? Asked when it is done, whatever a page asked before."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from pilots.models import Membership
from savings import workflow
from savings.models import FigureSheet
from savings.workflow.sheets import keep_sheet
from tests import factories


@pytest.mark.parametrize("role", ["officer", "finance"])
def test_who_writes_for_places_is_given_them_by_name(role):
    second = factories.PlaceFactory(name="Wigan")
    first = factories.PlaceFactory(name="Ashton")
    factories.PlaceFactory(name="Elsewhere")
    person = getattr(factories, f"{role}_of")(second)
    Membership.objects.create(user=person, place=first, role=role)

    assert list(workflow.places_written_by(person)) == [first, second]


@pytest.mark.parametrize("role", ["reviewer", "lead", "analyst", "administrator", "partner"])
def test_who_writes_for_no_place_is_told_who_does(role):
    place = factories.PlaceFactory()
    person = (
        factories.partner_of(place, factories.OrganisationFactory())
        if role == "partner"
        else getattr(factories, role)()
    )

    with pytest.raises(PermissionDenied, match="Only an officer or finance officer of a place"):
        workflow.places_written_by(person)
    with pytest.raises(PermissionDenied, match=f"finance officer of {place}"):
        workflow.create_claim(place, by=person, content={"what_changes": "x"})
    with pytest.raises(PermissionDenied, match="states its claims and figures"):
        keep_sheet(key=uuid4(), by=person, name="a.csv", content=b"a", only_check=False)
    assert not FigureSheet.objects.exists()
