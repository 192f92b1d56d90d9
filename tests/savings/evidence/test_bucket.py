"""Does a bucket keep what it takes, refuse what was changed on the way, and hold nobody up while it is away?

Against a server that speaks S3, in a process of its own.
"""

import hashlib
import logging
import os
import shutil
import time
import tracemalloc
from contextlib import suppress
from datetime import timedelta
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from savings.evidence import bucket, store
from savings.models import SentFile, StoredFile
from tests import factories
from tests.savings.evidence.made_files import pdf
from totalplace import health
from totalplace.logs import Line
from totalplace.outages import FILES, outage

CONTENT = b"Place,Saving\r\nA,1\r\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NAME = f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"
ADDRESS = "/claims/PL-0001/evidence/"


@pytest.fixture
def place():
    return factories.PlaceFactory(code="PL")


@pytest.fixture
def client(client, officer):
    client.force_login(officer)
    client.raise_request_exception = False
    return client


@pytest.fixture
def evidence(in_a_bucket, place):
    """A draft with one file, which is in the bucket."""
    file = factories.sent_file(place, "case.pdf", pdf())
    draft = factories.draft_of(place, evidence=[(file, "")], reference="PL-0001")
    return draft.citations.get().evidence


def _add(client, content=CONTENT):
    file = BytesIO(content)
    file.name = "more.csv"
    sent = {"entry": "file", "kind": "evaluation", "once": str(uuid4()), "files": [file]}
    return client.post(ADDRESS, sent)


@pytest.fixture
def _impatient(monkeypatch):
    """What is waited for is the same as in earnest, but not how long and how often."""
    monkeypatch.setattr(bucket, "SILENCE", 0.2)
    monkeypatch.setattr(bucket, "WHOLE", 0.3)
    monkeypatch.setattr(bucket, "TRIES", 1)


def test_a_file_is_sent_under_a_name_of_ours_with_its_checksum_and_nothing_about_rights(
    in_a_bucket, received
):
    store.put(received("../evil.pdf", CONTENT), SHA256)

    [(method, path, headers)] = in_a_bucket.asked
    assert in_a_bucket.objects() == [NAME]
    assert (method, path) == ("PUT", f"/evidence/{NAME}")
    assert headers["X-Amz-Content-SHA256"] == SHA256
    said = {name.lower() for name in headers if name.lower().startswith("x-amz-")}
    assert said == {"x-amz-checksum-sha256", "x-amz-content-sha256", "x-amz-date"}


@pytest.mark.usefixtures("_impatient")
def test_a_bucket_that_is_away_is_a_503_and_nothing_is_stored(in_a_bucket, client, evidence):
    for fault in ("500", "503", "403", "key", "closed", "silent", "gone"):
        in_a_bucket.fault = fault
        if fault == "gone":
            in_a_bucket.remove_bucket()
        began = time.monotonic()
        _all_is_away(client, evidence)
        assert time.monotonic() - began < 20, fault


def _all_is_away(client, evidence):
    addresses = [f"/evidence/{evidence.pk}/", f"/evidence/{evidence.pk}/preview/"]
    for answer in [*(client.get(address) for address in addresses), _add(client)]:
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert "The place where files are kept cannot be used." in answer.text
    health.not_writable.forget()
    assert client.get("/health/ready").status_code == 503
    assert [SentFile.objects.count(), StoredFile.objects.count()] == [1, 1]


@pytest.mark.usefixtures("_impatient")
def test_half_a_file_is_an_outage_too(in_a_bucket, client, evidence):
    for fault in ("cut", "slow"):
        in_a_bucket.fault = fault
        began = time.monotonic()
        assert client.get(f"/evidence/{evidence.pk}/").status_code == 503, fault
        assert time.monotonic() - began < 20, fault

    in_a_bucket.fault = ""
    assert _downloaded(client, evidence) == pdf()


def _downloaded(client, evidence):
    return b"".join(client.get(f"/evidence/{evidence.pk}/").streaming_content)


@pytest.mark.usefixtures("_impatient")
def test_a_bucket_that_takes_a_file_too_slowly_is_an_outage(in_a_bucket, received, monkeypatch):
    file = received("a.csv", bytes(1 << 20))
    monkeypatch.setattr(bucket, "WHOLE", 0)

    with pytest.raises(OSError, match="too slow") as raised:
        store.put(file, file.sha256)

    assert outage(raised.value) is FILES
    assert in_a_bucket.objects() == []


def test_a_fault_that_passes_is_not_noticed(in_a_bucket, received):
    in_a_bucket.faults_left, in_a_bucket.fault = 1, "503"

    store.put(received("a.csv", CONTENT), SHA256)

    assert in_a_bucket.objects() == [NAME]
    assert len(in_a_bucket.asked) == 2


def test_what_is_flipped_once_on_the_way_back_is_fetched_again(in_a_bucket, received):
    store.put(received("a.csv", CONTENT), SHA256)
    in_a_bucket.faults_left, in_a_bucket.fault = 1, "flip given"

    with store.open_stored(SHA256) as file:
        assert file.read() == CONTENT


def test_a_silent_bucket_holds_nobody_longer_than_the_page_on_running_says(settings):
    page = (settings.BASE_DIR / "docs" / "running.md").read_text()

    silent = bucket.TRIES * max(bucket.CONNECT, bucket.SILENCE) + 1
    assert f"not answer for {silent} seconds" in page
    assert f"takes longer than {bucket.WHOLE} seconds" in page


def test_what_is_changed_on_the_way_there_is_refused(in_a_bucket, client, evidence):
    in_a_bucket.fault = "flip sent"
    answer = _add(client)
    in_a_bucket.fault = ""

    assert answer.status_code == 503
    assert len(in_a_bucket.objects()) == 1
    assert StoredFile.objects.count() == 1
    assert _add(client).status_code == 302
    assert NAME in in_a_bucket.objects()


def test_what_is_changed_is_not_handed_out_and_is_named_until_it_is_sent_again(
    in_a_bucket, client, evidence, received
):
    sha256 = evidence.file.sha256
    in_a_bucket.put(f"{sha256[:2]}/{sha256[2:4]}/{sha256}", pdf() + b"%")

    answers = [client.get(f"/evidence/{evidence.pk}/{page}") for page in ("", "preview/")]
    with pytest.raises(CommandError, match="1 of 1 stored files are not as they were"):
        call_command("verify_evidence", stderr=StringIO())
    store.put(received("case.pdf", pdf()), sha256)

    assert {answer.status_code for answer in answers} == {410}
    assert all("The file is not in the store." in answer.text for answer in answers)
    assert _downloaded(client, evidence) == pdf()


def test_a_new_app_server_has_no_files_of_its_own(in_a_bucket, client, evidence, root):
    shutil.rmtree(root)

    assert _add(client).status_code == 302
    assert _downloaded(client, evidence) == pdf()
    assert client.get("/health/ready").status_code == 200
    assert [path.name for path in root.rglob("*")] == ["incoming"]


@pytest.mark.usefixtures("_impatient")
def test_what_a_bucket_has_kept_without_our_hearing_of_it_is_swept_and_nothing_else(
    in_a_bucket, client, evidence
):
    in_a_bucket.put("notes.txt", b"not ours")
    in_a_bucket.fault = "unheard"
    answer = _add(client)
    in_a_bucket.fault = ""
    there = set(store.stored_hashes())

    call_command("sweep_evidence", stdout=StringIO())
    within_the_hour = set(store.stored_hashes())
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        call_command("sweep_evidence", stdout=StringIO())

    assert answer.status_code == 503
    assert there == within_the_hour == {SHA256, evidence.file.sha256}
    assert set(store.stored_hashes()) == {evidence.file.sha256}
    assert "notes.txt" in in_a_bucket.objects()


def test_a_large_file_goes_there_and_back_in_little_memory(in_a_bucket, received):
    file = received("a.csv", bytes(8 << 20))
    storages["evidence"]._endpoint = in_a_bucket.address_behind  # The door keeps all of it.
    storages["evidence"].check_is_there()

    tracemalloc.start()
    try:
        store.put(file, file.sha256)
        with store.open_stored(file.sha256) as back:
            assert back.seek(0, os.SEEK_END) == 8 << 20
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 4 << 20


def test_no_key_is_written_to_the_log_however_much_is_logged(in_a_bucket, received, caplog):
    caplog.set_level(logging.DEBUG)

    for in_a_bucket.fault in ("", "403"):
        with suppress(OSError):
            store.put(received("a.csv", CONTENT), SHA256)

    said = caplog.text + "".join(Line().format(record) for record in caplog.records)
    assert "of-the-site" not in said
    assert "Signature" not in said
