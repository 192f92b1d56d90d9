"""What is named is asked about where it may be here already, and a place that is added has its lead."""

import pytest

from pilots.models import Organisation, Partner, Place, Theme
from tests import factories
from tests.workspace import change, list_page, page, row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")

NO_ROWS = {"partnerships-TOTAL_FORMS": 0, "partnerships-INITIAL_FORMS": 0}
PLACE = {"code": "MED", "kind": "pilot", "region": "South East"}


def _add(client, model, **sent):
    return client.post(page(model, "add"), sent | NO_ROWS)


@pytest.mark.parametrize("model", [Organisation, Theme, Place])
def test_a_name_that_is_here_is_refused_and_a_near_one_is_asked_about(client, admin, model):
    make = {Organisation: factories.OrganisationFactory, Theme: factories.ThemeFactory}
    row = make.get(model, factories.PlaceFactory)(name="Kent County Council")
    more = PLACE | {"new_lead": "Medway Council"} if model is Place else {"kind": "council"}
    count = model.objects.count()

    same = _add(client, model, name=" kent  COUNTY council", is_different="on", **more)
    asked = _add(client, model, name="Kent Couny Council", **more)

    link = f'<a href="{row_page(row)}">Kent County Council</a>'
    assert f"{link} is here already." in same.text
    assert f"There is {link} already." in asked.text
    assert 'type="checkbox" name="is_different"' in asked.text
    assert model.objects.count() == count

    assert (
        _add(client, model, name="Kent Couny Council", is_different="on", **more).status_code == 302
    )
    added = model.objects.latest("pk") if model is not Organisation else Organisation.objects.last()
    assert added.name == "Kent Couny Council"
    assert _add(client, model, name="  Thanet   Trust ", **more | {"code": "THA"}).status_code == (
        302 if model is not Place else 200  # Its lead, Medway Council, is here by now.
    )


def test_a_name_that_stays_is_not_asked_about_again(client, admin):
    for name in ("Kent County Council", "Kent Council"):
        row = factories.OrganisationFactory(name=name)

    assert change(client, row, kind="other").status_code == 302
    assert change(client, row, name="KENT COUNTY COUNCIL").status_code == 200


def test_a_place_is_added_with_its_lead_chosen_or_new(client, admin):
    kent = factories.OrganisationFactory(name="Kent County Council")
    for lead in ({}, {"lead": kent.pk, "new_lead": "Medway Council"}):
        answer = _add(client, Place, name="Medway", **PLACE, **lead)
        assert "or name a new one: one of the two." in answer.text
    for lead, words in (
        ({"new_lead": "kent county COUNCIL"}, "is here already"),
        ({"new_lead": "Kent Council"}, "There is"),
        ({"lead": "[["}, "Choose one of the answers in the list."),
    ):
        assert words in _add(client, Place, name="Medway", **PLACE, **lead).text
    assert not Place.objects.exists()

    _add(client, Place, name="Medway", **PLACE, new_lead=" Medway  Council ")
    _add(client, Place, name="Kent", **PLACE | {"code": "KEN"}, lead=kent.pk)

    leads = Partner.objects.filter(is_lead=True).values_list("place__name", "organisation__name")
    assert set(leads) == {("Medway", "Medway Council"), ("Kent", "Kent County Council")}
    assert Partner.objects.latest("pk").history.get().history_user == admin


def test_places_that_lack_somebody_are_listed(client, admin):
    whole, no_finance = (factories.PlaceFactory(name=name) for name in ("Whole", "No finance"))
    _empty, no_lead = (factories.PlaceFactory(name=name) for name in ("Empty", "No lead"))
    for place in (whole, no_lead):
        factories.finance_of(place)
    factories.officer_of(no_finance)
    lead = Partner.objects.get(place=no_lead)
    lead.is_lead = False
    lead.save()

    def listed(lacks):
        rows = client.get(list_page(Place, lacks=lacks)).context["cl"].result_list
        return {place.name for place in rows}

    home = client.get("/admin/").text
    assert (
        f'<a href="{list_page(Place, lacks="finance")}">2 places: nobody who can sign off</a>'
        in home
    )
    client.force_login(factories.reviewer())
    assert "nobody who can sign off" not in client.get("/admin/").text
    client.force_login(admin)
    assert listed("finance") == {"No finance", "Empty"}
    assert listed("anybody") == {"Empty"}
    assert listed("lead") == {"No lead"}
    assert len(listed("other")) == 4
