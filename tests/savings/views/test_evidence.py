"""Evidence on its page: added and taken out in a draft, listed for whoever sees the claim, served as a download."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone

from savings import workflow
from savings.evidence.hidden_content import READERS
from savings.models import Evidence, SentFile, StoredFile, Version
from tests import factories
from tests.savings.evidence import hostile_files, made_files


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def draft(place, officer):
    return factories.draft_of(place, evidence=[], reference="PL-0001")


ADDRESS = "/claims/PL-0001/evidence/"


def _file(name="case.pdf", content=None):
    file = BytesIO(made_files.pdf() if content is None else content)
    file.name = name
    return file


def _add(client, *files, **boxes):
    sent = {"entry": "file", "kind": "evaluation", "once": str(uuid4()), "files": files}
    return client.post(ADDRESS, sent | boxes)


def _download(client, item):
    """The answer and its bytes: read to the end, so that the file is closed."""
    response = client.get(f"/evidence/{item.pk}/")
    return response, b"".join(response)


def _of_draft(draft):
    return [c.evidence for c in draft.citations.select_related("evidence__file").order_by("pk")]


def test_several_files_are_added_at_once(client, draft):
    response = _add(
        client, _file("a.pdf"), _file("b.csv", b"Place,Saving\r\nA,1\r\n"), page_or_cell="page 2"
    )

    assert response.status_code == 302
    assert [item.file_name for item in _of_draft(draft)] == ["a.pdf", "b.csv"]
    assert {citation.page_or_cell for citation in draft.citations.all()} == {"page 2"}
    page = client.get(ADDRESS).text
    assert "a.pdf" in page
    assert "Not scanned for viruses" in page


def test_one_bad_file_is_named_and_costs_the_others_nothing(client, draft):
    page = _add(client, _file("good.pdf"), _file("page.html", b"<html>"), then="next")

    # In a summary, to which the script of the page leads, beside the word that the other one is stored.
    assert page.status_code == 200
    assert "<title>Error: Evidence" in page.text
    assert page.text.count("“page.html” was not stored.") == 2
    assert 'href="#file_files"' in page.text
    assert "The evidence of the draft is stored as you see it below." in page.text
    assert "Files that are here" not in page.text
    assert [item.file_name for item in _of_draft(draft)] == ["good.pdf"]


@pytest.mark.parametrize("sent", hostile_files.FILES, ids=str)
def test_no_file_is_a_fault_and_what_is_refused_leaves_no_evidence(client, draft, settings, sent):
    settings.EVIDENCE_FILE_MB = 2

    response = _add(client, _file(sent.name, sent.content))

    is_stored = StoredFile.objects.exists()
    is_held = f"{READERS} could read" in response.text
    is_evidence = Evidence.objects.filter(place=draft.claim.place).exists()
    assert response.status_code == (302 if is_evidence else 400)
    assert is_stored == (is_evidence or is_held)
    if sent.outcome == hostile_files.KEPT:
        assert is_stored


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
    answer = _add(client, *map(_file, names), kind=kind, then="next")

    assert answer.headers.get("Location", "") == leads_to
    assert [item.file_name for item in _of_draft(draft)] == cited
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
        ({"note": "Of page 3."}, [], "Choose a file, or empty the note."),
        ({"page_or_cell": "B1"}, [], "Choose a file, or empty the boxes below."),
        (LINK | {"note": "Of page 3."}, [], "Choose a file, or empty the note."),
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

    assert sorted(item.title for item in _of_draft(draft)) == cited
    assert answer.status_code == (400 if error else 302)
    if error:
        assert answer.text.count(error) == 2  # In the summary, and at the box.
        assert all(str(text) in answer.text for text in boxes.values())


def test_another_button_takes_what_is_typed_along(client, draft):
    client.post(ADDRESS, AS_DRAWN | LEDGER | {"entry": ["", "ledger"]})
    [first] = _of_draft(draft)

    refused = client.post(ADDRESS, AS_DRAWN | LINK | {"entry": ["", "file"]})
    wrong = client.post(ADDRESS, AS_DRAWN | {"note": "Of page 3.", "remove": first.pk})
    kept = _of_draft(draft)
    client.post(ADDRESS, AS_DRAWN | LINK | {"entry": "", "remove": first.pk})

    assert "Choose a file." in refused.text
    assert "https://x.example/" in refused.text
    assert "Choose a file, or empty the note." in wrong.text
    assert kept == [first]
    assert [item.title for item in _of_draft(draft)] == ["Budget"]


def test_what_is_listed_is_cited_with_all_that_is_typed(client, draft, place):
    held = factories.draft_of(place).citations.get().evidence
    foreign = factories.draft_of(factories.PlaceFactory()).citations.get().evidence

    refused = client.post(ADDRESS, AS_DRAWN | LINK | {"entry": "", "cite": foreign.pk})
    none = _of_draft(draft)
    client.post(ADDRESS, AS_DRAWN | LINK | {"entry": "", "cite": held.pk})

    assert "Choose evidence from the list." in refused.text
    assert none == []
    assert sorted(item.title for item in _of_draft(draft)) == ["Budget", held.title]


def test_a_file_waits_while_something_else_is_wrong(client, draft):
    page = _add(client, _file("a.pdf"), **AS_DRAWN | {"kind": "ledger", "link-title": "Budget"})
    waiting = list(page.context["entries"]["file"]["received"].value())
    none = _of_draft(draft)
    _add(client, received=waiting, **AS_DRAWN | LINK | {"kind": "ledger"})

    assert none == []
    assert page.text.count("<details") == page.text.count("open>") + 1  # All but the ledger's.
    assert sorted(item.title for item in _of_draft(draft)) == ["Budget", "a.pdf"]


def test_continue_takes_files_along_that_wait_in_the_form(client, draft):
    page = _add(client, _file("a.pdf"), kind="", then="list")
    waiting = list(page.context["form"]["received"].value())

    answer = _add(client, received=waiting, then="list")

    assert answer.headers["Location"] == "/claims/PL-0001/edit/"
    assert [item.file_name for item in _of_draft(draft)] == ["a.pdf"]


def test_the_script_that_shows_progress_is_told_where_to_go_on(client, draft):
    sent = {"entry": "file", "kind": "evaluation", "files": _file("a.pdf")}

    response = client.post(ADDRESS, sent, headers={"X-Progress": "shown"})

    assert (response.status_code, response.headers["X-Go-To"]) == (204, ADDRESS)
    assert "The evidence of the draft is stored" in client.get(ADDRESS).text


def test_a_name_is_shown_as_text(client, draft):
    _add(client, _file("<img src=x onerror=alert(1)>.pdf"))

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
    file = _file(
        "large.pdf", made_files.padded(made_files.pdf(), 1_048_577) if content is None else content
    )

    response = _add(client, file)

    assert response.status_code == 400
    assert "empty" in response.text or "1 MB" in response.text
    assert SentFile.objects.get().refused_because in ("empty", "too_big")


def test_a_link_carries_the_day_on_which_it_was_seen(client, draft):
    boxes = {"entry": "link", "url": "https://council.example/b", "title": "Budget", "kind": "monitoring",
             "seen_on-day": "1", "seen_on-month": "3", "seen_on-year": "2010"}  # fmt: skip

    client.post(ADDRESS, boxes)

    [link] = _of_draft(draft)
    assert (link.url, str(link.seen_on), link.kind) == (
        "https://council.example/b", "2010-03-01", "monitoring",
    )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "council.example", "ftp://x.example", "https://a b", "http://[::1", "https://",
     "https:///x.example", "https://x.example:port/"],
)  # fmt: skip
def test_a_link_is_a_whole_web_address(client, draft, url):
    response = client.post(ADDRESS, {"entry": "link", "url": url, "kind": "monitoring"})

    assert "Enter the whole address, beginning with https:// or http://" in response.text
    assert _of_draft(draft) == []


def test_a_link_with_a_user_part_is_refused_with_the_site_that_it_leads_to(client, draft):
    url = "https://www.gov.uk@evil.example/"

    response = client.post(ADDRESS, {"entry": "link", "url": url, "kind": "monitoring"})

    assert response.status_code == 400
    assert "The address leads to evil.example: what stands before the @" in response.text
    assert _of_draft(draft) == []


def test_a_link_says_beside_its_title_where_it_leads(client, draft):
    boxes = {"entry": "link", "title": "Official report", "kind": "monitoring",
             "seen_on-day": "1", "seen_on-month": "3", "seen_on-year": "2010"}  # fmt: skip

    client.post(ADDRESS, boxes | {"url": "https://evil.example/www.gov.uk"})

    assert "Official report</a> (leads to evil.example)" in client.get(ADDRESS).text


def test_a_link_sent_after_the_session_ended_waits_for_its_writer(client, draft, officer):
    client.logout()
    client.post(ADDRESS, {"entry": "link", "url": "https://typed.example/", "person": officer.pk})
    client.force_login(officer)

    page = client.get(ADDRESS)

    assert page.status_code == 200
    assert "https://typed.example/" in page.text
    assert _of_draft(draft) == []


def test_a_note_is_promised_to_nobody_alone(client, draft):
    page = client.get(ADDRESS).text

    assert "Everybody who sees this evidence can read the note." in page
    assert "Note for the reviewer" not in page


def test_a_ledger_reference_needs_nothing_else(client, draft):
    boxes = {"entry": "ledger", "ledger_reference": "4711, period 13", "kind": "ledger"}

    client.post(ADDRESS, boxes)

    assert [str(item) for item in _of_draft(draft)] == ["Ledger, 4711, period 13"]


def test_what_the_place_has_sent_before_serves_another_claim(client, draft, place):
    other = factories.draft_of(place)
    held = other.citations.get().evidence
    foreign = factories.draft_of(factories.PlaceFactory()).citations.get().evidence

    refused = client.post(ADDRESS, {"entry": "held", "item": foreign.pk})
    client.post(ADDRESS, {"entry": "held", "item": held.pk, "page_or_cell": "page 9"})

    assert "Choose evidence from the list." in refused.text
    assert [(c.evidence, c.page_or_cell) for c in draft.citations.all()] == [(held, "page 9")]


def test_what_was_sent_before_is_offered_with_the_claims_that_use_it(client, draft, place):
    factories.draft_of(place, reference="PL-0099")

    assert "Evaluation (PL-0099)" in client.get(ADDRESS).text


def test_a_large_saving_is_told_here_that_it_needs_more(client, draft):
    figures = factories.figures_of(draft.lead, amount="1000000.00")
    officer = factories.officer_of(draft.claim.place)
    workflow.perform("edit", Version.objects.get(pk=draft.pk), by=officer, figures=figures)

    client.post(ADDRESS, {"entry": "ledger", "ledger_reference": "4711", "kind": "ledger"})

    assert "Add a second piece of evidence" in client.get(ADDRESS).text


def test_evidence_is_taken_out_and_stays_the_places_own(client, draft):
    _add(client, _file("a.pdf"))
    [item] = _of_draft(draft)

    client.post(ADDRESS, {"remove": item.pk})

    assert _of_draft(draft) == []
    assert Evidence.objects.filter(pk=item.pk).exists()


def _link(client, kind, **boxes):
    sent = {"entry": "link", "url": f"https://council.example/{kind}", "kind": kind}
    seen = {"seen_on-day": "1", "seen_on-month": "3", "seen_on-year": "2010"}
    return client.post(ADDRESS, sent | seen | boxes)


def _backs(draft):
    return {c.evidence.kind: c.backs for c in draft.citations.select_related("evidence")}


def test_what_evidence_backs_follows_from_its_kind_until_it_is_chosen(client, draft):
    _link(client, "contract")
    alone = _backs(draft)
    _link(client, "evaluation")
    beside = _backs(draft)
    _link(client, "ledger", backs="cost")
    _link(client, "benchmark", backs="saving")

    assert alone == {"contract": "both"}
    assert beside == {"contract": "cost", "evaluation": "both"}
    assert _backs(draft) == beside | {"ledger": "cost", "benchmark": "saving"}
    page = client.get(ADDRESS).text
    assert [
        f"Backs {words}." in page
        for words in ("the savings", "the savings and the costs", "the costs")
    ] == [True] * 3


def test_what_it_backs_is_one_of_three(client, draft):
    assert _link(client, "ledger", backs="everything").status_code == 400
    assert _backs(draft) == {}


def test_files_sent_twice_by_a_double_click_are_cited_once(client, draft):
    key = str(uuid4())

    for _ in range(2):
        _add(client, _file("a.pdf"), once=key)

    assert len(_of_draft(draft)) == 1


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

    _add(client, *map(_file, names))
    page = client.get(ADDRESS).text

    assert said in page
    if before == "draft":  # It came with another kind, which is told.
        assert "Its kind is still “Monitoring or outturn”, and what else the draft says" in page
        assert "govuk-notification-banner--success" not in page
    assert ("already, from" in page or "the same file" in page) == bool(said)
    assert [one.file_name for one in _of_draft(draft)] == cited


def test_a_file_that_waits_in_the_form_says_that_the_place_has_it(client, draft, place):
    factories.draft_of(
        place, evidence=[(factories.sent_file(place, "a.pdf", made_files.pdf()), "")]
    )

    page = _add(client, _file("a.pdf"), kind="")

    assert f"a.pdf (you have it already, from {TODAY})" in page.text


def test_evidence_that_a_colleague_adds_meanwhile_stays(client, draft, place):
    page = client.get(ADDRESS)
    colleague = factories.officer_of(place)
    read = Version.objects.get(pk=draft.pk)
    workflow.perform("edit", read, by=colleague, evidence=[(factories.ledger(), "")])

    _add(client, _file("a.pdf"), seen=page.context.get("seen", ""))

    assert len(_of_draft(draft)) == 2


def test_the_checklist_says_what_a_claim_like_this_needs(client, draft):
    before = client.get(ADDRESS).text
    client.post(ADDRESS, {"entry": "ledger", "ledger_reference": "4711", "kind": "monitoring"})
    after = client.get(ADDRESS).text

    # What a line names is what meets it.
    assert "What was spent before: the ledger, monitoring or a contract" in before
    assert "That the money is no longer spent: the ledger or a contract" in before
    assert [page.count(">Cited<") for page in (before, after)] == [0, 2]
    assert [page.count(">Missing<") for page in (before, after)] == [3, 1]


def test_a_file_comes_back_byte_for_byte_as_a_download(client, draft):
    content = made_files.pdf()
    _add(client, _file('St Helen\'s "final"; v2.pdf', content))
    [item] = _of_draft(draft)

    response, body = _download(client, item)

    assert body == content
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


def test_a_preview_is_a_picture_of_each_page(client, draft):
    _add(client, _file("a.pdf", made_files.pdf(pages=2)))
    [item] = _of_draft(draft)

    page = client.get(f"/evidence/{item.pk}/preview/?page=2").text
    picture = client.get(f"/evidence/{item.pk}/preview/?image=1&page=2")

    assert "Page 2 of 2" in page
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_a_preview_of_text_is_its_first_lines(client, draft):
    _add(client, _file("a.csv", b"Place,Saving\r\n<b>Kent</b>,1\r\n"))
    [item] = _of_draft(draft)

    assert "&lt;b&gt;Kent&lt;/b&gt;,1" in client.get(f"/evidence/{item.pk}/preview/").text


def test_what_has_no_preview_says_so(client, draft):
    _add(client, _file("a.docx", made_files.docx()))
    [item] = _of_draft(draft)

    page = client.get(f"/evidence/{item.pk}/preview/")

    assert page.status_code == 200
    assert "Download the file to read it." in page.text
    assert client.get(f"/evidence/{item.pk}/preview/?image=1").status_code == 404


def test_a_file_of_a_draft_is_its_places_alone(client, draft):
    _add(client, _file("a.pdf"))
    [item] = _of_draft(draft)

    for person in (
        factories.officer_of(factories.PlaceFactory()),
        factories.reviewer(),
        factories.analyst(),
    ):
        client.force_login(person)
        for address in (f"/evidence/{item.pk}/", f"/evidence/{item.pk}/preview/", ADDRESS):
            assert client.get(address).status_code == 404, (person, address)


def test_a_reviewer_reads_what_was_submitted_and_adds_nothing(client, draft, place):
    _add(client, _file("a.pdf"))
    [item] = _of_draft(draft)
    submitted = Version.objects.get(pk=draft.pk)
    workflow.perform("submit", submitted, by=factories.finance_of(place))
    client.force_login(factories.reviewer())

    assert "Add evidence" not in client.get(ADDRESS).text
    assert _download(client, item)[0].status_code == 200
    assert _add(client, _file("b.pdf")).status_code == 403
    assert submitted.citations.count() == 1


def test_its_own_place_adds_to_a_submitted_claim_only_by_revising_it(client, draft, place):
    client.post(ADDRESS, {"entry": "ledger", "ledger_reference": "4711", "kind": "ledger"})
    workflow.perform("submit", Version.objects.get(pk=draft.pk), by=factories.finance_of(place))

    page = client.get(ADDRESS).text

    assert "Revise the claim" in page
    assert _add(client, _file("b.pdf")).status_code == 409


def test_what_is_not_scanned_yet_goes_to_its_own_place_alone(client, draft, place, settings):
    _add(client, _file("a.pdf"))
    [item] = _of_draft(draft)
    workflow.perform("submit", Version.objects.get(pk=draft.pk), by=factories.finance_of(place))
    settings.CLAMAV_SOCKET = "127.0.0.1:9"

    own = _download(client, item)[0].status_code
    client.force_login(factories.reviewer())
    refused = client.get(f"/evidence/{item.pk}/")

    assert (own, refused.status_code) == (200, 403)
    assert "has not been scanned for viruses yet" in refused.text


def test_evidence_that_is_no_file_has_no_download(client, draft):
    client.post(ADDRESS, {"entry": "ledger", "ledger_reference": "4711", "kind": "ledger"})
    [item] = _of_draft(draft)

    assert client.get(f"/evidence/{item.pk}/").status_code == 404
    assert client.get("/evidence/99999999999999999999/").status_code == 404
