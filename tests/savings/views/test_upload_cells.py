"""Does a refused sheet name the cell that is wrong as the spreadsheet program names it?"""

import pytest
from django.urls import reverse

from tests.factories import PlaceFactory, draft_of, officer_of

from .uploads import csv_file, said, send


@pytest.fixture
def officer(client):
    place = PlaceFactory(name="Kent")
    draft_of(place, reference="KEN-0001", figures=[])
    person = officer_of(place)
    client.force_login(person)
    return person


def test_one_cell_is_named_and_of_several_the_column(client, officer):
    rows = ["Kent,KEN-0001,2010-11,TBC,0,", "Kent,KEN-0001,soon,5,0,", "Kent,KEN-0001,soon,6,0,"]

    page = send(client, csv_file(*rows))

    assert page.status_code == 400
    assert "Cell D2 TBC" in said(page)
    assert "Column C soon" in said(page)


def test_the_errors_as_a_file_name_each_cell(client, officer):
    page = send(client, csv_file("Kent,KEN-0001,2010-11,TBC,0,", "Kent,KEN-0001,soon,5,0,"))

    address = reverse("savings:upload_errors", args=[page.context["sheet"].pk])
    lines = client.get(address).text.splitlines()

    assert lines[0].lstrip("\ufeff").endswith(",Reason,Cell")
    assert [line.rsplit(",", 1)[1] for line in lines[1:]] == ["D2", "C3"]


def test_what_is_wrong_with_the_whole_file_names_no_cell(client, officer):
    page = send(client, csv_file())

    assert "Whole file" in said(page)
    assert "Cell " not in said(page)
