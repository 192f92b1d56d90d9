"""What do the tests of evidence files share?"""

import os
from pathlib import Path

import pytest

from savings.evidence.upload_handler import ReceivedFile, incoming
from tests.factories import PlaceFactory, officer_of
from tests.savings.evidence.s3 import door, s3_process


@pytest.fixture(autouse=True)
def root(request, settings, tmp_path):
    """An evidence folder of the test's own."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    if not request.node.get_closest_marker("no_database"):
        incoming()  # A store that was never used, and one that is gone, are both empty: the database knows which.
    return settings.EVIDENCE_ROOT


@pytest.fixture
def files_below():
    """All files under a folder, by their path in it."""

    def _files_below(folder: Path) -> list[str]:
        found = [Path(at, name) for at, _, names in os.walk(folder) for name in names]
        return sorted(path.relative_to(folder).as_posix() for path in found)

    return _files_below


@pytest.fixture
def received(root):
    """A file as it comes from a browser: received("a.pdf", content). Closed when the test ends."""
    made = []

    def _received(name: str, content: bytes) -> ReceivedFile:
        file = ReceivedFile(name, "application/octet-stream")
        made.append(file)
        for start in range(0, len(content), 1 << 16):
            file.add(content[start : start + (1 << 16)])
        return file.complete()

    yield _received
    for file in made:
        file.close()


@pytest.fixture
def place():
    return PlaceFactory()


@pytest.fixture
def officer(place):
    return officer_of(place)


@pytest.fixture(scope="session")
def s3_port():
    """Where the S3-compatible server listens: one for all tests, as it takes a second to start."""
    with s3_process() as port:
        yield port


@pytest.fixture
def in_a_bucket(s3_port, settings, monkeypatch):
    """The site keeps its evidence in a bucket; what this yields is the door that stands before it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key-of-the-site")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-site")
    with door(s3_port, settings) as opened:
        yield opened
