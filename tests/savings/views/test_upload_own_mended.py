"""What a place has said of its list once is not asked again: neither after errors in it nor of what is left out."""

import pytest

from savings.models import Layout
from tests import factories
from tests.savings.views.own_uploads import SAID_OF_CSV, columns_page, go_on, own_file, send_own

from .uploads import said

TITLES = b"Ref,Saving description,2026/27\n"


@pytest.fixture(autouse=True)
def place(client):
    place = factories.PlaceFactory(code="PRA", name="Practice place")
    client.force_login(factories.officer_of(place))
    return place


def test_the_mended_list_goes_straight_to_what_would_be_stored(client, place):
    refused = go_on(client, columns_page(client, TITLES + b"A-1,Vans,abc\n"), **SAID_OF_CSV)
    assert "abc" in said(refused)
    assert Layout.objects.get().place == place

    page = send_own(client, own_file("a.csv", TITLES + b"A-1,Vans,100\n"))

    assert "1 new claim" in said(page)


def test_nothing_is_kept_before_all_is_said(client):
    go_on(client, columns_page(client, TITLES + b"A-1,Vans,100\n"), **SAID_OF_CSV | {"unit": ""})

    assert not Layout.objects.exists()


def test_what_is_left_out_is_said_beside_the_button(client):
    rows = b"A-1,Vans,100\nA-2,Bins,200\n,Total,300\n"

    page = said(go_on(client, columns_page(client, TITLES + rows), **SAID_OF_CSV))

    assert "1 row of your list is left out. See which, and why Confirm and store" in page
