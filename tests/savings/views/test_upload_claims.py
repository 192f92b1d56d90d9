"""Claims by spreadsheet: sent, and shown as new, changed or as they were, with references made for them."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from savings.imports import sent_claims
from savings.models import Claim, Version
from tests import factories
from tests.factories import (
    PlaceFactory,
    ThemeFactory,
    administrator,
    claim_at,
    draft_of,
    officer_of,
)

from .uploads import CLAIM_TITLES, CLAIMS_PAGE, claims_sent, confirm, csv_file, said, send, shown


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.fixture
def officer(client, kent):
    person = officer_of(kent)
    client.force_login(person)
    return person


# Sending -----------------------------------------------------------------------------------------


def test_both_ways_to_upload_lead_to_each_other(client, officer):
    figures, claims = client.get(reverse("savings:upload")), client.get(CLAIMS_PAGE)

    assert CLAIMS_PAGE == "/upload/claims/"
    assert f'href="{CLAIMS_PAGE}"' in figures.text
    assert f'href="{reverse("savings:upload")}"' in claims.text
    assert 'href="/upload/claims/template.xlsx"' in claims.text
    assert "up to 5 MB and 2,000 rows" in said(claims)
    assert "sending it again can state a claim twice" in said(claims)


def test_the_template_is_a_download_that_sent_as_it_is_would_change_nothing(client, officer, kent):
    claim_at("submitted", kent)
    draft_of(kent)

    template = client.get(reverse("savings:upload_claims_template"))
    file = SimpleUploadedFile("claims-KEN.xlsx", template.content)
    page = client.get(send(client, file, page=CLAIMS_PAGE)["Location"])

    assert template["Content-Disposition"] == 'attachment; filename="claims-KEN.xlsx"'
    assert "Nothing would change" in said(page)
    assert "2 rows that say what is stored" in said(page)
    assert "Confirm and store" not in page.text


@pytest.mark.parametrize(
    ("sent_to", "taken_from", "right_page", "words"),
    [
        ("upload", "upload_claims", CLAIMS_PAGE, "template for claims"),
        ("upload_claims", "upload", "/upload/", "template for figures"),
    ],
)
def test_the_other_template_is_refused_once_with_the_way_to_its_page(
    client, officer, kent, sent_to, taken_from, right_page, words
):
    draft_of(kent)
    content = client.get(reverse(f"savings:{taken_from}_template")).content
    file = SimpleUploadedFile("mine.xlsx", content)

    response = send(client, file, page=reverse(f"savings:{sent_to}"))

    assert response.status_code == 400
    assert response.context["number"] == 1
    assert f"mine.xlsx was not read, and nothing of it was stored. This is the {words}" in said(
        response
    )
    assert f'<li><a href="{right_page}">' in response.text


def test_new_claims_need_no_column_for_the_reference(client, officer):
    page = client.get(claims_sent(client, "Kent,One desk", titles="Place,What changes"))

    assert "1 new claim" in said(page)
    assert "KEN-0001 made for it" in said(page)


def test_columns_are_named_as_the_template_names_them(client, officer):
    file = csv_file("Kent,Kent,x", titles="Place,Theme,What change", name="claims.csv")

    text = said(send(client, file, page=CLAIMS_PAGE))

    words = (
        "There is no column “What changes”. If “What change” is meant for it, write “What changes”"
    )
    assert words in text
    assert "what_changes" not in text


def test_columns_left_out_are_named_beside_the_errors_and_in_their_file(client, officer):
    rows = "Kent,y,Red,Jo", "Atlantis,x,Green,=Bo"
    file = csv_file(*rows, titles="Place,What changes,RAG,Who", name="claims.csv")

    response = send(client, file, page=CLAIMS_PAGE)

    note = "Left out, because we do not know these columns: RAG and Who."
    assert "claims.csv has 1 error." in said(response)
    assert note in said(response)
    errors = client.get(reverse("savings:upload_errors", args=[response.context["sheet"].pk]))
    titles, error, last = csv.reader(errors.text.removeprefix("\ufeff").splitlines())
    assert titles[4:] == ["Reason", "Cell", "RAG", "Who"]
    assert [error[0], *error[4:]] == ["3", "no such place", "A3", "Green", "'=Bo"]
    assert last == ["", "", "", note, "not an error", "", "", ""]


def test_what_is_missing_from_the_form_is_said(client, officer):
    response = client.post(CLAIMS_PAGE, {"what_to_do": "show"})

    assert response.status_code == 400
    assert "Select the spreadsheet with your claims." in said(response)
    assert "<title>Error: Upload claims" in response.text


def test_more_claims_than_the_page_takes_are_refused(client, officer, monkeypatch):
    monkeypatch.setattr(sent_claims, "MAX_CLAIMS", 1)
    file = csv_file(",Kent,One desk", ",Kent,One fleet", titles=CLAIM_TITLES)

    response = send(client, file, page=CLAIMS_PAGE)

    assert response.status_code == 400
    assert "The file has more than 1 rows" in said(response)


def test_errors_are_shown_by_reason_and_can_be_taken_away(client, officer):
    rows = ["KEN 1,Kent,One desk", ",Kent,", "KEN-2,Kent,=A1", "KEN-2,Kent,Two", "KEN-2,Kent,Three"]

    response = send(
        client, csv_file(*rows, titles=CLAIM_TITLES, name="claims.csv"), page=CLAIMS_PAGE
    )
    address = reverse("savings:upload_errors", args=[response.context["sheet"].pk])
    content = client.get(address).content.decode("utf-8-sig")

    text = said(response)
    errors = list(csv.DictReader(io.StringIO(content, newline="")))
    assert response.status_code == 400
    assert "claims.csv has 4 errors. Nothing of it was stored." in text
    assert "Stated in two rows: 2" in text
    assert "Row 2 Reference Cell A2 KEN 1 “KEN 1” is not a reference." in text
    assert "Upload figures takes those" in text
    assert [(row["Row"], row["Column"]) for row in errors] == [
        ("2", "Reference"),
        ("3", "What changes"),
        ("5", "Reference"),
        ("6", "Reference"),
    ]


def test_the_page_of_a_refused_sheet_shows_its_errors_until_they_are_mended(client, officer):
    ThemeFactory()
    file = csv_file(",Kent,One desk,Fleet", titles=f"{CLAIM_TITLES},Theme", name="claims.csv")
    response = send(client, file, page=CLAIMS_PAGE)
    address = reverse("savings:upload_sheet", args=[response.context["sheet"].pk])

    before = client.get(address)
    ThemeFactory(name="Fleet")
    after = client.get(address)

    assert "Type one of: Back office." in said(before)
    assert "<h1" in before.text
    assert "Upload claims" in said(before)
    assert "1 new claim" in said(after)


def test_nobody_but_its_sender_finds_a_sheet(client, officer, kent):
    address = claims_sent(client, ",Kent,One desk")

    for stranger in (officer_of(kent), administrator()):
        client.force_login(stranger)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert not Claim.objects.exists()


def test_who_no_longer_writes_for_a_place_can_no_longer_confirm(client, officer):
    address = claims_sent(client, ",Kent,One desk")
    digest = shown(client, address)
    factories.end_memberships(officer)

    assert client.post(address, digest).status_code == 403
    assert not Claim.objects.exists()


# What it would change ----------------------------------------------------------------------------


def test_new_changed_and_unchanged_claims_are_shown_before_anything_is_stored(
    client, officer, kent
):
    draft_of(kent, reference="KEN-0001", what_changes="One desk", stage="proposed", caveat="Old")
    claim_at("submitted", kent, reference="KEN-0002", what_changes="One fleet")
    claim_at("submitted", kent, reference="KEN-0003", what_changes="One payroll", caveat="")
    rows = [
        "KEN-0001,Kent,One desk,Agreed,,Back office",
        "KEN-0002,Kent,Two fleets,Identified,,Back office",
        "KEN-0003,Kent,One payroll,Identified,,Back office",
        ",Kent,One post room,Signed,,",
        "MINE-1,Kent,One store,,,",
    ]

    page = client.get(claims_sent(client, *rows, titles=f"{CLAIM_TITLES},Stage,Caveat,Theme"))

    text = said(page)
    assert "2 new claims 2 changed claims 1 row that says what is stored" in text
    assert "References made for rows without one: KEN-0004." in text
    assert (
        "KEN-0004 made for it What changed One post room Kent What else it says How firm it is: Signed"
        in text
    )
    assert "MINE-1 What changed One store Kent What else it says Nothing yet" in text
    assert "Row 2, KEN-0001 , Kent: goes into the draft that is open" in text
    assert "How firm it is Stored now Proposed In the spreadsheet Agreed" in text
    assert "The place’s own caveat Stored now Old In the spreadsheet Not stated" in text
    assert "Row 3, KEN-0002 , Kent: opens a new draft; version 1 stays as it is" in text
    assert "Row 4: KEN-0003" in text
    assert "would state it a second time" in text
    assert (Claim.objects.count(), Version.objects.count()) == (3, 3)


def test_a_new_claim_in_the_words_of_another_is_to_be_looked_at_again(
    client, officer, kent, monkeypatch
):
    monkeypatch.setattr("savings.pages.upload_claims_sheet.ALIKE_SHOWN", 2)
    draft_of(kent, reference="KEN-0001", what_changes="One desk")
    rows = [
        ",Kent,One desk,Perhaps",
        ",Kent,One fleet,",
        ",Kent,One fleet,Sure",
        ",Kent,One desk,Sure",
    ]

    page = client.get(claims_sent(client, *rows, titles=f"{CLAIM_TITLES},Caveat"))

    text = said(page)
    assert "Row 2 says what changed in the words of KEN-0001 : One desk" in text
    assert "Row 4 says what changed in the words of row 3: One fleet" in text
    assert "and 1 more row" in text
    assert 'href="/claims/KEN-0001/"' in page.text


def test_many_claims_are_shown_on_several_pages(client, officer, kent, monkeypatch):
    monkeypatch.setattr("savings.pages.upload_claims_sheet.CLAIMS_A_PAGE", 2)
    draft_of(kent, reference="KEN-0001")
    rows = ["KEN-0001,Kent,One desk", ",Kent,One fleet", ",Kent,One payroll"]
    address = claims_sent(client, *rows)

    first, second = client.get(address), client.get(address, {"page": 2})

    assert [len(first.context[name]) for name in ("new", "changed")] == [2, 0]
    assert [len(second.context[name]) for name in ("new", "changed")] == [0, 1]
    assert "New claims on this page" in said(first)


def test_a_page_with_many_claims_asks_no_more_often_than_with_one(
    client, officer, kent, django_assert_max_num_queries
):
    rows = []
    for number in range(1, 8):
        draft_of(kent, reference=f"KEN-{number}")
        rows += [f"KEN-{number},Kent,Desk {number}", f",Kent,Fleet {number}"]
    address = claims_sent(client, *rows)

    with django_assert_max_num_queries(25):
        client.get(address)


def test_checking_only_shows_the_difference_and_stores_nothing(client, officer):
    address = claims_sent(client, ",Kent,One desk", what_to_do="check")

    page = client.get(address)
    confirmed = confirm(client, address)

    assert "The spreadsheet can be taken" in said(page)
    assert "Confirm and store" not in page.text
    assert (confirmed.status_code, Claim.objects.count()) == (403, 0)
