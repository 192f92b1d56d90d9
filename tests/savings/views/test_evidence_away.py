"""What becomes of evidence while its store is gone or full, once its bytes are lost, and while nobody scans it?"""

import hashlib
import shutil
from io import BytesIO
from uuid import uuid4

import pytest

from savings.evidence import confined, scanner, store
from savings.models import SentFile, StoredFile
from tests import factories
from tests.away import full_after
from tests.savings.evidence.clamd import clamd
from tests.savings.evidence.made_files import pdf

ADDRESS = "/claims/PL-0001/evidence/"
SMALL = b"Place,Saving\r\nA,1\r\n"
BIG = b"Place,Saving\r\n" + b"A,1\r\n" * 100_000


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return settings.EVIDENCE_ROOT


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def evidence(root, place, officer):
    """A draft with one file, which is stored."""
    draft = factories.draft_of(
        place, evidence=[(factories.sent_file(place, "case.pdf", pdf()), "")], reference="PL-0001"
    )
    return draft.citations.get().evidence


def _add(client, content=SMALL, name="more.csv"):
    file = BytesIO(content)
    file.name = name
    sent = {"entry": "file", "kind": "evaluation", "once": str(uuid4()), "files": [file]}
    return client.post(ADDRESS, sent)


def _take_away(root):
    root.rename(root.with_suffix(".away"))


def _unmount(root):
    _take_away(root)
    root.mkdir()


def _replace_by_a_file(root):
    _take_away(root)
    root.write_bytes(b"")


def _bring_back(root):
    root.unlink() if root.is_file() else shutil.rmtree(root, ignore_errors=True)
    root.with_suffix(".away").rename(root)


@pytest.mark.parametrize("take", [_take_away, _unmount, _replace_by_a_file])
def test_a_store_that_is_gone_is_a_503_until_it_is_back(client, root, evidence, take):
    addresses = [f"/evidence/{evidence.pk}/", f"/evidence/{evidence.pk}/preview/"]

    take(root)
    without = [client.get(address) for address in addresses] + [_add(client)]
    pages = client.get(ADDRESS), client.get("/health/ready"), client.get("/health/live")
    _bring_back(root)

    for answer in without:
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert "The place where files are kept cannot be used." in answer.text
    assert [page.status_code for page in pages] == [200, 503, 200]
    assert "evidence store" in pages[1].text
    assert [SentFile.objects.count(), StoredFile.objects.count()] == [1, 1]
    assert client.get(addresses[1]).status_code == 200
    assert _add(client).status_code == 302


@pytest.mark.parametrize("folder", ["incoming", hashlib.sha256(SMALL).hexdigest()[:2]])
def test_a_file_where_a_folder_of_the_store_was_is_a_503(client, root, evidence, folder):
    shutil.rmtree(root / folder, ignore_errors=True)
    (root / folder).write_bytes(b"")

    answer = _add(client)

    assert answer.status_code == 503
    assert "The place where files are kept cannot be used." in answer.text


def test_a_full_disk_is_a_503_and_leaves_nothing(client, root, evidence):
    before = sorted(root.rglob("*"))

    with full_after(len(BIG) // 2):
        answer = _add(client, BIG)

    assert answer.status_code == 503
    assert "There is no room left on the disk." in answer.text
    assert "Nothing of what you sent has been stored." in answer.text
    assert sorted(root.rglob("*")) == before
    assert SentFile.objects.count() == 1
    assert _add(client, BIG).status_code == 302


def test_evidence_whose_bytes_are_gone_says_so_wherever_it_is_opened(client, evidence, caplog):
    store.delete(evidence.file.sha256)

    for address in ("", "preview/", "preview/?image=1"):
        caplog.clear()
        answer = client.get(f"/evidence/{evidence.pk}/{address}")

        assert answer.status_code == 410
        assert "The file is not in the store." in answer.text
        assert "Download case.pdf" not in answer.text
        faults = [record for record in caplog.records if record.levelname == "ERROR"]
        assert [record.name for record in faults] == ["savings.pages.evidence_preview"]


def test_one_lost_file_costs_the_page_of_reading_nothing_else(client, place):
    given = [(factories.sent_file(place, "case.pdf", pdf()), "")]
    version = factories.claim_at("submitted", place, evidence=given)
    client.force_login(factories.reviewer())
    store.delete(given[0][0].file.sha256)

    answer = client.get(f"/review/{version.claim.reference}/")

    assert answer.status_code == 200
    assert "The file is not in the store." in answer.text
    assert "image=1" not in answer.text


NO_SCANNER = "They are not scanned for viruses: no scanner is set up here."
SCANNED = "Each is scanned for viruses."
NOT_NOW = "They are not scanned for viruses now: the scanner does not answer."


def test_the_page_says_of_the_scanner_what_is_so_now(client, evidence, settings):
    settings.CLAMAV_SOCKET = ""
    without = client.get(ADDRESS).text
    scanner.answers.forget()
    with clamd() as running:
        settings.CLAMAV_SOCKET = running.says
        with_one = client.get(ADDRESS).text
    scanner.answers.forget()
    gone = client.get(ADDRESS).text

    assert NO_SCANNER in without
    assert SCANNED in with_one
    assert NOT_NOW in gone
    assert SCANNED not in gone


def test_the_scanner_is_not_asked_for_each_page(settings):
    with clamd() as running:
        settings.CLAMAV_SOCKET = running.says

        assert [scanner.answers(), scanner.answers()] == [True, True]
        assert running.conversations == 1


@pytest.mark.parametrize("answer", [b"ERROR\0", b"PONG"], ids=["another word", "half a word"])
def test_a_scanner_that_says_anything_else_is_not_there(settings, answer):
    with clamd(answer=answer) as running:
        settings.CLAMAV_SOCKET = running.says

        assert not scanner.answers()


def test_a_reader_of_files_that_does_not_start_costs_no_evidence_and_blames_no_file(
    client, evidence, monkeypatch
):
    monkeypatch.setattr(confined, "_CHILD", ["/no/such/program"])

    answer = _add(client, pdf(), "more.pdf")
    shown = client.get(f"/evidence/{evidence.pk}/preview/")

    assert answer.status_code == 503
    assert "Nothing of what you sent has been stored." in answer.text
    assert "damaged" not in answer.text
    assert "No file can be shown here at the moment." in shown.text
    assert SentFile.objects.count() == 1
