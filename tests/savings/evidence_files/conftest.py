"""What do the tests of evidence files share?"""

import os
from pathlib import Path

import pytest

from savings.evidence_files.receiving import ReceivedFile, incoming
from tests.factories import PlaceFactory, officer_of


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
