"""A sheet of claims carries figures along, so that the same file sent again changes nothing."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pilots.models import Organisation, Partner
from savings import workflow
from savings.models import Claim, Figure
from tests import factories

from .uploads import CLAIMS_PAGE, PAGE, claims_sent, confirm, said, send

CASES = Path(__file__).parents[2] / "cases" / "entry"


@pytest.fixture
def place():
    place = factories.PlaceFactory(code="PRA", name="Practice place")
    police = factories.OrganisationFactory(name="Practice Police")
    Partner.objects.create(place=place, organisation=police)
    return place


@pytest.fixture(autouse=True)
def officer(client, place):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


def _sent(client, name, page):
    response = send(client, SimpleUploadedFile(name, (CASES / name).read_bytes()), page=page)
    assert response.status_code == 302, response.context["reasons"]
    return response["Location"]


def test_a_lead_that_comes_by_a_sheet_takes_the_figures_along(client):
    """Case 01: today the same saving is stored, signed and read twice."""
    confirm(client, _sent(client, "01_claims_first.csv", CLAIMS_PAGE))
    confirm(client, _sent(client, "01_figures.csv", PAGE))
    lead = _sent(client, "01_claims_lead.csv", CLAIMS_PAGE)
    assert "The figures go along with kind of gain and lead: SAV-11." in said(client.get(lead))
    confirm(client, lead)

    again = _sent(client, "01_figures.csv", PAGE)

    assert "Nothing would change" in said(client.get(again))
    savings = Figure.objects.filter(version__claim__reference="SAV-11", line="saving")
    police = Organisation.objects.get(name="Practice Police")
    assert {(one.organisation, str(one.year), int(one.amount)) for one in savings} == {
        (police, "2026-27", 81_300),
        (police, "2027-28", 122_700),
        (police, "2028-29", 126_400),
    }


def test_a_kind_that_comes_by_a_sheet_takes_them_along_too(client, place):
    draft = factories.draft_of(place, reference="PRA-0001", kind_of_gain="not_stated", figures=[])
    figures = factories.figures_of(draft.lead, kind_of_gain="not_stated")
    workflow.edit(draft, by=factories.officer_of(place), figures=figures)

    titles = "Reference,Place,What changes,Kind of gain"
    confirm(client, claims_sent(client, "PRA-0001,PRA,x,Cashable", titles=titles))

    assert set(draft.figures.values_list("kind_of_gain", flat=True)) == {"cashable"}


def test_where_they_would_meet_others_they_stay_and_it_is_said(client, place):
    police = Organisation.objects.get(name="Practice Police")
    council = factories.lead_of(place)
    figures = [*factories.figures_of(council), factories.figure(police)]
    factories.draft_of(place, reference="PRA-0001", figures=figures)

    titles = "Reference,Place,What changes,Lead"
    address = claims_sent(client, "PRA-0001,PRA,x,Practice Police", titles=titles)
    assert "Figures stay where they are" in said(client.get(address))
    confirm(client, address)

    version = Claim.objects.get(reference="PRA-0001").versions.get()
    assert version.lead == police
    assert set(version.figures.values_list("organisation", flat=True)) == {council.pk, police.pk}


def test_figures_of_a_programme_of_ten_years_are_stored(client, place):
    """Case 15: 2031-32 and 2035-36."""
    factories.draft_of(place, reference="PRA-0002", figures=[])

    confirm(client, _sent(client, "15_year_2031.xlsx", PAGE))

    savings = Figure.objects.filter(line="saving")
    assert {str(one.year) for one in savings} == {"2031-32", "2035-36"}
