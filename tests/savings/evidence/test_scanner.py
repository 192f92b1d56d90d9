"""Is the scanner asked in its own language, and is any failure of its own taken for what it is: not scanned?"""

import io

import pytest

from savings.evidence.scanner import Finding, scan
from savings.models.choices import Scan
from tests.savings.evidence.clamd import clamd
from tests.savings.evidence.made_files import EICAR

pytestmark = pytest.mark.no_database

CLEAN = Finding(Scan.CLEAN)
INFECTED = Finding(Scan.INFECTED, signature="Eicar-Test-Signature")


@pytest.mark.parametrize(
    ("content", "finding"),
    [(b"", CLEAN), (b"x" * 300_000, CLEAN), (b"x" * 100_000 + EICAR, INFECTED)],
    ids=["nothing", "clean", "infected"],
)
@pytest.mark.parametrize("local", [True, False], ids=["local socket", "network"])
def test_what_the_scanner_finds_is_reported(settings, tmp_path, content, finding, local):
    with clamd(tmp_path / "clamd" if local else None) as server:
        settings.CLAMAV_SOCKET = server.says

        assert scan(io.BytesIO(content)) == finding


def test_the_whole_file_is_scanned_wherever_it_was_read_to(settings):
    file = io.BytesIO(EICAR)
    file.seek(0, io.SEEK_END)

    with clamd() as server:
        settings.CLAMAV_SOCKET = server.says

        assert scan(file) == INFECTED


def test_without_a_scanner_nothing_is_scanned(settings):
    settings.CLAMAV_SOCKET = ""

    assert scan(io.BytesIO(EICAR)).scan == Scan.NOT_SCANNED


@pytest.mark.parametrize(
    ("server", "why"),
    [
        ({"answer": b"stream: Can't allocate memory ERROR\0"}, "Can't allocate memory"),
        ({"answer": b"who are you?\0"}, "who are you?"),
        ({"answer": b"x" * 5000}, "xxx"),
        ({"limit": 1000}, "size limit exceeded"),
        ({"delay": 2}, "timed out"),
    ],
    ids=["fails", "talks nonsense", "never ends", "takes no more", "is too slow"],
)
def test_a_scanner_that_fails_has_not_scanned(settings, server, why):
    with clamd(**server) as running:
        settings.CLAMAV_SOCKET = running.says

        finding = scan(io.BytesIO(b"x" * 300_000), seconds=0.5)

    assert finding.scan == Scan.NOT_SCANNED
    assert why in finding.why


@pytest.mark.parametrize(
    "address", ["/nowhere/clamd.ctl", "127.0.0.1:1", "nonsense", "127.0.0.1:many"]
)
def test_a_scanner_that_is_not_there_has_not_scanned(settings, address):
    settings.CLAMAV_SOCKET = address

    assert scan(io.BytesIO(b"x")).scan == Scan.NOT_SCANNED


def test_a_scanner_that_hangs_up_has_not_scanned(settings):
    with clamd(limit=-1, answer=b"unused") as server:
        settings.CLAMAV_SOCKET = server.says

        assert scan(io.BytesIO(b"x" * 10)).scan == Scan.NOT_SCANNED


def test_no_time_left_is_no_scan(settings):
    with clamd() as server:
        settings.CLAMAV_SOCKET = server.says

        assert scan(io.BytesIO(b"x" * 10), seconds=0).scan == Scan.NOT_SCANNED
