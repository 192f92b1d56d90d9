"""Evidence as it is read: who finds it, its download, its preview."""

import pytest

from savings import workflow
from savings.models import Version
from tests import factories
from tests.savings.evidence import made_files
from tests.savings.views.adding_evidence import ADDRESS, add_files, evidence_file, evidence_of


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def draft(place, officer):
    return factories.draft_of(place, evidence=[], reference="PL-0001")


def _download(client, item):
    """The answer and its bytes: read to the end, so that the file is closed."""
    response = client.get(f"/evidence/{item.pk}/")
    return response, b"".join(response)


def test_a_file_comes_back_byte_for_byte_as_a_download(client, draft):
    content = made_files.pdf()
    add_files(client, evidence_file('St Helen\'s "final"; v2.pdf', content))
    [item] = evidence_of(draft)

    response, body = _download(client, item)

    assert body == content
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


def test_a_preview_is_a_picture_of_each_page(client, draft):
    add_files(client, evidence_file("a.pdf", made_files.pdf(pages=2)))
    [item] = evidence_of(draft)

    page = client.get(f"/evidence/{item.pk}/preview/?page=2").text
    picture = client.get(f"/evidence/{item.pk}/preview/?image=1&page=2")

    assert "Page 2 of 2" in page
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_a_preview_of_text_is_its_first_lines(client, draft):
    add_files(client, evidence_file("a.csv", b"Place,Saving\r\n<b>Kent</b>,1\r\n"))
    [item] = evidence_of(draft)

    assert "&lt;b&gt;Kent&lt;/b&gt;,1" in client.get(f"/evidence/{item.pk}/preview/").text


def test_what_has_no_preview_says_so(client, draft):
    add_files(client, evidence_file("a.docx", made_files.docx()))
    [item] = evidence_of(draft)

    page = client.get(f"/evidence/{item.pk}/preview/")

    assert page.status_code == 200
    assert "Download the file to read it." in page.text
    assert client.get(f"/evidence/{item.pk}/preview/?image=1").status_code == 404


def test_a_file_of_a_draft_is_its_places_alone(client, draft):
    add_files(client, evidence_file("a.pdf"))
    [item] = evidence_of(draft)

    for person in (
        factories.officer_of(factories.PlaceFactory()),
        factories.reviewer(),
        factories.analyst(),
    ):
        client.force_login(person)
        for address in (f"/evidence/{item.pk}/", f"/evidence/{item.pk}/preview/", ADDRESS):
            assert client.get(address).status_code == 404, (person, address)


def test_a_reviewer_reads_what_was_submitted_and_adds_nothing(client, draft, place):
    add_files(client, evidence_file("a.pdf"))
    [item] = evidence_of(draft)
    submitted = Version.objects.get(pk=draft.pk)
    workflow.perform("submit", submitted, by=factories.finance_of(place))
    client.force_login(factories.reviewer())

    assert "Add evidence" not in client.get(ADDRESS).text
    assert _download(client, item)[0].status_code == 200
    assert add_files(client, evidence_file("b.pdf")).status_code == 403
    assert submitted.citations.count() == 1


def test_its_own_place_adds_to_a_submitted_claim_only_by_revising_it(client, draft, place):
    client.post(ADDRESS, {"entry": "ledger", "ledger_reference": "4711", "kind": "ledger"})
    workflow.perform("submit", Version.objects.get(pk=draft.pk), by=factories.finance_of(place))

    page = client.get(ADDRESS).text

    assert "Revise the claim" in page
    assert add_files(client, evidence_file("b.pdf")).status_code == 409


def test_what_is_not_scanned_yet_goes_to_its_own_place_alone(client, draft, place, settings):
    add_files(client, evidence_file("a.pdf"))
    [item] = evidence_of(draft)
    workflow.perform("submit", Version.objects.get(pk=draft.pk), by=factories.finance_of(place))
    settings.CLAMAV_SOCKET = "127.0.0.1:9"

    own = _download(client, item)[0].status_code
    client.force_login(factories.reviewer())
    refused = client.get(f"/evidence/{item.pk}/")

    assert (own, refused.status_code) == (200, 403)
    assert "has not been scanned for viruses yet" in refused.text


def test_evidence_that_is_no_file_has_no_download(client, draft):
    client.post(ADDRESS, {"entry": "ledger", "ledger_reference": "4711", "kind": "ledger"})
    [item] = evidence_of(draft)

    assert client.get(f"/evidence/{item.pk}/").status_code == 404
    assert client.get("/evidence/99999999999999999999/").status_code == 404
