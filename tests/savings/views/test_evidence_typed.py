"""No button of the page of evidence drops what is typed or chosen on it."""

import pytest

from tests import factories
from tests.savings.views.adding_evidence import ADDRESS, add_files, evidence_file, evidence_of


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def draft(place, officer):
    return factories.draft_of(place, evidence=[], reference="PL-0001")


NEXT = "/claims/PL-0001/edit/others/"


# What is sent with *Continue* → what the draft cites then, and where it leads. Nothing that was chosen is dropped.
@pytest.mark.parametrize(
    ("names", "kind", "cited", "leads_to"),
    [
        ([], "", [], NEXT),
        (["a.pdf"], "ledger", ["a.pdf"], NEXT),
        (["a.pdf"], "", [], ""),
        (["a.html"], "ledger", [], ""),
        (["a.pdf", "b.html"], "ledger", ["a.pdf"], ""),
        ([], "ledger", [], ""),
    ],
)
def test_continue_takes_the_chosen_files_along(client, draft, names, kind, cited, leads_to):
    answer = add_files(client, *map(evidence_file, names), kind=kind, then="next")

    assert answer.headers.get("Location", "") == leads_to
    assert [item.file_name for item in evidence_of(draft)] == cited
    if not leads_to:
        assert "There is a problem" in answer.text


SEEN = {"link-seen_on-day": "1", "link-seen_on-month": "3", "link-seen_on-year": "2010"}
LINK = SEEN | {"link-url": "https://x.example/", "link-title": "Budget", "link-kind": "monitoring"}
LEDGER = {"ledger-ledger_reference": "4711", "ledger-kind": "ledger"}
AS_DRAWN = SEEN | {"kind": "", "note": "", "link-url": "", "ledger-kind": "ledger", "held-item": ""}


# What is typed and chosen beside what the page has at first → what the draft cites then, or which error comes.
@pytest.mark.parametrize(
    ("boxes", "cited", "error"),
    [
        ({}, [], ""),
        (LINK, ["Budget"], ""),
        (LEDGER, ["Ledger, 4711"], ""),
        (LINK | LEDGER, ["Budget", "Ledger, 4711"], ""),
        ({"held-item": True}, ["Held"], ""),
        (LINK | {"held-item": True}, ["Budget", "Held"], ""),
        ({"note": "Of page 3."}, [], "Choose a file, or clear the note."),
        ({"page_or_cell": "B1"}, [], "Choose a file, or clear the boxes below."),
        (LINK | {"note": "Of page 3."}, [], "Choose a file, or clear the note."),
        (LEDGER | {"link-title": "Budget"}, [], "Enter the address of the page or document."),
        ({"ledger-title": "Spend"}, [], "Enter the ledger reference."),
        ({"held-page_or_cell": "page 9"}, [], "Choose the evidence."),
    ],
)
@pytest.mark.parametrize("button", [{"then": "next"}, {"then": "list"}, {}], ids=str)
def test_no_button_drops_what_is_typed_or_chosen(client, draft, place, button, boxes, cited, error):
    held = factories.link(place=place, added_by=factories.officer_of(place), title="Held")
    held.save()
    chosen = {"held-item": held.pk} if "held-item" in boxes else {}

    answer = client.post(ADDRESS, {"entry": ""} | AS_DRAWN | boxes | chosen | button)

    assert sorted(item.title for item in evidence_of(draft)) == cited
    assert answer.status_code == (400 if error else 302)
    if error:
        assert answer.text.count(error) == 2  # In the summary, and at the box.
        assert all(str(text) in answer.text for text in boxes.values())


def test_another_button_takes_what_is_typed_along(client, draft):
    client.post(ADDRESS, AS_DRAWN | LEDGER | {"entry": ["", "ledger"]})
    [first] = evidence_of(draft)

    refused = client.post(ADDRESS, AS_DRAWN | LINK | {"entry": ["", "file"]})
    wrong = client.post(ADDRESS, AS_DRAWN | {"note": "Of page 3.", "remove": first.pk})
    kept = evidence_of(draft)
    client.post(ADDRESS, AS_DRAWN | LINK | {"entry": "", "remove": first.pk})

    assert "Choose a file." in refused.text
    assert "https://x.example/" in refused.text
    assert "Choose a file, or clear the note." in wrong.text
    assert kept == [first]
    assert [item.title for item in evidence_of(draft)] == ["Budget"]


def test_what_is_listed_is_cited_with_all_that_is_typed(client, draft, place):
    held = factories.draft_of(place).citations.get().evidence
    foreign = factories.draft_of(factories.PlaceFactory()).citations.get().evidence

    refused = client.post(ADDRESS, AS_DRAWN | LINK | {"entry": "", "cite": foreign.pk})
    none = evidence_of(draft)
    client.post(ADDRESS, AS_DRAWN | LINK | {"entry": "", "cite": held.pk})

    assert "Choose evidence from the list." in refused.text
    assert none == []
    assert sorted(item.title for item in evidence_of(draft)) == ["Budget", held.title]


def test_a_file_waits_while_something_else_is_wrong(client, draft):
    page = add_files(
        client, evidence_file("a.pdf"), **AS_DRAWN | {"kind": "ledger", "link-title": "Budget"}
    )
    waiting = list(page.context["entries"]["file"]["received"].value())
    none = evidence_of(draft)
    add_files(client, received=waiting, **AS_DRAWN | LINK | {"kind": "ledger"})

    assert none == []
    assert page.text.count("<details") == page.text.count("open>") + 1  # All but the ledger's.
    assert sorted(item.title for item in evidence_of(draft)) == ["Budget", "a.pdf"]


def test_continue_takes_files_along_that_wait_in_the_form(client, draft):
    page = add_files(client, evidence_file("a.pdf"), kind="", then="list")
    waiting = list(page.context["form"]["received"].value())

    answer = add_files(client, received=waiting, then="list")

    assert answer.headers["Location"] == "/claims/PL-0001/edit/"
    assert [item.file_name for item in evidence_of(draft)] == ["a.pdf"]


def test_the_script_that_shows_progress_is_told_where_to_go_on(client, draft):
    sent = {"entry": "file", "kind": "evaluation", "files": evidence_file("a.pdf")}

    response = client.post(ADDRESS, sent, headers={"X-Progress": "shown"})

    assert (response.status_code, response.headers["X-Go-To"]) == (204, ADDRESS)
    assert "The evidence of the draft is stored" in client.get(ADDRESS).text
