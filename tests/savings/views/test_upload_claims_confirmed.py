"""Claims by spreadsheet are confirmed once: as they were shown, or shown again."""

from functools import partial

import pytest

from savings import workflow
from savings.imports import sent_claims, sent_sheets
from savings.models import Claim, FigureSheet, Version
from tests.factories import (
    PlaceFactory,
    ThemeFactory,
    claim_at,
    draft_of,
    officer_of,
)

from .uploads import CLAIM_TITLES, claims_sent, confirm, csv_file, said, send, shown


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


@pytest.fixture
def officer(client, kent):
    person = officer_of(kent)
    client.force_login(person)
    return person


def test_confirming_stores_the_claims_and_says_where(client, officer, kent):
    draft = draft_of(kent, reference="KEN-0001")
    standing = claim_at("submitted", kent, reference="KEN-0002")
    rows = ["KEN-0001,Kent,Two desks", "KEN-0002,Kent,Two fleets", ",Kent,One post room"]
    address = claims_sent(client, *rows)

    response = confirm(client, address)

    page = client.get(address)
    draft.refresh_from_db()
    new = Version.objects.get(claim__reference="KEN-0003")
    assert (response.status_code, response["Location"]) == (302, address)
    assert (draft.what_changes, new.what_changes) == ("Two desks", "One post room")
    assert standing.claim.versions.get(status="draft").what_changes == "Two fleets"
    assert "Claims stored" in said(page)
    assert "KEN-0001 : its draft was changed" in said(page)
    assert "KEN-0002 : a new draft was opened for it" in said(page)
    assert "KEN-0003 : begun" in said(page)
    assert "Imported from claims.csv, sent on " in new.events.get().note
    named = FigureSheet.objects.get().events.order_by("action")
    assert list(named.values_list("action", flat=True)) == ["create", "edit", "edit", "revise"]
    assert new.events.get().note in client.get(new.claim.get_absolute_url()).text


def test_a_second_confirmation_answers_the_same_and_stores_once(client, officer):
    address = claims_sent(client, ",Kent,One desk")
    typed = shown(client, address)
    client.post(address, typed)

    again = client.post(address, typed)

    claim = Claim.objects.get()
    assert (again.status_code, again.context["claims"]) == (200, [(claim, "create")])
    assert Version.objects.count() == 1


def test_of_two_at_once_one_stores_and_both_are_told_it_is_stored(client, officer):
    address = claims_sent(client, ",Kent,One desk")
    digest = shown(client, address)
    # The slower of the two has read the sheet before the faster one stored it.
    slower = FigureSheet.objects.get()
    confirm(client, address)

    sent_claims.confirm_claims(slower, **digest)

    assert Claim.objects.count() == 1


def test_of_two_that_have_read_the_same_only_the_first_stores(client, officer):
    claims_sent(client, ",Kent,One desk")
    result = sent_claims.read_claim_sheet(FigureSheet.objects.get()).result
    stored = []

    for person in ("first", "second"):
        sent_sheets.store_once(FigureSheet.objects.get(), result, partial(stored.append, person))

    assert stored == ["first"]


def test_the_same_file_sent_again_begins_no_second_claim(client, officer):
    confirm(client, claims_sent(client, ",Kent,One desk"))

    page = client.get(claims_sent(client, ",Kent,One desk"))

    assert "Nothing would change" in said(page)
    assert "say exactly what a claim says already: row 2 as KEN-0001." in said(page)


def test_a_reference_that_is_taken_meanwhile_is_shown_before_another_is_made(client, officer, kent):
    address = claims_sent(client, ",Kent,One desk")
    typed = shown(client, address)
    draft_of(kent, reference="KEN-0001")

    response = client.post(address, typed)
    assert response.status_code == 409
    assert "What is stored has changed since this page was shown to you" in said(response)
    assert "KEN-0002 made for it" in said(response)
    assert Claim.objects.count() == 1

    assert client.post(address, {"digest": response.context["form"]["digest"].value()})
    assert Version.objects.get(claim__reference="KEN-0002").what_changes == "One desk"


def test_what_has_changed_since_it_was_shown_is_shown_again(client, officer, kent):
    draft = draft_of(kent, reference="KEN-0001", what_changes="One desk")
    address = claims_sent(client, "KEN-0001,Kent,Two desks")
    typed = shown(client, address)
    workflow.perform("edit", draft, by=officer_of(kent), content={"what_changes": "Three desks"})

    response = client.post(address, typed)

    draft.refresh_from_db()
    assert response.status_code == 409
    assert "Stored now Three desks In the spreadsheet Two desks" in said(response)
    assert draft.what_changes == "Three desks"


def test_a_draft_that_moves_on_at_that_very_moment_is_a_conflict(client, officer, kent):
    draft = draft_of(kent, reference="KEN-0001", what_changes="One desk")
    claims_sent(client, "KEN-0001,Kent,Two desks")
    sheet = FigureSheet.objects.get()
    reading = sent_claims.read_claim_sheet(sheet)
    workflow.perform("edit", draft, by=officer_of(kent))

    with pytest.raises(sent_sheets.SheetChanged), sent_sheets.confirming(sheet):
        sent_claims.store_claims(reading, by=officer, note="")


def test_what_cannot_be_stored_any_more_is_a_conflict(client, officer):
    theme = ThemeFactory(name="Fleet")
    address = claims_sent(client, ",Kent,One desk,Fleet", titles=f"{CLAIM_TITLES},Theme")
    typed = shown(client, address)
    theme.delete()

    response = client.post(address, typed)

    assert response.status_code == 409
    assert "“Fleet” is not known here." in said(response)
    assert not Claim.objects.exists()


def test_a_form_without_what_was_shown_stores_nothing(client, officer):
    address = claims_sent(client, ",Kent,One desk")

    assert client.post(address).status_code == 409
    assert not Claim.objects.exists()


def test_a_sheet_of_claims_is_not_taken_for_one_of_figures_with_the_same_key(client, officer):
    address = claims_sent(client, ",Kent,One desk")
    file = csv_file(",Kent,One desk", titles=CLAIM_TITLES, name="claims.csv")

    response = send(client, file, key=address.split("/")[2])

    assert response.status_code == 400
    assert FigureSheet.objects.filter(holds="claims").count() == 1
