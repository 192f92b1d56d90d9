"""What comes of each file, from the moment it is sent until it is given back."""

import pytest

from savings.evidence.download import CONTENT_TYPES
from savings.evidence.refusals import FileRefused
from savings.models import Evidence, SentFile, StoredFile
from savings.workflow import receive
from tests.savings.evidence.clamd import clamd
from tests.savings.evidence.downloads import downloaded
from tests.savings.evidence.hostile_files import FILES, KEPT, NAMES, WITH_CARE

REFUSED = [sent for sent in FILES if sent.outcome not in (KEPT, WITH_CARE)]
ACCEPTED = [sent for sent in FILES if sent not in REFUSED] + NAMES


@pytest.fixture(autouse=True)
def _small_limit(settings):
    settings.EVIDENCE_FILE_MB = 2


@pytest.mark.parametrize("sent", REFUSED, ids=str)
def test_is_refused_in_words_and_leaves_nothing_but_a_record(
    settings, root, received, files_below, place, officer, sent
):
    file = received(sent.name, sent.content)

    with clamd() as scanner:
        settings.CLAMAV_SOCKET = scanner.says if sent.needs_scanner else ""
        with pytest.raises(FileRefused) as refusal:
            receive(file, place=place, by=officer)
    file.close()

    assert refusal.value.code == sent.outcome
    assert refusal.value.message.count(". ") >= 1  # what is wrong, and what to do
    record = SentFile.objects.get()
    assert (record.place, record.by, record.is_stored) == (place, officer, False)
    assert (record.refused_because, record.size) == (sent.outcome, len(sent.content))
    assert not StoredFile.objects.exists()
    assert files_below(root.parent) == []


@pytest.mark.parametrize("sent", [s for s in FILES if s.needs_scanner], ids=str)
def test_what_only_a_scanner_can_tell_is_kept_and_marked_without_one(
    received, place, officer, sent
):
    stored, _ = receive(received(sent.name, sent.content), place=place, by=officer)

    assert stored.scan == "not_scanned"


@pytest.mark.parametrize("sent", ACCEPTED, ids=str)
def test_is_kept_on_record_and_given_back_byte_for_byte_as_an_attachment(
    root, received, files_below, place, officer, sent
):
    file = received(sent.name, sent.content)

    stored, name = receive(file, place=place, by=officer)
    file.close()
    evidence = Evidence(place=place, form="file", file=stored, file_name=name)
    response, given = downloaded(evidence)

    digest = stored.sha256
    assert given == sent.content
    assert name == (sent.shown_as or sent.name)
    assert bool(stored.caution) == (sent.outcome == WITH_CARE)
    assert files_below(root.parent) == [f"evidence/{digest[:2]}/{digest[2:4]}/{digest}"]
    record = SentFile.objects.get()
    assert (record.place, record.by, record.is_stored) == (place, officer, True)
    assert (record.sha256, record.size, record.file_name) == (digest, len(sent.content), name)
    _is_a_harmless_answer(response)


def _is_a_harmless_answer(response):
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["Content-Type"] in CONTENT_TYPES.values()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Set-Cookie" not in response
    assert not any("\r" in value or "\n" in value for value in response.headers.values())


def test_a_file_without_a_name_is_refused_and_on_record_as_such(received, place, officer):
    with pytest.raises(FileRefused) as refusal:
        receive(received("", b"%PDF-"), place=place, by=officer)

    assert refusal.value.code == "bad_name"
    assert SentFile.objects.get().file_name == "(no name)"


def test_what_the_browser_says_of_the_type_counts_for_nothing(received, place, officer):
    file = received("good.csv", b"Place,Saving\r\n")
    file.content_type = "text/html"

    stored, name = receive(file, place=place, by=officer)
    response, _ = downloaded(Evidence(place=place, form="file", file=stored, file_name=name))

    assert response["Content-Type"] == "text/csv"
