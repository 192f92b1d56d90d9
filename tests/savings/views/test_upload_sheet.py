"""One sheet that was sent: what it would change, confirmed once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from savings import workflow
from savings.imports import sent_figures
from savings.models import Figure, FigureSheet
from savings.workflow import mark_stored
from tests.factories import (
    PlaceFactory,
    claim_at,
    draft_of,
    figure,
    finance_of,
    lead_of,
    officer_of,
)
from tests.savings.imports.figure_files import TITLE_ROW

from .uploads import confirm, csv_file, said, send, sent, shown


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.fixture
def officer(client, kent):
    person = officer_of(kent)
    client.force_login(person)
    return person


# What it would change ----------------------------------------------------------------------------


def test_the_difference_is_shown_claim_by_claim_before_anything_is_stored(client, officer, kent):
    lead = lead_of(kent)
    draft_of(kent, reference="KEN-1", figures=[figure(lead, "5"), figure(lead, "8", year=2012)])
    claim_at("submitted", kent, reference="KEN-2")
    rows = ["Kent,KEN-1,2010-11,6,0,New note", "Kent,KEN-2,2010-11,250000,20000,",
            "Kent,KEN-2,2011-12,250001,0,"]  # fmt: skip

    page = client.get(sent(client, *rows))

    text = said(page)
    assert "1 new row 1 changed row 1 row that says what is stored" in text
    assert "1 stored row that the spreadsheet does not have: they stay" in text
    assert "KEN-1 , Kent: goes into the draft that is open" in text
    assert (
        f"2: 2010-11, forecast Cashable, {lead.name} Saving (£) Stored now £5 In the spreadsheet £6"
        in text
    )
    assert (
        "One-off cost (£) Stored now Not stated In the spreadsheet £0 Note Stored now None In the"
        in text
    )
    assert "KEN-2 , Kent: opens a new draft; version 1 stays as it is" in text
    assert "2011-12, forecast (new)" in text
    assert "KEN-1 : 2012-13, forecast" in text
    assert Figure.objects.filter(amount=6).count() == 0


def test_many_rows_are_shown_on_several_pages(client, officer, kent):
    for number in range(1, 10):
        draft_of(kent, reference=f"KEN-{number}", figures=[])
    rows = [f"Kent,KEN-{n},20{y}-{y + 1},{n}{y}5,," for n in range(1, 10) for y in range(10, 30)]
    rows += [f"{row},plan" for row in rows]
    rows = [row if row.endswith("plan") else f"{row},forecast" for row in rows]
    response = send(client, csv_file(*rows, titles=f"{TITLE_ROW},State"))

    first = client.get(response["Location"])
    second = client.get(response["Location"], {"page": 2})

    assert "1 to 200 of 360" in said(first)
    assert "201 to 360 of 360" in said(second)
    assert len(second.context["changes"]) == 4


def test_a_page_with_many_claims_asks_no_more_often_than_with_one(
    client, officer, kent, django_assert_num_queries
):
    for number in range(1, 9):  # The last is in neither sheet.
        draft_of(kent, reference=f"KEN-{number}", figures=[])
    rows = [f"Kent,KEN-{number},2010-11,{number}55,," for number in range(1, 8)]
    address_of_one, address = sent(client, rows[0]), sent(client, *rows)
    with CaptureQueriesContext(connection) as one:
        client.get(address_of_one)

    with django_assert_num_queries(len(one)):
        client.get(address)


def test_checking_only_shows_the_difference_and_stores_nothing(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,2010,0,", what_to_do="check")

    page = client.get(address)
    confirmed = client.post(address, shown(client, address) | {"year": "It is right."})

    assert "The spreadsheet can be taken" in said(page)
    assert "looks like a year" in said(page)
    assert "Confirm and store" not in page.text
    assert (confirmed.status_code, Figure.objects.count()) == (403, 0)
    assert "sent to be checked only" in said(confirmed)


# Confirming --------------------------------------------------------------------------------------


def test_confirming_stores_the_figures_and_says_where(client, officer, kent):
    draft = draft_of(kent, reference="KEN-1", figures=[])
    standing = claim_at("submitted", kent, reference="KEN-2")
    address = sent(client, "Kent,KEN-1,2010-11,555,0,", "Kent,KEN-2,2011-12,260000,0,")

    response = confirm(client, address)

    page = client.get(address)
    assert (response.status_code, response["Location"]) == (302, address)
    assert draft.figures.get(line="saving").amount == 555
    assert standing.claim.versions.get(status="draft").figures.count() == 5
    assert "Figures stored" in said(page)
    assert "KEN-1 : its draft was changed" in said(page)
    assert "KEN-2 : a new draft was opened for it" in said(page)
    assert f'href="{draft.claim.get_absolute_url()}"' in page.text
    assert "Imported from figures.csv, sent on " in draft.events.last().note
    named = FigureSheet.objects.get().events.order_by("pk")
    assert list(named.values_list("action", flat=True)) == ["revise", "edit", "edit"]


def test_what_a_sheet_changed_is_told_by_the_sheet_and_not_by_the_words_of_a_note(
    client, officer, kent
):
    draft = draft_of(kent, reference="KEN-1", figures=[])
    other = draft_of(kent, reference="KEN-2", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,555,0,")
    confirm(client, address)
    same_words = draft.events.last().note
    workflow.perform("edit", other, by=officer, note=same_words, content={"notes": "Another"})

    page = client.get(address)

    assert page.context["claims"] == [(draft.claim, "edit")]


def test_a_second_confirmation_answers_the_same_and_stores_once(client, officer, kent):
    draft = draft_of(kent, reference="KEN-1", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,555,0,")
    typed = shown(client, address)
    client.post(address, typed)
    revision = type(draft).objects.get(pk=draft.pk).revision

    again = client.post(address, typed)

    assert (again.status_code, again.context["claims"]) == (200, [(draft.claim, "edit")])
    draft.refresh_from_db()
    assert draft.revision == revision
    assert draft.events.filter(note__startswith="Imported").count() == 1


def test_of_two_at_once_one_stores_and_both_are_told_it_is_stored(officer, kent):
    draft = draft_of(kent, reference="KEN-1", figures=[])
    client = Client()
    client.force_login(officer)
    address = sent(client, "Kent,KEN-1,2010-11,555,0,")
    digest = shown(client, address)
    # The slower of the two has read the sheet before the faster one stored it.
    slower = FigureSheet.objects.get()
    confirm(client, address)

    sent_figures.confirm_figures(slower, **digest, reasons={})

    assert draft.events.filter(note__startswith="Imported").count() == 1


def test_only_the_first_may_say_that_a_sheet_is_stored(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    sent(client, "Kent,KEN-1,2010-11,555,0,")
    sheet = FigureSheet.objects.get()

    assert mark_stored(sheet, "First.")
    assert not mark_stored(sheet, "Second.")
    sheet.refresh_from_db()
    assert sheet.summary == "First."


def test_the_file_is_let_go_once_its_figures_are_stored(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,555,0,")

    confirm(client, address)

    sheet = FigureSheet.objects.get()
    assert (bytes(sheet.content), bool(sheet.stored_at)) == (b"", True)
    assert sheet.summary == "Stored. Rows: 1 new, 0 changed, 0 unchanged."
    assert client.get(f"{address}errors.csv").status_code == 404


def test_what_has_changed_since_it_was_shown_is_shown_again(client, officer, kent):
    draft = draft_of(kent, reference="KEN-1", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,2010,0,")
    typed = shown(client, address) | {"year-KEN-1": "It is right."}
    other = [figure(lead_of(kent), "777")]
    workflow.perform("edit", draft, by=officer_of(kent), figures=other)

    response = client.post(address, typed)

    assert response.status_code == 409
    assert "What is stored has changed since this page was shown to you" in said(response)
    assert "Stored now £777 In the spreadsheet £2,010" in said(response)
    assert 'value="It is right."' in response.text
    assert draft.figures.get().amount == 777
    assert confirm(client, address, **{"year-KEN-1": "It is right."}).status_code == 302


def test_it_is_said_that_a_draft_waits_for_sign_off_before_it_is_written_to(client, kent):
    draft = draft_of(kent, reference="KEN-1")
    workflow.ask_sign_off(draft, by=officer_of(kent))
    client.force_login(finance_of(kent))

    text = said(client.get(sent(client, "Kent,KEN-1,2010-11,260000,0,")))

    assert (
        "KEN-1 , Kent: goes into the draft that waits for sign-off; whoever signs it is shown what"
        in text
    )


def test_a_draft_opened_meanwhile_is_shown_before_it_is_written_to(client, officer, kent):
    standing = claim_at("submitted", kent, reference="KEN-1")
    address = sent(client, "Kent,KEN-1,2011-12,260000,0,")
    typed = shown(client, address)
    workflow.perform("revise", standing, by=officer_of(kent), note="New figures.")

    response = client.post(address, typed)

    assert response.status_code == 409
    assert "goes into the draft that is open" in said(response)


def test_what_cannot_be_stored_any_more_is_a_conflict(client, officer, kent):
    draft = draft_of(kent, reference="KEN-1", figures=[])
    address = sent(client, "Kent,KEN-1,2010-11,555,0,")
    typed = shown(client, address)
    content = {"kind_of_gain": "not_in_money"}
    workflow.perform("edit", draft, by=officer_of(kent), content=content)

    response = client.post(address, typed)

    assert response.status_code == 409
    assert "says that its gain cannot be put in pounds" in said(response)


# What is kept ------------------------------------------------------------------------------------


def test_what_was_never_confirmed_is_forgotten_after_a_week(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    today = timezone.now()
    with time_machine.travel(today - timedelta(days=8), tick=False):
        client.force_login(officer)
        sent(client, "Kent,KEN-1,2010-11,555,0,")
        confirm(client, sent(client, "Kent,KEN-1,2010-11,556,0,"))
    client.force_login(officer)
    with time_machine.travel(today - timedelta(days=6), tick=False):
        client.force_login(officer)
        sent(client, "Kent,KEN-1,2010-11,557,0,")

    client.force_login(officer)
    sent(client, "Kent,KEN-1,2010-11,558,0,")

    kept = FigureSheet.objects.order_by("at")
    assert [bool(sheet.stored_at) for sheet in kept] == [True, False, False]


def test_of_one_person_only_the_newest_are_kept(client, officer, kent):
    draft_of(kent, reference="KEN-1", figures=[])
    for number in range(25):
        newest = sent(client, f"Kent,KEN-1,2010-11,{number}55,0,")

    assert FigureSheet.objects.count() == 20
    assert client.get(newest).status_code == 200
