"""Are places taken in whole, twice without effect, and only from an administrator?"""

import csv
from pathlib import Path

import pytest
from django.apps import apps

from pilots.models import Organisation, Partner, Place
from pilots.regions import named
from savings.imports.errors import ImportRefused
from savings.imports.model_cells import column
from savings.imports.places import COLUMNS, import_places
from tests.benchmarks.throwaway import unkept
from tests.factories import administrator, analyst, officer_of

DATA = Path(apps.get_app_config("pilots").path) / "data"
FILES = [DATA / "pilots.csv", DATA / "parallel_places.csv"]


def _file(tmp_path, *rows, titles="code,name,kind,councils"):
    path = tmp_path / "places.csv"
    path.write_text("\n".join([titles, *rows]) + "\n", encoding="utf-8")
    return path


def _rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _errors(path, **options):
    with pytest.raises(ImportRefused) as refused:
        import_places(path, by=administrator(), **options)
    return [(error.row, error.column, error.code) for error in refused.value.errors]


def _history():
    return Place.history.count() + Organisation.history.count() + Partner.history.count()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_published_cell_can_be_read_back(path):
    import_places(path, by=administrator())

    shown = {c.name: c.shown for c in COLUMNS}
    for row in _rows_of(path):
        place = Place.objects.get(code=row["code"])
        stored = {name: shown[name](getattr(place, name)) for name in row}
        stored["mapped_spend"] = stored.get("mapped_spend", "").removesuffix(".00")
        assert stored == {"mapped_spend": ""} | row | {"region": named(row["region"])}


def test_importing_twice_changes_nothing():
    for path in FILES:
        import_places(path, by=administrator())
    before = _history()

    results = [import_places(path, by=administrator()) for path in FILES]

    assert [(r.new, r.changed, r.unchanged) for r in results] == [(0, 0, 13), (0, 0, 18)]
    assert _history() == before


def test_checking_stores_nothing():
    result = import_places(FILES[0], by=administrator(), check=True)

    assert (result.outcome, result.new) == ("checked", 13)
    assert not Place.objects.exists()


def test_the_history_names_who_imported(tmp_path):
    person = administrator()

    import_places(_file(tmp_path, "KEN,Kent,pilot,Kent County Council"), by=person)

    assert Place.history.get().history_user == person


def test_an_only_council_leads(tmp_path):
    import_places(_file(tmp_path, "KEN,Kent,pilot,Kent County Council"), by=administrator())

    lead = Partner.objects.get(is_lead=True)
    assert (lead.organisation.name, lead.organisation.kind) == ("Kent County Council", "council")


def test_of_several_councils_none_leads(tmp_path):
    import_places(_file(tmp_path, "LEI,Leicester,pilot,City; County"), by=administrator())

    partners = Partner.objects.values_list("organisation__name", "is_lead")
    assert set(partners) == {("City", False), ("County", False)}


def test_a_place_without_councils_is_led_by_a_body_of_its_name(tmp_path):
    import_places(_file(tmp_path, "DEV,Devon,parallel,"), by=administrator())

    lead = Partner.objects.get(is_lead=True)
    assert (lead.organisation.name, lead.organisation.kind) == ("Devon", "not_stated")


def test_the_stand_in_gives_way_to_the_only_council(tmp_path):
    import_places(_file(tmp_path, "DEV,Devon,parallel,"), by=administrator())

    import_places(_file(tmp_path, "DEV,Devon,parallel,Devon County Council"), by=administrator())

    assert Partner.objects.get(is_lead=True).organisation.name == "Devon County Council"


def test_a_lead_chosen_by_hand_stays(tmp_path):
    import_places(_file(tmp_path, "LEI,Leicester,pilot,City; County"), by=administrator())
    unkept(Partner).filter(organisation__name="County").update(is_lead=True)

    import_places(_file(tmp_path, "LEI,Leicester,pilot,City"), by=administrator())

    assert Partner.objects.get(is_lead=True).organisation.name == "County"


def test_a_partner_taken_away_by_hand_stays_away(tmp_path):
    titles = "code,name,kind,region,councils"
    import_places(_file(tmp_path, "LEI,L,pilot,,City; County", titles=titles), by=administrator())
    Partner.objects.get(organisation__name="County").delete()

    path = _file(tmp_path, "LEI,L,pilot,East Midlands,City; County", titles=titles)
    import_places(path, by=administrator())

    assert [partner.organisation.name for partner in Partner.objects.all()] == ["City"]


def test_a_council_may_serve_two_places(tmp_path):
    rows = ("CSW,Coventry and Solihull,pilot,Solihull; Coventry", "SOL,Solihull,parallel,Solihull")

    import_places(_file(tmp_path, *rows), by=administrator())

    assert Organisation.objects.get(name="Solihull").places.count() == 2


def test_an_absent_column_leaves_what_is_stored(tmp_path):
    import_places(
        _file(tmp_path, "KEN,Kent,pilot,South East", titles="code,name,kind,region"),
        by=administrator(),
    )

    result = import_places(
        _file(tmp_path, "KEN,Kent,parallel", titles="code,name,kind"), by=administrator()
    )

    kent = Place.objects.get()
    assert (result.changed, kent.kind, kent.region) == (1, "parallel", "South East")


def test_a_blank_stays_blank(tmp_path):
    import_places(
        _file(tmp_path, "KEN,Kent,pilot,", titles="code,name,kind,mapped_spend"),
        by=administrator(),
    )

    assert Place.objects.get().mapped_spend is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["KEN,Croydon,pilot,"], [(2, "code", "conflict")]),
        (["CRX,Kent,pilot,"], [(2, "name", "conflict")]),
        (["CRO,Kent,pilot,"], [(2, "code", "conflict")]),
        (["AAA,One,pilot,", "AAA,Two,pilot,"], [(3, "code", "duplicate")]),
        (["AAA,One,pilot,", "BBB,ONE,pilot,"], [(3, "name", "duplicate")]),
        (["a b,One,pilot,"], [(2, "code", "type")]),
        (["AAA,One,harbour,"], [(2, "kind", "type")]),
        ([",One,,"], [(2, "code", "missing"), (2, "kind", "missing")]),
        (["ABCDEFGHIJK,One,pilot,"], [(2, "code", "too_long")]),
    ],
)
def test_codes_and_names_that_clash_or_cannot_be_read_are_refused(tmp_path, rows, expected):
    known = _file(tmp_path, "KEN,Kent,pilot,Kent County Council", "CRO,Croydon,pilot,Borough")
    import_places(known, by=administrator())

    found = _errors(_file(tmp_path, *rows))

    assert found == expected
    assert Place.objects.count() == 2


def test_a_conflict_says_which_place_has_the_code(tmp_path):
    import_places(_file(tmp_path, "KEN,Kent,pilot,"), by=administrator())

    with pytest.raises(ImportRefused) as refused:
        import_places(_file(tmp_path, "KEN,Croydon,pilot,"), by=administrator())

    assert "is that of Kent" in refused.value.errors[0].message


@pytest.mark.parametrize("person", [analyst, lambda: officer_of(Place.objects.get())])
def test_only_an_administrator_may_import_places(tmp_path, person):
    path = _file(tmp_path, "KEN,Kent,pilot,")
    import_places(path, by=administrator())

    with pytest.raises(ImportRefused) as refused:
        import_places(path, by=person())

    assert refused.value.errors[0].code == "not_allowed"


def test_each_column_of_a_place_is_read(tmp_path):
    told_apart = {field.name for field in Place._meta.local_fields} - {"id"}

    assert {c.name for c in COLUMNS} == told_apart
    assert column(Place, "name").title == "name"


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("East", "East of England"),
        ("Yorkshire & Humber", "Yorkshire and The Humber"),
        ("YORKSHIRE and humber", "Yorkshire and The Humber"),
        ("south west", "South West"),
        ("", ""),
    ],
)
def test_a_region_is_one_of_the_list_however_a_source_names_it(tmp_path, typed, region):
    titles = "code,name,kind,region"
    import_places(_file(tmp_path, f"KEN,Kent,pilot,{typed}", titles=titles), by=administrator())

    assert Place.objects.get().region == region


def test_an_unknown_region_is_refused_with_the_list(tmp_path):
    path = _file(tmp_path, "KEN,Kent,pilot,South", titles="code,name,kind,region")

    with pytest.raises(ImportRefused) as refusal:
        import_places(path, by=administrator())

    assert "“South” is not in the list. Type one of: North East, North West, Yorkshire and" in str(
        refusal.value.errors[0].message
    )
    assert not Place.objects.exists()
