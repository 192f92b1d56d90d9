"""Figures by spreadsheet: who may send one, what is asked of it, and what is said of one that is refused."""

import csv
import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from savings.forms import sheet_upload
from savings.imports import sent_figures
from savings.models import Figure, FigureSheet
from tests import factories
from tests.factories import PlaceFactory, draft_of, officer_of
from tests.savings.imports.figure_files import TITLE_ROW

from .uploads import PAGE, csv_file, said, send, sent, shown


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.fixture
def officer(client, kent):
    person = officer_of(kent)
    client.force_login(person)
    return person


# Who may -----------------------------------------------------------------------------------------


def test_the_addresses_are_the_doors_of_the_design():
    key = uuid4()

    assert PAGE == "/upload/"
    assert reverse("savings:upload_template") == "/upload/template.xlsx"
    assert reverse("savings:upload_sheet", args=[key]) == f"/upload/{key}/"


@pytest.mark.parametrize("who", ["officer_of", "finance_of"])
def test_whoever_edits_for_a_place_is_offered_the_page(client, kent, who):
    client.force_login(getattr(factories, who)(kent))

    assert client.get(PAGE).status_code == 200
    assert f'href="{PAGE}"' in client.get("/").text


@pytest.mark.parametrize("who", ["reviewer", "analyst", "administrator", "UserFactory"])
@pytest.mark.parametrize(
    "route", ["upload", "upload_template", "upload_claims", "upload_claims_template"]
)
def test_whoever_edits_nowhere_is_told_who_may(client, who, route):
    client.force_login(getattr(factories, who)())
    address = reverse(f"savings:{route}")

    response = client.get(address)

    assert response.status_code == 403
    assert "Only an officer or finance officer of a place states its claims and figures." in said(
        response
    )
    assert f'href="{PAGE}"' not in client.get("/").text


def test_nobody_but_its_sender_finds_a_sheet(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,5,0,")

    for stranger in (officer_of(kent), factories.administrator()):
        client.force_login(stranger)
        for end in ("", "errors.csv"):
            assert client.get(address + end).status_code == 404
        assert client.post(address).status_code == 404
    assert not Figure.objects.exists()


def test_who_no_longer_edits_for_a_place_can_no_longer_confirm(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,5,0,")
    digest = shown(client, address)
    factories.end_memberships(officer)

    assert client.post(address, digest).status_code == 403
    assert not Figure.objects.exists()


def test_a_form_from_elsewhere_is_refused(kent):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(officer_of(kent))

    assert send(careful, csv_file("Kent,KEN-1,2010-11,5,0,")).status_code == 403


# Sending -----------------------------------------------------------------------------------------


def test_an_error_names_the_column_as_the_sheet_does(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])

    refused = send(client, csv_file("Kent,KEN-1,2010-11,5,12k,"))

    assert "Cost (£) Cell E2 12k" in said(refused)


def test_a_sheet_in_the_words_of_the_pages_is_taken(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    titles = TITLE_ROW.replace("Cost (£)", "One-off cost (£)")

    page = client.get(sent(client, "Kent,KEN-1,2010-11,5,12,", titles=titles))

    assert "One-off cost (£) Stored now Not stated In the spreadsheet £12" in said(page)


def test_the_template_is_a_download(client, officer, kent):
    draft_of(kent)

    response = client.get(reverse("savings:upload_template"))

    assert response["Content-Disposition"] == 'attachment; filename="figures-KEN.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content.startswith(b"PK")


def test_the_template_sent_as_it_is_would_change_nothing(client, officer, kent):
    draft_of(kent)
    content = client.get(reverse("savings:upload_template")).content

    response = send(client, SimpleUploadedFile("figures-KEN.xlsx", content))

    page = client.get(response["Location"])
    assert "Nothing would change" in said(page)
    assert "Confirm and store" not in page.text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"what_to_do": "show"}, "Select the spreadsheet with your figures."),
        ({"file": SimpleUploadedFile("a.csv", b""), "what_to_do": "show"}, "The file is empty."),
        ({"file": csv_file("x")}, "Select what we should do with the spreadsheet."),
        (
            {"file": csv_file("x"), "what_to_do": "store"},
            "Select what we should do with the spreadsheet.",
        ),
        ({"file": csv_file("x", name="x" * 197 + ".csv"), "what_to_do": "show"}, "a shorter one"),
    ],
)
@pytest.mark.usefixtures("officer")
def test_what_is_missing_from_the_form_is_said(client, sent, words):
    response = client.post(PAGE, sent)

    assert response.status_code == 400
    assert words in said(response)
    assert "There is a problem" in said(response)
    assert "<title>Error: Upload figures" in response.text
    assert not FigureSheet.objects.exists()


@pytest.mark.usefixtures("officer")
def test_a_file_over_the_limit_is_refused_with_the_limit(client, monkeypatch):
    monkeypatch.setattr(sheet_upload, "MAX_BYTES", 1_000_000)

    response = send(client, SimpleUploadedFile("big.csv", b"x" * 1_100_000))

    assert response.status_code == 400
    assert "The file has 1.1 MB; the limit is 1 MB." in said(response)
    assert not FigureSheet.objects.exists()


def test_more_rows_than_the_page_takes_are_refused(client, officer, kent, monkeypatch):
    monkeypatch.setattr(sent_figures, "MAX_ROWS", 1)
    draft_of(kent, reference="KEN-1", figures=[])

    response = send(client, csv_file(*(f"Kent,KEN-1,20{y}-{y + 1},5,0," for y in (10, 11))))

    assert response.status_code == 400
    assert "The file has more than 1 rows" in said(response)


def test_the_encoding_is_said_back(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    rows = f"{TITLE_ROW}\nKent,KEN-1,2010-11,5,0,Café\n".encode("cp1252")

    page = client.get(send(client, SimpleUploadedFile("figures.csv", rows))["Location"])

    assert "The file was read as Windows-1252" in said(page)
    assert "Café" in said(page)


# What is wrong with it ---------------------------------------------------------------------------


@pytest.fixture
def refused(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    rows = ["Kent,KEN-1,2010-11,1.2m,0,", "Kent,KEN-1,2011-12,,0,", "Kent,KEN-1,2012-13,=2m,0,"]
    return send(client, csv_file(*rows))


def test_every_error_is_shown_by_its_reason_with_what_to_do(refused):
    text = said(refused)

    assert refused.status_code == 400
    assert "figures.csv has 3 errors. Nothing of it was stored." in text
    assert "Unit or suffix (k, m, %) in the value or title: 1" in text
    assert "Value left out: 1" in text
    assert "Type every digit of the amount in pounds" in text
    assert "<title>Error: Upload figures" in refused.text
    assert "What should we do with it?" in text


def test_all_errors_can_be_taken_as_a_file_that_no_spreadsheet_runs(client, refused):
    address = reverse("savings:upload_errors", args=[refused.context["sheet"].pk])

    response = client.get(address)

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert address in refused.text
    assert response["Content-Disposition"] == 'attachment; filename="errors.csv"'
    assert [row["Row"] for row in rows] == ["2", "3", "4"]
    assert rows[2]["Value"] == "'=2m"


def test_at_most_two_hundred_errors_are_on_the_page_and_all_are_counted(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    rows = [f"Kent,KEN-1,2010-11,x{number},," for number in range(300)]
    rows += ["Nowhere,KEN-1,2010-11,5,,"] * 5

    response = send(client, csv_file(*rows))

    shown = {
        reason.code: (reason.count, len(reason.shown)) for reason in response.context["reasons"]
    }
    assert shown["not_a_number"] == (300, 66)
    assert shown["unknown_place"] == (5, 1)  # One cause, with all of its rows.
    assert "302, 303, 304, 305 and 306 Place" in said(response)
    assert sum(number for _, number in shown.values()) <= 200
    assert "300, of which the first 66 are shown" in said(response)


def test_the_page_of_a_refused_sheet_shows_its_errors_until_they_are_mended(client, officer, kent):
    response = send(client, csv_file("Kent,KEN-1,2010-11,5,0,"))
    address = reverse("savings:upload_sheet", args=[response.context["sheet"].pk])

    before = client.get(address)
    draft_of(kent, reference="KEN-1", figures=[])
    after = client.get(address)

    assert (response.status_code, before.status_code) == (400, 200)
    assert (
        "Row 2 Claim reference Cell B2 KEN-1 Kent has no claim with the reference “KEN-1”."
        in said(before)
    )
    assert "1 new row" in said(after)
    assert client.get(f"{address}errors.csv").status_code == 404


def test_a_form_sent_twice_is_kept_once_and_another_file_is_not_taken_for_it(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    key = uuid4()

    once = sent(client, "Kent,KEN-1,2010-11,5,0,", key=key)
    again = sent(client, "Kent,KEN-1,2010-11,5,0,", key=key)
    corrected = sent(client, "Kent,KEN-1,2010-11,6,0,", key=key)

    assert once == again == reverse("savings:upload_sheet", args=[key])
    assert corrected != once
    assert "£6" in client.get(corrected).text
    assert FigureSheet.objects.count() == 2


def test_somebody_elses_key_opens_nothing_of_theirs(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    theirs = sent(client, "Kent,KEN-1,2010-11,5,0,")
    client.force_login(officer_of(kent))

    mine = sent(client, "Kent,KEN-1,2010-11,5,0,", key=theirs.split("/")[2])

    assert mine != theirs
    assert client.get(mine).status_code == 200
