"""Review 25: a name that programs take for a missing value is refused at every door where something is named."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from pilots.models import Organisation, Place, Theme
from savings.imports.errors import ImportRefused
from savings.imports.people.organisations import import_organisations
from savings.imports.places import import_places
from tests import factories
from tests.workspace import page
from totalplace.missing_marks import is_missing_mark

NAMES = ["NA", "N/A", "n/a", "None", "null", "nan", "NULL", "-NaN", "<NA>", " na "]
SAID = "such as pandas and R, take"
NO_ROWS = {"partnerships-TOTAL_FORMS": 0, "partnerships-INITIAL_FORMS": 0}
PLACE = {"code": "MED", "kind": "pilot", "name": "Medway", "new_lead": "Medway Council"}


@pytest.mark.no_database
@pytest.mark.parametrize("name", NAMES)
def test_every_such_word_is_known(name):
    assert is_missing_mark(name)


@pytest.mark.no_database
@pytest.mark.parametrize(
    "name", ["", "Nantwich", "NAN Trust", "None Such Park", "NHS", "N A Homes", "Nil", "n.a."]
)
def test_a_name_that_only_has_such_a_word_in_it_is_taken(name):
    assert not is_missing_mark(name)


@pytest.mark.parametrize(
    ("model", "field"), [(Organisation, "name"), (Theme, "name"), (Place, "name"), (Place, "code")]
)
def test_what_is_named_so_is_never_valid(model, field):
    with pytest.raises(ValidationError) as refused:
        model(**{field: "NA"}).full_clean()

    assert SAID in str(refused.value.error_dict[field])


@pytest.mark.usefixtures("no_second_factor")
@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (Organisation, {"name": "NA", "kind": "council"}),
        (Theme, {"name": "None"}),
        (Place, PLACE | {"name": "null"}),
        (Place, PLACE | {"code": "NA"}),
        (Place, PLACE | {"new_lead": "nan"}),
    ],
)
def test_the_workspace_says_why_not(client, model, sent):
    client.force_login(factories.administrator())
    count = model.objects.count()

    answer = client.post(page(model, "add"), sent | NO_ROWS)

    assert SAID in answer.text
    assert model.objects.count() == count


@pytest.mark.parametrize(
    ("read", "titles", "row", "column"),
    [
        (import_organisations, "Name,Kind", "NA,Council", "Name"),
        (import_places, "code,name,kind,councils", "NA,Medway,pilot,Medway Council", "code"),
        (import_places, "code,name,kind,councils", "MED,None,pilot,Medway Council", "name"),
        (import_places, "code,name,kind,councils", "MED,Medway,pilot,Kent; n/a", "councils"),
    ],
)
def test_a_sheet_says_why_not_and_stores_nothing(tmp_path, read, titles, row, column):
    path = tmp_path / "sheet.csv"
    path.write_text(f"{titles}\n{row}\n", encoding="utf-8")

    with pytest.raises(ImportRefused) as refused:
        read(path, by=factories.administrator())

    [error] = refused.value.errors
    assert error.column == column
    assert SAID in error.message
    assert not Organisation.objects.exists()


def test_the_page_of_files_says_how_they_are_read(client):
    client.force_login(factories.reviewer())

    assert "keep_default_na=False" in client.get(reverse("savings:export_list")).text
