"""A list of a place's own that was read with the wrong sign: its sender is told which to choose, and can."""

import pytest

from tests import factories
from tests.savings.views.own_uploads import SAID_OF_CSV, columns_page, go_on

from .uploads import said

TITLES = b"Ref,Saving description,2026/27,2027/28\n"
BELOW = b"A-1,Vans,-1000,-2000\nA-2,Bins,-3000,-4000\n"
ABOVE = b"A-1,Vans,1000,2000\nA-2,Bins,3000,4000\n"


@pytest.fixture(autouse=True)
def _an_officer(client):
    client.force_login(factories.officer_of(factories.PlaceFactory(code="PRA")))


@pytest.mark.parametrize("years", ["each", "on_top"])
@pytest.mark.parametrize(
    ("rows", "wrong", "right", "choose"),
    [
        (BELOW, "positive", "negative", "With a minus or in brackets"),
        (ABOVE, "negative", "positive", "As a plain number"),
    ],
    ids=["below zero", "plain numbers"],
)
def test_who_chose_the_other_sign_is_told_so_and_chooses_again(
    client, rows, wrong, right, choose, years
):
    answers = SAID_OF_CSV | {"years": years}
    page = columns_page(client, TITLES + rows)
    address = page.request["PATH_INFO"]

    refused = go_on(client, page, **answers | {"sign": wrong})

    assert "the sign of more spending" in said(refused)
    assert f"“How does the sheet show a saving?” choose “{choose}" in said(refused)
    assert f'href="{address}"' in refused.text
    again = client.get(address)
    assert again.context["form"]["sign"].value() == wrong

    words = said(go_on(client, again, **answers | {"sign": right}))
    assert "2 new claims" in words
    assert "2026-27: saving £1,000" in words


def test_a_row_of_the_other_sign_among_others_is_left_out_by_name(client):
    page = columns_page(client, TITLES + ABOVE + b"A-3,Restructure,-500,-600\n")

    words = said(go_on(client, page, **SAID_OF_CSV))

    assert "1 row of your list is left out." in words
    assert "Row 4, A-3: its amounts have the sign of more spending, not of a saving" in words
    assert "Change how it is read" in words
