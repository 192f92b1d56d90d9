"""What is said of the columns of a place's own list, step by step, and what is refused there."""

from uuid import uuid4

import pytest
from django.urls import reverse

from savings.models import FigureSheet
from tests import factories
from tests.savings.imports.files import xlsx_bytes, xlsx_rows
from tests.savings.views.own_uploads import (
    OWN,
    SAID,
    SAID_OF_CSV,
    columns_page,
    go_on,
    list_of,
    own_file,
    send_own,
)

from .uploads import said


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PRA", name="Practice place")


@pytest.fixture
def officer(client, place):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


WRONG = [
    ({"year-7": ""}, "Say of which year column H (one-off cost) is."),
    ({"use-2": ""}, "Say which column says what changes"),
    ({"use-4": "", "use-5": "", "use-6": ""}, "Say which columns hold the savings."),
    ({"use-7": "saving"}, "Columns E and H are both the saving of the same year."),
    ({"use-1": "own_reference"}, "Columns A and B are both “Your own reference”."),
    ({"use-1": "year"}, "Each row has a year of its own"),
    ({"use-1": "hunch"}, "Choose one of the answers in the list."),
    ({"unit": ""}, "Say in which unit the amounts are."),
    ({"state": "soon"}, "Choose one of the answers on the page."),
    ({"years": ""}, "Say what the amount of a year is."),
    ({"year-4": "2030"}, "Choose one of the answers in the list."),
]


@pytest.mark.parametrize(("given", "words"), WRONG, ids=[str(given) for given, _ in WRONG])
def test_what_cannot_be_read_so_is_said_on_the_page(client, officer, given, words):
    page = go_on(client, columns_page(client), **SAID | given)

    assert page.status_code == 400
    assert words in said(page)
    assert not FigureSheet.objects.get().layout["unit"]


def test_of_several_sheets_one_is_chosen_first_and_steps_are_not_passed_over(client, officer):
    rows = xlsx_rows(["Ref", "Project", "2010/11"], ["A-1", "Vans", "100"])
    page = send_own(client, own_file("two.xlsx", xlsx_bytes(rows, rows, names=["March", "April"])))
    assert page.context["step"] == "sheet"

    later = reverse("savings:upload_layout", args=[FigureSheet.objects.get().pk, "columns"])
    assert client.get(later, follow=True).context["step"] == "sheet"
    assert "Choose the sheet that holds your savings." in said(go_on(client, page))
    page = go_on(client, page, sheet="April")
    page = go_on(client, page)
    page = go_on(client, page, unit="1", state="actual", years="each")
    assert "1 new claim" in said(page)


def test_a_tab_that_is_too_large_cannot_be_chosen_and_the_other_can(client, officer):
    rows, many = (
        xlsx_rows(["Ref", "Project", "2010/11"], ["A-1", "Vans", "1"]),
        xlsx_rows(*[["x"]] * 3_001),
    )
    page = send_own(client, own_file("two.xlsx", xlsx_bytes(rows, many, names=["March", "Ledger"])))

    page = go_on(client, page, sheet="Ledger")
    assert "“Ledger” has more than 3,000 rows" in said(page)
    assert go_on(client, page, sheet="March").context["step"] == "titles"


def test_titles_over_two_rows_need_a_row_below_them(client, officer):
    page = send_own(client, own_file("a.csv", b"Ref,Project,2010/11\nA-1,Vans,100\n"))

    page = go_on(client, page, row="1", lines="2")

    assert page.status_code == 400
    assert "There are no rows below these titles." in said(page)


# What was said may have changed, or be changed ---------------------------------------------------


def test_titles_over_two_rows_are_refused_where_the_second_holds_amounts(client, officer):
    page = send_own(client, own_file("a.csv", list_of(3)))

    page = go_on(client, page, row="1", lines="2")

    assert page.status_code == 400
    assert "Row 2 holds amounts, such as 1000, so it may state a saving." in said(page)


def test_a_page_of_columns_that_was_shown_of_other_titles_changes_nothing(client, officer):
    page = columns_page(client, b"Ref,Saving description,2026/27\nA-1,Vans,1\nA-2,2027/28,3\n")
    sheet = FigureSheet.objects.get()
    go_on(client, client.get(reverse("savings:upload_layout", args=[sheet.pk, "titles"])), row="2")

    late = go_on(client, page, **SAID_OF_CSV | {"unit": "1000"})

    assert late.status_code == 409
    assert "perhaps in another tab" in said(late)
    assert late.context["form"]["unit"].value() == "1000"
    assert not FigureSheet.objects.get().layout["unit"]
    assert (
        go_on(
            client, late, **{"use-1": "what_changes", "use-2": "saving", "year-2": "2026"}
        ).status_code
        == 200
    )


KINDS_LIST = b"Ref,Saving description,Kind of gain,2026/27\nA-1,Vans,Real,250000\n"


def test_what_words_mean_can_be_said_again_and_money_is_in_money(client, officer):
    page = go_on(client, columns_page(client, KINDS_LIST), **SAID_OF_CSV)
    assert "not_in_money" not in dict(page.context["form"].fields["kind_of_gain-0"].choices)
    page = go_on(client, page, **{"kind_of_gain-0": "cashable"})
    assert "Kind of gain: Cashable" in said(page)

    words = reverse("savings:upload_layout", args=[FigureSheet.objects.get().pk, "words"])
    assert f'href="{words}"' in page.text
    page = client.get(words)
    assert page.context["form"]["kind_of_gain-0"].value() == "cashable"
    page = go_on(client, page, **{"kind_of_gain-0": "non_cashable"})

    assert "Kind of gain: Non-cashable" in said(page)


def test_sent_again_by_the_same_page_a_sheet_stays_read_as_it_was(client, officer):
    key, content = uuid4(), list_of(2)
    page = client.post(OWN, {"file": own_file("a.csv", content), "key": key}, follow=True)
    go_on(client, go_on(client, page), **SAID_OF_CSV)

    page = client.post(OWN, {"file": own_file("a.csv", content), "key": key}, follow=True)

    assert page.context["begun"] == 2


def test_which_column_is_which_is_offered_only_of_a_file_that_could_be_opened(client, officer):
    page = send_own(client, own_file("a.csv", b"%PDF-1.4"))

    assert "which column is which</a>" not in page.text


@pytest.mark.parametrize("years", ["each", "on_top"])
def test_a_list_with_minus_signs_leads_to_how_it_is_read(client, officer, years):
    content = b"Ref,Saving description,2026/27\nA-1,Vans,-250\n"

    page = go_on(client, columns_page(client, content), **SAID_OF_CSV | {"years": years})

    assert "How does the sheet show a saving?” choose" in said(page)
