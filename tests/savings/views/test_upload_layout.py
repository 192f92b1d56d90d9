"""A list of a place's own: from the file to its claims and figures, step by step; and who may, and what is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pilots.models import Membership
from savings.models import Claim, Figure, FigureSheet, Layout
from tests import factories
from tests.savings.views.own_uploads import (
    OWN,
    SAID,
    SAID_OF_CSV,
    STATEMENT,
    TRACKER,
    columns_page,
    confirmed,
    go_on,
    list_of,
    own_file,
    send_own,
)

from .uploads import PAGE, said, send


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PRA", name="Practice place")


@pytest.fixture
def officer(client, place):
    person = factories.officer_of(place)
    client.force_login(person)
    return person


def test_a_tracker_goes_in_step_by_step_and_the_next_one_at_once(client, officer, place):
    page = send_own(client, own_file(TRACKER))
    assert page.context["step"] == "titles"

    page = go_on(client, page)
    assert page.context["step"] == "columns"
    said_so = {"year-7": "2026", "unit": "1", "state": "forecast", "years": "each"}
    page = go_on(client, page, **said_so)
    assert page.context["step"] == "words"
    page = go_on(client, page)
    words = said(page)
    assert "3 new claims" in words
    assert "figures of a year are new" in words
    assert "of 0 changed" not in words
    assert "Reablement before long-term care" in words
    assert "2026-27: saving £250,000, one-off cost £60,000" in words
    assert "Payroll shared with the trust Kind of gain: Non-cashable" in words
    assert not Claim.objects.exists()

    page = confirmed(client, page)

    assert "Claims and figures stored" in said(page)
    assert Claim.objects.count() == 3
    assert Figure.objects.count() == 12
    assert Layout.objects.get().place == place

    page = send_own(client, own_file(TRACKER))
    assert "Nothing would change" in said(page)
    assert "12 figures of a year" not in said(page)
    assert "3 of your claims are in it already" in said(page)


def test_a_title_that_names_no_year_is_asked_about_anew_once_a_financial_year_has_ended(
    client, officer
):
    page = go_on(client, send_own(client, own_file(TRACKER)))
    said_so = {"year-7": "2026", "unit": "1", "state": "forecast", "years": "each"}
    confirmed(client, go_on(client, go_on(client, page, **said_so)))
    Layout.objects.update(at=timezone.now() - timedelta(days=366))

    page = send_own(client, own_file(TRACKER))

    assert page.context["step"] == "columns"
    assert page.context["form"]["year-4"].value() == 2026
    assert page.context["form"]["year-7"].value() == ""
    assert "Nothing would change" in said(go_on(client, page, **{"year-7": "2026"}))


def test_a_statement_says_what_is_left_out_and_how_it_differs_from_its_own_total(client, officer):
    page = send_own(client, own_file(STATEMENT))
    page = go_on(client, page)
    page = go_on(client, page, state="plan", years="each")

    words = said(page)
    assert "4 new claims" in words
    assert "Row 8, SAVINGS APPROVED TO DATE: it has no amounts" in words
    assert "Row 17, Sub-Total: it is a total" in words
    assert "Row 18, Service restructure: its amounts have the sign of more spending" in words
    assert "Row 17, Sub-Total: agrees with rows 13 to 16" in words
    assert "the file says £387,300, and £292,400 is read: £94,900 less" in words
    confirmed(client, page)
    assert Figure.objects.filter(state="plan").count() == 11


def test_a_sheet_that_is_not_ours_leads_to_the_page_where_its_columns_are_said(client, officer):
    response = send(client, own_file(STATEMENT))
    sheet = FigureSheet.objects.get()
    address = reverse("savings:upload_layout", args=[sheet.pk, "titles"])

    assert response.status_code == 400
    assert "tell us which column is which" in said(response)
    assert f'href="{address}"' in response.text
    page = go_on(client, client.get(address))
    assert page.context["step"] == "columns"
    assert OWN in client.get(PAGE).text


# Who may -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reviewer", "analyst", "administrator", "UserFactory"])
def test_whoever_edits_nowhere_is_told_who_may(client, who):
    client.force_login(getattr(factories, who)())

    response = client.get(OWN)

    assert response.status_code == 403
    assert "Only an officer or finance officer of a place" in said(response)


@pytest.mark.parametrize("step", ["sheet", "titles", "columns", "words"])
def test_another_person_finds_no_step_of_a_sheet(client, officer, place, step):
    send_own(client, own_file(TRACKER))
    sheet = FigureSheet.objects.get()
    client.force_login(factories.finance_of(place))

    address = reverse("savings:upload_layout", args=[sheet.pk, step])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_there_are_no_other_steps_and_back_after_storing_leads_to_what_was_stored(client, officer):
    page = go_on(
        client, go_on(client, send_own(client, own_file(STATEMENT))), state="plan", years="each"
    )
    sheet = FigureSheet.objects.get()
    assert client.get(reverse("savings:upload_layout", args=[sheet.pk, "else"])).status_code == 404
    confirmed(client, page)

    back = client.get(reverse("savings:upload_layout", args=[sheet.pk, "columns"]), follow=True)
    assert "Claims and figures stored" in said(back)


def test_who_writes_for_several_places_says_whose_they_are(client, place):
    other = factories.PlaceFactory(code="OTH", name="Another place")
    person = factories.officer_of(place)
    Membership.objects.create(user=person, place=other, role="officer")
    client.force_login(person)
    page = columns_page(client)

    assert "Choose the place whose savings they are." in said(go_on(client, page, **SAID))
    page = go_on(client, go_on(client, page, **SAID, place=other.pk))
    confirmed(client, page)

    assert {claim.place for claim in Claim.objects.all()} == {other}


def test_what_cannot_be_read_leads_back_to_what_was_said(client, officer):
    page = go_on(
        client,
        columns_page(client, b"Ref,Saving description,2026/27\nA-1,Vans,TBC\n"),
        **SAID_OF_CSV,
    )

    assert page.status_code == 200
    assert "“TBC” is not a number" in said(page)
    sheet = FigureSheet.objects.get()
    assert reverse("savings:upload_layout", args=[sheet.pk, "columns"]) in page.text
    assert (
        "“TBC” is not a number"
        in client.get(reverse("savings:upload_errors", args=[sheet.pk])).text
    )


def test_a_file_that_is_no_table_is_refused_at_once(client, officer):
    page = send_own(client, own_file("a.csv", b"%PDF-1.4"))

    assert page.status_code == 400
    assert "holds something else" in said(page)
    assert "Error: Upload a list of your own" in page.text
    assert "Select the spreadsheet with your savings." in said(client.post(OWN, {}))


def test_a_list_of_twenty_costs_the_questions_of_a_list_of_one(
    client, officer, django_assert_num_queries
):
    addresses = []
    for number in (1, 20):
        page = go_on(client, columns_page(client, list_of(number)), **SAID_OF_CSV)
        addresses.append(page.request["PATH_INFO"])
    with CaptureQueriesContext(connection) as one:
        client.get(addresses[0])

    with django_assert_num_queries(len(one)):
        page = client.get(addresses[1])

    assert page.context["begun"] == 20
