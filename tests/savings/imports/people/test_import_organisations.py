"""Are organisations taken in whole, twice without effect, and asked about where their names are near?"""

import pytest

from pilots.models import Organisation, Partner
from savings.imports.people import template
from savings.imports.people.organisations import import_organisations
from tests import factories

from .sheets import BODIES, PEOPLE, World, errors_of, sheet, stored

KENT = "Kent County Council"
WRONG = {
    "near one that is stored": ("kent county council ,,,,", "Same as", "near_name", KENT),
    "new, and here already": ("KENT county council,,,,New", "Same as", "near_name", "already"),
    "near one of the file": ("First Trust.,,,,", "Same as", "near_name", "“First Trust”"),
    "the same as none": ("KCC,,,,Kemt County Council", "Same as", "unknown_organisation", KENT),
    "no name": (",Council,,,", "Name", "missing", "left out"),
    "no such kind": ("Body,Harbour,,,", "Kind", "type", "Police"),
    "no such place": ("Docks,,Kemt,,", "Place", "unknown_place", "“Kent”"),
    "leads nowhere": ("Mills,,,Yes,", "Place", "missing", "where it leads"),
    "a second lead": ("Farms,,Kent,Yes,", "Lead", "conflict", f"{KENT} leads"),
    "twice": ("First Trust,,,,", "Name", "duplicate", "Row 2"),
    "two kinds": ("First Trust,Police,Kent,,", "Kind", "conflict", "Row 2 says NHS"),
    "too long": ("B" * 201 + ",,,,", "Name", "too_long", "limit"),
}
ROWS = [
    "First Trust,NHS,Kent,,",
    "First Trust,,Croydon,Yes,",
    "kent county council,Council,,,Kent County Council",
    "Kent City Council,Council,,,new",
    "NHS Kent & Medway,Other,Kent,No,",
]


@pytest.fixture
def world():
    return World()


def _sheet(tmp_path, *rows):
    return sheet(tmp_path, *rows, titles=BODIES)


def test_every_error_is_told_at_once_with_what_to_do_and_nothing_is_stored(tmp_path, world):
    rows = [row for row, *_ in WRONG.values()]
    before = stored()

    found = errors_of(
        import_organisations, _sheet(tmp_path, "First Trust,NHS,,,", *rows), world.admin
    )

    expected = [(number, *wrong[1:3]) for number, wrong in enumerate(WRONG.values(), start=3)]
    assert [error[:3] for error in found] == expected
    for (*_, word), (*_, words) in zip(WRONG.values(), found, strict=True):
        assert word in words
    assert stored() == before


def test_organisations_are_added_to_their_places_once(tmp_path, world):
    Partner.objects.get(place=world.croydon).delete()  # So that nobody leads it.
    path = _sheet(tmp_path, *ROWS)

    first = import_organisations(path, by=world.admin)
    after = stored()
    second = import_organisations(path, by=world.admin)

    trust = Organisation.objects.get(name="First Trust")
    assert trust.kind == "nhs"
    assert set(trust.partnerships.values_list("place__code", "is_lead")) == {
        ("KEN", False),
        ("CRO", True),
    }
    assert not Organisation.objects.filter(name="kent county council").exists()
    assert Organisation.objects.get(name="Kent City Council").kind == "council"
    assert Organisation.objects.get(name="NHS Kent & Medway").kind == "other"
    assert trust.history.get().history_user == world.admin
    assert (first.added, first.partners, first.kinds, first.leads) == (2, 2, 1, 0)
    assert (second.new, second.changed, second.unchanged) == (0, 0, 5)
    assert stored() == after


def test_a_lead_gives_way_where_the_sheet_says_so(tmp_path, world):
    rows = ["NHS Kent & Medway,,Kent,Yes,", f"{KENT},,Kent,No,"]

    result = import_organisations(_sheet(tmp_path, *rows), by=world.admin)

    leads = world.kent.partnerships.filter(is_lead=True)
    assert [lead.organisation for lead in leads] == [world.nhs]
    assert result.leads == 2


def test_checking_stores_nothing(tmp_path, world):
    before = stored()

    result = import_organisations(_sheet(tmp_path, "A Trust,NHS,,,"), by=world.admin, check=True)

    assert (result.outcome, result.added) == ("checked", 1)
    assert stored() == before


def test_all_organisations_downloaded_and_sent_back_change_nothing(tmp_path, world):
    factories.OrganisationFactory(name="=1+1", kind="not_stated")
    factories.OrganisationFactory(name="Two  blanks")
    path = tmp_path / "organisations.xlsx"
    path.write_bytes(template.everything("organisations"))
    before = stored()

    result = import_organisations(path, by=world.admin)

    assert (result.new, result.changed, result.unchanged) == (0, 0, 5)
    assert stored() == before


def test_only_an_administrator_may(tmp_path, world):
    [(_, _, code, _)] = errors_of(
        import_organisations, _sheet(tmp_path, "A,NHS,,,"), factories.lead()
    )

    assert code == "not_allowed"


def test_a_sheet_of_people_is_not_taken_for_one_of_organisations(tmp_path, world):
    path = sheet(tmp_path, "Bob,b@x.example,Officer,Kent,,,", titles=PEOPLE)

    [(_, _, code, words)] = errors_of(import_organisations, path, world.admin)

    assert code == "other_template"
    assert "people" in words
