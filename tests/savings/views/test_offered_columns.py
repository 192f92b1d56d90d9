"""The page *Which column is which?*: which boxes has each column, and is what was left out of them read as left out?"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from savings.models import FigureSheet
from tests import factories
from tests.savings.views.own_uploads import SAID_OF_CSV, go_on, send_own

LIST = b"Ref,Saving description,Status,2026/27,Effect\nA-1,Vans,Green,250000,about 3 jobs\n"


@pytest.fixture
def page(client):
    client.force_login(factories.officer_of(factories.PlaceFactory(code="PRA")))
    return go_on(client, send_own(client, SimpleUploadedFile("a.csv", LIST)))


def test_a_column_of_words_is_asked_for_no_year_and_a_title_s_year_is_the_only_one(page):
    form = page.context["form"]
    asked = {column.letters: column.year for column in form.columns}

    assert [letters for letters, year in asked.items() if year] == ["D", "E"]
    assert page.text.count("Of which year is") == 2
    assert dict(asked["D"].field.choices) == {"": "No year", "2026": "2026-27"}
    assert len(asked["E"].field.choices) > 10


def test_what_is_chosen_there_is_how_the_sheet_is_read(client, page):
    answer = go_on(client, page, **SAID_OF_CSV, **{"use-4": "notes"})

    assert answer.status_code == 200
    columns = FigureSheet.objects.get().layout["columns"]
    assert {at: use["use"] for at, use in columns.items()} == {
        "0": "own_reference",
        "1": "what_changes",
        "2": "",
        "3": "saving",
        "4": "notes",
    }
    assert [use["year"] for use in columns.values()] == [None, None, None, 2026, None]


def test_money_is_not_taken_from_a_column_of_words(client, page):
    answer = go_on(client, page, **SAID_OF_CSV, **{"use-2": "saving", "year-2": "2026"})

    assert answer.status_code == 400
    assert "Choose one of the answers in the list." in answer.text
