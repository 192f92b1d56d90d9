"""A file that holds what does not show is no evidence before its sender says that others may read that.

Tried at both doors through which files come: the evidence of a draft, and an answer. The file is case 06 of
`tests/cases/entry`, a workbook with hidden sheets.
"""

import hashlib
import re
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from savings import workflow
from savings.evidence.hidden_content import READERS
from savings.evidence.upload_handler import incoming
from savings.models import Evidence, SentFile, StoredFile, Version
from tests import factories
from tests.savings.evidence import made_files

HIDDEN = "2 hidden sheets (Staff, Very), a hidden row, a hidden column and a comment"
WARNING = f"“staff.xlsx” holds {HIDDEN}. {READERS} could read them."
FILE = (Path(__file__).parents[2] / "cases/entry/06_evidence_hidden_sheet.xlsx").read_bytes()
EVIDENCE, ANSWER = "/claims/PL-0001/evidence/", "/claims/PL-0001/actions/answer/"
DOORS = {
    "evidence": (EVIDENCE, "draft", {"entry": "file", "kind": "ledger", "page_or_cell": "B1"}),
    "answer": (ANSWER, "question", {"kind": "ledger", "text": "It is net."}),
}


class Door:
    """One door, with a claim of which an officer is at the keyboard."""

    def __init__(self, client, name, place):
        self.client = client
        self.address, status, self.boxes = DOORS[name]
        self.version = factories.claim_at(
            status, place, reference="PL-0001", evidence=[(factories.ledger(), "")]
        )
        client.force_login(factories.officer_of(place))

    def send(self, *files, **boxes):
        sent = self.boxes | {"once": str(uuid4()), "files": [_file(*file) for file in files]}
        return self.client.post(self.address, sent | boxes)

    def again(self, page, choice, *files, **boxes):
        """Send the form that came back, with one answer for each file that asks for one."""
        asked = set(re.findall(r'name="(hidden-\d+)"', page.text))
        ticked = list(page.context["form"]["received"].value())
        return self.send(*files, received=ticked, **dict.fromkeys(asked, choice), **boxes)

    def stored(self):
        """What has become evidence, and whether what does not show in it was confirmed."""
        items = Evidence.objects.filter(form="file").order_by("pk")
        return {item.file_name: item.is_hidden_confirmed for item in items}


def _file(name="staff.xlsx", content=FILE):
    file = BytesIO(content)
    file.name = name
    return file


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture(params=DOORS)
def door(request, client, place):
    return Door(client, request.param, place)


@pytest.fixture
def evidence_door(client, place):
    return Door(client, "evidence", place)


def test_a_file_is_held_until_what_does_not_show_in_it_is_confirmed(door):
    page = door.send(("staff.xlsx", FILE), ("plain.txt", b"Counted.\r\n"))
    held = door.stored()
    done = door.again(page, "confirm", page_or_cell="")  # It is asked of each of two files.

    assert page.status_code == 400
    assert WARNING in page.text
    assert "Confirm “staff.xlsx”, or take it out." in page.text
    assert held == {}
    assert done.status_code == 302
    assert door.stored() == {"staff.xlsx": True, "plain.txt": False}
    assert SentFile.objects.count() == 2  # Nothing had to be sent again.


def test_a_file_is_taken_out_and_another_comes_in_its_place(door):
    page = door.send(("staff.xlsx", FILE))

    done = door.again(page, "take_out", ("clean.xlsx", made_files.xlsx()))

    assert done.status_code == 302
    assert door.stored() == {"clean.xlsx": False}


def test_a_file_without_its_tick_is_asked_nothing_more(door):
    door.send(("staff.xlsx", FILE))

    done = door.send(("clean.xlsx", made_files.xlsx()))

    assert done.status_code == 302
    assert door.stored() == {"clean.xlsx": False}


@pytest.mark.parametrize(
    "choice", ["", "yes", "confirm"], ids=["none", "no such", "of another file"]
)
def test_no_other_answer_confirms_a_file(door, choice):
    door.send(("staff.xlsx", FILE))
    key = str(SentFile.objects.get().pk)
    name = f"hidden-{key}9" if choice == "confirm" else f"hidden-{key}"

    page = door.send(received=[key], **{name: choice})

    assert page.status_code == 400
    assert "Confirm “staff.xlsx”, or take it out." in page.text
    assert door.stored() == {}


def test_another_file_that_comes_with_the_confirmation_is_asked_of_itself(door):
    page = door.send(("staff.xlsx", FILE))

    again = door.again(page, "confirm", ("second.xlsx", FILE), ("page.html", b"<html>"))

    assert again.status_code == 400
    assert "Confirm “second.xlsx”, or take it out." in again.text
    assert "Confirm “staff.xlsx”, or take it out." not in again.text
    assert "“page.html” was not stored." in again.text
    assert door.stored() == {}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["staff.xlsx"], "“staff.xlsx” is taken out. Nothing was added."),
        (["a.xlsx", "b.xlsx"], "“a.xlsx” and “b.xlsx” are taken out. Nothing was added."),
    ],
)
def test_taking_every_file_out_adds_none_and_says_so(evidence_door, names, said):
    page = evidence_door.send(*((name, FILE) for name in names))

    done = evidence_door.again(page, "take_out")
    after = evidence_door.client.get(EVIDENCE).text

    assert "A file that is taken out is deleted within about two days" in page.text
    assert done.status_code == 302
    assert said in after
    assert "govuk-notification-banner--success" not in after
    assert "Files that are here" not in after
    assert evidence_door.stored() == {}


def test_a_file_that_is_refused_is_named_though_another_is_taken_out(evidence_door):
    page = evidence_door.send(("staff.xlsx", FILE))

    again = evidence_door.again(page, "take_out", ("page.html", b"<html>"))

    assert again.status_code == 400
    assert "“page.html” was not stored." in again.text


def test_no_other_error_of_the_form_loses_a_file(evidence_door):
    page = evidence_door.send(("plain.txt", b"Counted.\r\n"), kind="")

    done = evidence_door.again(page, "")

    assert "Choose the kind of evidence." in page.text
    assert done.status_code == 302
    assert evidence_door.stored() == {"plain.txt": False}


def _shown_to(client, person, version, item):
    client.force_login(person)
    pages = ["/claims/PL-0001/", EVIDENCE, f"/evidence/{item.pk}/preview/"]
    if person.has_perm("savings.read_for_review"):
        pages.append("/review/PL-0001/")
        pages.append(reverse("admin:savings_version_change", args=[version.pk]))
    return {
        page: f"It holds {HIDDEN}, and the place has confirmed that this may be read."
        in client.get(page).text
        for page in pages
    }


def test_whoever_sees_the_evidence_is_told_what_does_not_show(client, place, evidence_door):
    evidence_door.again(evidence_door.send(("staff.xlsx", FILE)), "confirm")
    version = Version.objects.get()
    item = Evidence.objects.get(form="file")
    workflow.submit(version, by=factories.finance_of(place))
    reviewer = factories.reviewer()
    workflow.take(version, by=reviewer)

    for person in (factories.officer_of(place), reviewer):
        shown = _shown_to(client, person, version, item)
        assert all(shown.values()), shown


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_evidence_given_before_is_used_again_only_if_what_does_not_show_was_confirmed(
    door, place, is_confirmed
):
    item = factories.sent_file(place, "old.xlsx", FILE)
    item.place, item.is_hidden_confirmed = place, is_confirmed
    item.added_by = factories.officer_of(place)
    item.save()

    page = door.client.post(
        door.address,
        door.boxes
        | {"once": str(uuid4()), "entry": "held", "item": item.pk, "evidence": [item.pk]},
    )

    assert page.status_code == (302 if is_confirmed else 400)
    assert is_confirmed or f"“old.xlsx” holds {HIDDEN}." in page.text
    assert is_confirmed or "Send the file again, which asks you to confirm it" in page.text


def test_the_workflow_takes_no_such_file_unconfirmed(place):
    draft = factories.claim_at("draft", place)
    item = factories.sent_file(place, "staff.xlsx", FILE)

    with pytest.raises(workflow.ActionError, match=r"“staff\.xlsx” holds what does not show"):
        workflow.edit(draft, by=factories.officer_of(place), evidence=[(item, "")])

    item.is_hidden_confirmed = True
    workflow.edit(draft, by=factories.officer_of(place), evidence=[(item, "")])
    assert draft.citations.get().evidence.is_hidden_confirmed


def test_what_was_found_stays_as_it_was_said(place):
    factories.sent_file(place, "staff.xlsx", FILE)

    for words in ("", "a comment"):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            StoredFile.objects.update(hidden=words)


def test_a_file_stored_before_this_was_looked_for_is_found_out_when_it_is_sent_again(place):
    incoming()
    digest = hashlib.sha256(FILE).hexdigest()
    before = StoredFile.objects.create(sha256=digest, size=len(FILE), file_type="xlsx")

    again = factories.sent_file(place, "staff.xlsx", FILE).file

    assert (again.pk, again.hidden) == (before.pk, HIDDEN)


def test_what_was_confirmed_is_frozen_with_the_version(place, evidence_door):
    evidence_door.again(evidence_door.send(("staff.xlsx", FILE)), "confirm")
    workflow.submit(Version.objects.get(), by=factories.finance_of(place))

    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(form="file").update(is_hidden_confirmed=False)
