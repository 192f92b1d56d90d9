"""Administrators send people and organisations by sheet in the workspace: errors at once, a difference, stored once."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from pilots.invitations import AT_ONCE
from pilots.models import Membership, Organisation, PeopleSheet, User
from savings.admin.people_sheets import CHANGED
from savings.imports.people import template
from savings.imports.people.people import import_people
from savings.imports.people.sent import confirm
from savings.imports.sent_sheets import MAX_BYTES
from savings.workflow import reviews
from tests import factories
from tests.savings.imports.people.sheets import BODIES, PEOPLE, World, errors_of, held, sheet
from tests.workspace import list_page, page, row_page

pytestmark = pytest.mark.usefixtures("no_second_factor")

SEND = "/admin/pilots/peoplesheet/add/"
DOWNLOADS = [
    f"/admin/pilots/peoplesheet/{what}/{holds}.xlsx"
    for what in ("template", "everything")
    for holds in ("people", "organisations")
]
BOB = "Bob,bob@x.example,Officer,Kent,,,"


@pytest.fixture
def world(client):
    made = World()
    client.force_login(made.admin)
    return made


def _file(*rows, titles=PEOPLE, name="people.csv"):
    return SimpleUploadedFile(name, "\n".join([titles, *rows]).encode())


def _send(client, *rows, holds="people", follow=True, **more):
    titles = PEOPLE if holds == "people" else BODIES
    sent = {"file": _file(*rows, titles=titles), "holds": holds, "key": uuid4()} | more
    return client.post(SEND, sent, follow=follow)


def _confirm(client, shown, **more):
    [sheet] = PeopleSheet.objects.filter(stored_at=None)
    sent = {"digest": shown.context["parsed"].digest} | more
    return client.post(row_page(sheet), sent, follow=True)


def test_a_sheet_is_shown_confirmed_and_stored_once(client, world, mailoutbox):
    shown = _send(
        client, BOB, "Ann,ann@kent.example,Analyst,,,,", "Rob,rob@treasury.example,Reviewer,,,Yes,"
    )
    assert not User.objects.filter(email="bob@x.example").exists()
    text = " ".join(shown.text.split())
    assert "1 person added" in text
    assert "Bob, bob@x.example: Officer, Kent" in text
    assert "Ann, ann@kent.example: Analyst" in text
    assert "Rob, rob@treasury.example: no longer Reviewer." in text
    assert "After this, there is no reviewer." in text

    stored = _confirm(client, shown)
    sheet = PeopleSheet.objects.get()
    again = client.post(row_page(sheet), {"digest": shown.context["parsed"].digest}, follow=True)

    assert held("bob@x.example") == ([], [("KEN", "officer", None)])
    assert User.objects.get(email="bob@x.example").history.get().history_user == world.admin
    assert held("rob@treasury.example") == ([], [])
    for told in (stored, again):
        assert "Stored. 1 person added; 2 roles given" in " ".join(told.text.split())
    assert bytes(sheet.content) == b""
    # As of two clicks at the same moment: the second comes after the first was stored.
    assert confirm(sheet, digest="").invited == []
    assert [m.subject for m in mailoutbox if m.to == ["bob@x.example"]] == [mailoutbox[-1].subject]
    assert Membership.objects.filter(user__email="bob@x.example").count() == 1


def test_organisations_too(client, world):
    shown = _send(client, "A Trust,NHS,Kent,,", holds="organisations")
    assert "A Trust, in Kent" in shown.text

    stored = _confirm(client, shown)

    assert "1 organisation added" in stored.text
    assert Organisation.objects.get(name="A Trust").kind == "nhs"


def test_what_is_wrong_is_shown_in_a_table_and_nothing_is_kept(client, world):
    response = _send(client, "Bob,bob@x.example,Boss,Kemt,,,", "Al,al@x.example,,,,,")

    assert response.status_code == 400
    text = " ".join(response.text.split())
    assert "2 errors in the sheet" in text
    assert "<td>2</td><td>Place (D2)</td><td>Kemt</td>" in text
    assert "<td>2</td><td>Role (C2)</td><td>Boss</td>" in text
    assert not PeopleSheet.objects.exists()
    assert not User.objects.filter(email="al@x.example").exists()


def test_the_last_two_who_sign_off_do_not_leave_unnoticed(client, world):
    gone = [factories.finance_of(world.kent) for _ in range(2)]
    rows = [f"{one.name},{one.email},,,,Everything,Nobody" for one in gone]
    partner = "Pat,pat@x.example,Partner,Kent,NHS Kent & Medway,,"
    words = "After this, Kent has nobody who can sign off."

    shown = _send(client, *rows, partner)
    replaced = _send(client, *rows, "Pat,pat@x.example,Finance officer,Kent,,,")

    assert shown.text.count(words) == 2
    assert words not in replaced.text


def test_a_file_that_cannot_be_read_is_refused_in_words(client, world):
    refused = [
        ({"file": ""}, "Select the spreadsheet."),
        ({"holds": ""}, "Select what the spreadsheet holds."),
        ({"holds": "claims"}, "Select what the spreadsheet holds."),
        ({"file": SimpleUploadedFile("people.csv", b"")}, "The file is empty"),
        ({"file": SimpleUploadedFile("p.csv", b"x" * (MAX_BYTES + 1))}, "the limit is 5 MB"),
        ({"file": SimpleUploadedFile("people.xlsm", b"PK\x03\x04")}, "can hold macros"),
        ({"file": SimpleUploadedFile("people.csv", b"%PDF-1.4")}, "holds something else"),
        ({"file": SimpleUploadedFile("people.xlsx", b"PK\x03\x04")}, "Nothing was stored"),
        ({"holds": "organisations", "file": _file(BOB)}, "template for people"),
    ]
    for sent, words in refused:
        response = client.post(SEND, {"file": _file(BOB), "holds": "people"} | sent)

        assert response.status_code == 400, words
        assert words in response.text
    assert not PeopleSheet.objects.exists()


def test_what_has_changed_meanwhile_is_shown_again_and_nothing_is_stored(client, world):
    shown = _send(client, BOB, "Cat,cat@x.example,Officer,Croydon,,,")
    factories.UserFactory(name="Bob", email="bob@x.example")

    response = _confirm(client, shown)

    assert response.status_code == 409
    assert CHANGED in response.text
    assert not User.objects.filter(email="cat@x.example").exists()
    assert _confirm(client, response).status_code == 200
    assert held("bob@x.example") == ([], [("KEN", "officer", None)])


def test_a_successor_who_left_at_that_moment_is_told_and_nothing_is_stored(
    client, world, monkeypatch, tmp_path
):
    version, other = factories.claim_at("submitted", world.croydon), factories.reviewer()
    factories.workflow.perform("take", version, by=world.rob)
    rows = [BOB, f"Rob,rob@treasury.example,,,,Everything,{other.email}"]
    shown = _send(client, *rows)
    monkeypatch.setattr(reviews, "is_here", lambda person: False)

    response = _confirm(client, shown)

    assert (response.status_code, CHANGED in response.text) == (409, True)
    [(_, _, code, _)] = errors_of(import_people, sheet(tmp_path, *rows), world.admin)
    assert code == "stale"
    assert not User.objects.filter(email="bob@x.example").exists()
    assert User.objects.get(pk=world.rob.pk).is_active


def test_what_can_no_longer_be_stored_is_said_and_nothing_is_stored(client, world):
    shown = _send(client, BOB, "Ann,ann@kent.example,Officer,Croydon,,,")
    world.ann.is_active = False
    world.ann.save()

    response = _confirm(client, shown)

    assert response.status_code == 409
    assert "Ann has left" in response.text
    assert not User.objects.filter(email="bob@x.example").exists()
    assert client.get(row_page(PeopleSheet.objects.get())).status_code == 200


def test_the_first_are_invited_at_once_and_the_others_wait_for_the_digest(
    client, world, mailoutbox
):
    more = 3
    rows = [f"P{n},p{n}@x.example,Officer,Croydon,,," for n in range(AT_ONCE + more)]
    # Nothing is open to these yet, so there is nothing to begin.
    without = ["Al,al@x.example,,,,,", "Di,di@x.example,Declared interest,Kent,,,"]

    stored = _confirm(client, _send(client, *rows, *without))

    assert len([m for m in mailoutbox if m.to[0] != "ann@kent.example"]) == AT_ONCE
    assert f"{more} people wait" in client.get(stored.redirect_chain[-1][0]).text
    call_command("send_digest")
    invited = {m.to[0] for m in mailoutbox} - {"ann@kent.example"}
    assert len(invited) == AT_ONCE + more
    assert not invited & {"al@x.example", "di@x.example"}


def test_a_sheet_that_is_not_wanted_is_dropped(client, world):
    _send(client, BOB)

    client.post(row_page(PeopleSheet.objects.get()), {"forget": "yes"}, follow=True)

    assert not PeopleSheet.objects.exists()


def test_what_was_not_confirmed_is_gone_after_a_day_but_for_what_was_stored(client, world):
    _confirm(client, _send(client, BOB))
    _send(client, "Cat,cat@x.example,,,,,")

    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        call_command("forget_sheets")

    assert [sheet.stored_at is None for sheet in PeopleSheet.objects.all()] == [False]


def test_sent_twice_it_is_kept_once(client, world):
    key = uuid4()

    for _ in range(2):
        _send(client, BOB, key=key)

    assert PeopleSheet.objects.count() == 1


def test_a_sheet_that_waits_is_its_senders_alone(client, world):
    shown = _send(client, BOB)
    sheet = PeopleSheet.objects.get()
    client.force_login(factories.administrator())

    assert client.get(row_page(sheet)).status_code == 404
    assert (
        client.post(row_page(sheet), {"digest": shown.context["parsed"].digest}).status_code == 404
    )
    assert "people.csv" not in client.get(list_page(PeopleSheet)).text
    client.force_login(world.admin)
    _confirm(client, shown)
    client.force_login(factories.administrator())
    assert "1 person added" in client.get(row_page(sheet)).text


def test_only_administrators_come_here(client, world):
    _send(client, BOB)
    sheet = PeopleSheet.objects.get()
    others = [factories.lead(), factories.analyst(), world.rob, world.ann, factories.UserFactory()]
    for somebody in others:
        client.force_login(somebody)

        for address in (SEND, list_page(PeopleSheet), row_page(sheet), *DOWNLOADS):
            assert client.get(address, follow=True).status_code == 403, address
        assert _send(client, BOB).status_code == 403
        assert client.post(row_page(sheet), {"digest": ""}, follow=True).status_code == 403
    assert PeopleSheet.objects.count() == 1


def test_workbooks_are_there_and_no_others(client, world):
    for address in DOWNLOADS:
        response = client.get(address)
        assert response.content[:2] == b"PK", address
    for wrong in ("template/claims", "nothing/people"):
        assert client.get(f"/admin/pilots/peoplesheet/{wrong}.xlsx").status_code == 404


def test_everybody_downloaded_and_sent_back_changes_nothing(client, world):
    file = BytesIO(template.everything("people"))
    file.name = "people.xlsx"

    shown = client.post(SEND, {"file": file, "holds": "people", "key": uuid4()}, follow=True)

    assert "Nothing would change" in shown.text
    assert "Confirm and store" not in shown.text


def test_the_lists_lead_here(client, world):
    people = client.get(list_page(User)).text
    assert f"{SEND}?holds=people" in people
    assert DOWNLOADS[2] in people
    assert f"{SEND}?holds=organisations" in client.get(list_page(Organisation)).text
    client.force_login(factories.analyst())
    assert SEND not in client.get(list_page(Organisation)).text
    assert page(PeopleSheet, "add") == SEND
