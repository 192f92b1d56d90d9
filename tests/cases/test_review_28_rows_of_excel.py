"""Review 28: the page of files says how many rows each has, and what of them Excel does not show."""

import pytest
from django.urls import reverse

from savings.exports import sizes
from savings.exports.sizes import Size
from tests import factories

PAGE = reverse("savings:export_list")


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("rows", "words", "is_too_long"),
    [
        (0, "figures.csv has 0 rows.", False),
        (1, "figures.csv has 1 row.", False),
        (1_048_575, "figures.csv has 1,048,575 rows.", False),
        (1_048_576, "figures.csv has 1,048,576 rows.", True),
    ],
)
def test_a_file_is_too_long_for_excel_from_one_row_more_than_a_sheet_has(rows, words, is_too_long):
    size = Size("figures", rows)

    assert size.words == words
    assert ("Excel shows only the first 1,048,575 rows" in size.warning) == is_too_long


@pytest.fixture
def reviewer(client):
    place = factories.PlaceFactory(code="KEN")
    factories.claim_at("submitted", place, reference="KEN-1", condition="D")
    lead = factories.lead_of(place)
    years = [f for year in (2010, 2011) for f in factories.figures_of(lead, year=year)]
    factories.claim_at("submitted", place, reference="KEN-2", figures=years)
    person = factories.reviewer()
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("asked", "claims", "figures"),
    [
        ({}, 2, 9),
        ({"purpose": "review"}, 2, 9),
        ({"purpose": "grant_allocation"}, 1, 3),
        ({"q": "KEN-2"}, 1, 6),
        ({"year": "2011-12"}, 1, 3),
        ({"year": "2011-12", "purpose": "grant_allocation"}, 0, 0),
        ({"purpose": "fun"}, 2, 9),
    ],
)
@pytest.mark.usefixtures("reviewer")
def test_the_page_counts_the_rows_that_the_files_will_have(client, asked, claims, figures):
    page = client.get(PAGE, asked)
    taken = (
        {"purpose": "review"}
        | asked
        | ({"purpose": "review"} if asked.get("purpose") == "fun" else {})
    )
    lengths = [
        client.get(reverse(f"savings:{name}_csv"), taken).getvalue().count(b"\r\n") - 1
        for name in ("claims", "figures")
    ]

    assert f"claims.csv has {claims} row" in page.text
    assert f"figures.csv has {figures} row" in page.text
    assert lengths == [claims, figures]
    assert "Excel shows only" not in page.text


@pytest.mark.usefixtures("reviewer")
def test_of_a_file_that_is_too_long_the_page_says_so_and_of_no_other(client, monkeypatch):
    monkeypatch.setattr(sizes, "SHOWN_BY_EXCEL", 8)

    page = client.get(PAGE)

    assert "Excel shows only the first 8 rows of figures.csv" in page.text
    assert "rows of claims.csv, and a sum" not in page.text


@pytest.mark.usefixtures("reviewer")
def test_filters_that_cannot_be_read_are_counted_by_nobody(client):
    assert "csv has" not in client.get(PAGE, {"hardness": "9"}).text
