"""Files on the page of evidence: added, refused, recognised and taken out in a draft."""

from uuid import uuid4

import pytest
from django.utils import timezone

from savings import workflow
from savings.evidence.hidden_content import READERS
from savings.models import Evidence, SentFile, StoredFile, Version
from tests import factories
from tests.savings.evidence import hostile_files, made_files
from tests.savings.views.adding_evidence import ADDRESS, add_files, evidence_file, evidence_of


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def draft(place, officer):
    return factories.draft_of(place, evidence=[], reference="PL-0001")


def test_several_files_are_added_at_once(client, draft):
    response = add_files(
        client,
        evidence_file("a.pdf"),
        evidence_file("b.csv", b"Place,Saving\r\nA,1\r\n"),
    )

    assert response.status_code == 302
    assert [item.file_name for item in evidence_of(draft)] == ["a.pdf", "b.csv"]
    page = client.get(ADDRESS).text
    assert "a.pdf" in page
    assert "Not scanned for viruses" in page


def test_one_bad_file_is_named_and_costs_the_others_nothing(client, draft):
    page = add_files(
        client, evidence_file("good.pdf"), evidence_file("page.html", b"<html>"), then="next"
    )

    # In a summary, to which the script of the page leads, beside the word that the other one is stored.
    assert page.status_code == 200
    assert "<title>Error: Evidence" in page.text
    assert page.text.count("“page.html” was not stored.") == 2
    assert 'href="#file_files"' in page.text
    assert "The evidence of the draft is stored as you see it below." in page.text
    assert "Files that are here" not in page.text
    assert [item.file_name for item in evidence_of(draft)] == ["good.pdf"]


@pytest.mark.parametrize("sent", hostile_files.FILES, ids=str)
def test_no_file_is_a_fault_and_what_is_refused_leaves_no_evidence(client, draft, settings, sent):
    settings.EVIDENCE_FILE_MB = 2

    response = add_files(client, evidence_file(sent.name, sent.content))

    is_stored = StoredFile.objects.exists()
    is_held = f"{READERS} could read" in response.text
    is_evidence = Evidence.objects.filter(place=draft.claim.place).exists()
    assert response.status_code == (302 if is_evidence else 400)
    assert is_stored == (is_evidence or is_held)
    if sent.outcome == hostile_files.KEPT:
        assert is_stored


def test_a_name_is_shown_as_text(client, draft):
    add_files(client, evidence_file("<img src=x onerror=alert(1)>.pdf"))

    page = client.get(ADDRESS).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in page


def test_nothing_chosen_is_said_in_words(client, draft):
    response = client.post(ADDRESS, {"entry": "file", "kind": "evaluation"})

    assert response.status_code == 400
    assert "Choose a file." in response.text


@pytest.mark.parametrize("content", [b"", None], ids=["empty", "too large"])
def test_a_file_of_the_wrong_size_is_refused_in_words(client, draft, settings, content):
    settings.EVIDENCE_FILE_MB = 1
    file = evidence_file(
        "large.pdf", made_files.padded(made_files.pdf(), 1_048_577) if content is None else content
    )

    response = add_files(client, file)

    assert response.status_code == 400
    assert "empty" in response.text or "1 MB" in response.text
    assert SentFile.objects.get().refused_because in ("empty", "too_big")


def test_a_large_saving_is_told_here_that_it_needs_more(client, draft):
    figures = factories.figures_of(draft.lead, amount="1000000.00")
    officer = factories.officer_of(draft.claim.place)
    workflow.perform("edit", Version.objects.get(pk=draft.pk), by=officer, figures=figures)

    client.post(ADDRESS, {"entry": "ledger", "ledger_reference": "4711", "kind": "ledger"})

    assert "Add a second piece of evidence" in client.get(ADDRESS).text


def test_evidence_is_taken_out_and_stays_the_places_own(client, draft):
    add_files(client, evidence_file("a.pdf"))
    [item] = evidence_of(draft)

    client.post(ADDRESS, {"remove": item.pk})

    assert evidence_of(draft) == []
    assert Evidence.objects.filter(pk=item.pk).exists()


def test_files_sent_twice_by_a_double_click_are_cited_once(client, draft):
    key = str(uuid4())

    for _ in range(2):
        add_files(client, evidence_file("a.pdf"), once=key)

    assert len(evidence_of(draft)) == 1


TODAY = f"{timezone.localdate():%-d %B %Y}"


# What the place has given before, and where; what is sent now → what is said of it, and what the draft then cites.
@pytest.mark.parametrize(
    ("before", "names", "said", "cited"),
    [
        (None, ["a.pdf"], "", ["a.pdf"]),
        ("draft", ["a.pdf"], f"You have “a.pdf” already, from {TODAY}. This draft cites it, so it is not added again.",
         ["a.pdf"]),
        ("draft", ["b.pdf"], f"You have “b.pdf” already, from {TODAY}, as “a.pdf”. This draft cites it,", ["a.pdf"]),
        ("other", ["b.pdf"], f"You have “b.pdf” already, from {TODAY}, as “a.pdf”.", ["b.pdf"]),
        (None, ["a.pdf", "b.pdf"], "“b.pdf” is the same file as “a.pdf”: it is added once.", ["a.pdf"]),
        ("elsewhere", ["a.pdf"], "", ["a.pdf"]),
    ],
)  # fmt: skip
def test_the_same_bytes_are_recognised_and_named(client, draft, place, before, names, said, cited):
    at = {"elsewhere": factories.PlaceFactory()}.get(before, place)
    item = before and factories.sent_file(at, "a.pdf", made_files.pdf())
    if before in ("other", "elsewhere"):
        factories.draft_of(at, evidence=[(item, "")])
    elif before:
        read = Version.objects.get(pk=draft.pk)
        workflow.edit(read, by=factories.officer_of(place), evidence=[(item, "")])

    add_files(client, *map(evidence_file, names))
    page = client.get(ADDRESS).text

    assert said in page
    if before == "draft":  # It came with another kind, which is told.
        assert (
            "Its kind is still “Monitoring or year-end report”, and what else the draft says"
            in page
        )
        assert "govuk-notification-banner--success" not in page
    assert ("already, from" in page or "the same file" in page) == bool(said)
    assert [one.file_name for one in evidence_of(draft)] == cited


def test_a_file_that_waits_in_the_form_says_that_the_place_has_it(client, draft, place):
    factories.draft_of(
        place, evidence=[(factories.sent_file(place, "a.pdf", made_files.pdf()), "")]
    )

    page = add_files(client, evidence_file("a.pdf"), kind="")

    assert f"a.pdf (you have it already, from {TODAY})" in page.text


def test_evidence_that_a_colleague_adds_meanwhile_stays(client, draft, place):
    page = client.get(ADDRESS)
    colleague = factories.officer_of(place)
    read = Version.objects.get(pk=draft.pk)
    workflow.perform("edit", read, by=colleague, evidence=[(factories.ledger(), "")])

    add_files(client, evidence_file("a.pdf"), seen=page.context.get("seen", ""))

    assert len(evidence_of(draft)) == 2


def test_the_checklist_says_what_a_claim_like_this_needs(client, draft):
    before = client.get(ADDRESS).text
    client.post(ADDRESS, {"entry": "ledger", "ledger_reference": "4711", "kind": "monitoring"})
    after = client.get(ADDRESS).text

    # What a line names is what meets it.
    assert "What was spent before: the ledger, monitoring or a contract" in before
    assert "That the money is no longer spent: the ledger or a contract" in before
    assert [page.count(">Cited<") for page in (before, after)] == [0, 2]
    assert [page.count(">Not cited yet<") for page in (before, after)] == [3, 1]
