"""Do the three commands find what is wrong in the store, and say it by name?"""

import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from savings.evidence import store
from savings.models import Evidence, StoredFile
from savings.models.choices import Scan
from savings.workflow import receive
from tests.savings.evidence.clamd import clamd
from tests.savings.evidence.made_files import CSV, EICAR


def run(command, *options):
    said, errors = io.StringIO(), io.StringIO()
    failed = ""
    try:
        call_command(command, *options, stdout=said, stderr=errors)
    except CommandError as error:
        failed = str(error)
    return said.getvalue(), errors.getvalue(), failed


@pytest.fixture
def stored(received, place, officer):
    def _stored(content=CSV):
        row, _ = receive(received("a.csv", content), place=place, by=officer)
        return row

    return _stored


def path_of(root, sha256):
    return root / sha256[:2] / sha256[2:4] / sha256


def grow_old(path: Path):
    long_ago = time.time() - 7200
    os.utime(path, (long_ago, long_ago))


def test_files_that_are_as_they_were_pass(stored):
    stored()

    assert run("verify_evidence") == ("All stored files are as they were: 1.\n", "", "")


def test_what_is_missing_or_changed_is_named_with_where_it_is_used(root, stored, place, officer):
    lost, unreadable, changed, _ = map(stored, [b"one\n", b"four\n", b"two\n", b"three\n"])
    Evidence.objects.create(
        place=place, form="file", kind="contract", title="a", file=lost, file_name="a.csv", added_by=officer
    )  # fmt: skip
    store.delete(lost.sha256)
    path_of(root, changed.sha256).write_bytes(b"twp\n")
    path_of(root, unreadable.sha256).unlink()
    path_of(
        root, unreadable.sha256
    ).mkdir()  # The disk gives an error for this one, as for a bad sector.

    _, errors, failed = run("verify_evidence")

    assert errors.splitlines() == [
        f"{lost.sha256}  missing  {place}: a.csv",
        f"{unreadable.sha256}  unreadable  not used",
        f"{changed.sha256}  changed  not used",
    ]
    assert failed == "3 of 4 stored files are not as they were."


def test_old_bytes_that_no_row_names_are_swept_and_nothing_else(root, received, stored):
    named, orphan, young = stored(), received("b.csv", b"orphan\n"), received("c.csv", b"young\n")
    for file in (orphan, young):
        store.put(file, file.sha256)
    for sha256 in (named.sha256, orphan.sha256):
        grow_old(path_of(root, sha256))

    said, _, failed = run("sweep_evidence")

    assert set(store.stored_hashes()) == {named.sha256, young.sha256}
    assert said == f"Removed {orphan.sha256}: no row names it.\nRemoved: 1.\n"
    assert not failed


def test_a_file_that_no_evidence_came_to_use_is_forgotten_after_an_hour(
    root, stored, place, officer
):
    unused, used = stored(b"one\n"), stored(b"two\n")
    Evidence.objects.create(
        place=place, form="file", kind="contract", title="a", file=used, file_name="a.csv", added_by=officer
    )  # fmt: skip

    assert run("sweep_evidence")[0] == "Removed: 0.\n"
    for row in (unused, used):
        grow_old(path_of(root, row.sha256))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        said = run("sweep_evidence")[0]
        # A backup that is being made may have read the row.
        assert path_of(root, unused.sha256).exists()
        run("sweep_evidence")

    assert f"Forgot {unused.sha256}: no evidence uses it." in said
    assert list(StoredFile.objects.all()) == [used]
    assert not path_of(root, unused.sha256).exists()
    assert path_of(root, used.sha256).exists()


def test_beside_a_database_without_any_file_nothing_is_swept(root, received):
    file = received("a.csv", b"one\n")
    store.put(file, file.sha256)
    grow_old(path_of(root, file.sha256))

    _, _, failed = run("sweep_evidence")

    assert "restore it first" in failed
    assert path_of(root, file.sha256).exists()


def test_a_file_that_was_sent_again_lately_is_kept(stored, place, officer):
    long_ago = timezone.now() - timedelta(hours=2)
    with time_machine.travel(long_ago):
        stored(b"one\n")
    stored(b"one\n")

    run("sweep_evidence")

    assert StoredFile.objects.count() == 1


def test_what_a_killed_process_left_is_swept_and_what_is_being_sent_is_not(root, received):
    being_sent = received("a.csv", CSV)
    left = root / "incoming" / "left.upload"
    left.write_bytes(b"x")
    grow_old(left)

    said, _, _ = run("sweep_evidence")

    assert said.startswith("Removed left.upload: an upload that was cut off.")
    assert not left.exists()
    assert Path(being_sent.temporary_file_path()).exists()


def test_without_a_scanner_nothing_can_be_scanned_again(stored):
    stored()

    said, _, failed = run("rescan_evidence")

    assert "nothing was scanned. Set CLAMAV_SOCKET" in said
    assert not failed


def test_what_was_not_scanned_is_scanned_marked_and_named(settings, stored):
    clean, infected = stored(), stored(EICAR)

    with clamd() as scanner:
        settings.CLAMAV_SOCKET = scanner.says
        _, errors, failed = run("rescan_evidence")

    scans = dict(StoredFile.objects.values_list("pk", "scan"))
    assert scans == {clean.pk: Scan.CLEAN, infected.pk: Scan.INFECTED}
    assert errors == f"{infected.sha256}  Eicar-Test-Signature\n"
    assert failed == "1 stored files are infected or could not be scanned."


def test_what_was_scanned_before_is_scanned_again_only_when_asked(settings, stored):
    stored()

    with clamd() as scanner:
        settings.CLAMAV_SOCKET = scanner.says
        for options in ((), (), ("--all",)):
            assert run("rescan_evidence", *options) == ("Nothing was found.\n", "", "")

    assert scanner.conversations == 2


def test_what_is_missing_cannot_be_scanned(settings, stored):
    lost = stored()
    store.delete(lost.sha256)

    with clamd() as scanner:
        settings.CLAMAV_SOCKET = scanner.says
        _, errors, failed = run("rescan_evidence")

    assert errors == f"{lost.sha256}  missing\n"
    assert failed


def test_a_scanner_that_fails_fails_the_command(settings, stored):
    file = stored()

    with clamd(answer=b"out of memory ERROR\0") as scanner:
        settings.CLAMAV_SOCKET = scanner.says
        _, errors, failed = run("rescan_evidence")

    assert errors == f"{file.sha256}  out of memory ERROR\n"
    assert failed
