"""Does the site say so, lose nothing and come back by itself, when what it stands on goes away under it?

The database is stopped or its file taken away, the disk filled, the store of evidence made read-only, and taken away.
Meanwhile people open pages, send forms and files: each is answered with 503, never 500. Then it is there again, and
the same forms are sent once more.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

from django.db import connections

from tests.endurance import papers
from tests.endurance.databases import new_database, own_postgres
from tests.endurance.disks import Disk, a_folder_instead, moved_away, small_disk
from tests.endurance.site import RunningSite
from tests.endurance.trial import run
from tests.endurance.visitor import Answer, Visitor

EXPECTED = r" 503 | totalplace\.health "  # Lines of the log above a trace that belongs to what is done here.
SIZE = 3_000_000
LATEST = 30  # Seconds until the site must have noticed, either way: it looks every ten.
PAGES = ["/", "/claims/", "/notices/", "/upload/", "/account/"]
NEED_NOTHING = ["/health/live", "/static/images/favicon.svg"]
AWAY, EITHER, FINE = {503}, {200, 302, 503}, {200, 302}


@dataclass(frozen=True)
class Outage:
    """Something that goes away while `away` is open; with which status pages, forms and stored files may be answered.

    A file that is sent is answered with 503 in each.
    """

    name: str
    away: Callable[[], AbstractContextManager]
    pages: set[int]
    forms: set[int]
    downloads: set[int]


class Attempt:
    """A new claim and a file that one person sends during an outage, and once more after it."""

    def __init__(self, person: Visitor, stored):
        self.person, self.stored = person, stored
        [self.reference] = stored.begin_drafts(1)
        self.words = f"Sent into an outage, {secrets.token_hex(8)}"
        self.content = papers.table(SIZE)
        self.address = f"/claims/{self.reference}/evidence/"
        self.claim = person.get(f"/claims/new/?form={uuid4()}").form(once=...) | {
            "what_changes": self.words
        }
        self.file = person.get(self.address).form(entry="") | {"entry": "file", "kind": "contract"}

    def send_claim(self) -> Answer:
        return self.person.send("/claims/new/", self.claim)

    def send_file(self) -> Answer:
        return self.person.upload(self.address, self.file, "table.csv", self.content)

    def times_stored(self) -> tuple[int, int]:
        """How often the claim is stored, and how often the file."""
        digest = hashlib.sha256(self.content).hexdigest()
        claims = self.stored.claims_that_say(self.words)
        return len(claims), len(self.stored.files_cited(self.reference, digest))


def prove(site):
    from tests.endurance import stored

    officer = Visitor(site, stored.OFFICER)
    print("What was away: answers meanwhile; seconds until the site was ready again")
    faults = [fault for outage in site.outages for fault in _endure(site, outage, officer, stored)]
    for words in site.untried:
        print(f"  NOT TRIED: {words}")
    return faults


def _endure(site: RunningSite, outage: Outage, officer: Visitor, stored) -> list[str]:
    before = _send_a_file(officer, stored)
    attempt = Attempt(officer, stored)
    connections.close_all()  # Ours: it is the site that is tried.
    with outage.away():
        faults = _ask(officer, outage, attempt, before)
        faults += _wait_until(officer, 503)
    began = time.monotonic()
    faults += _wait_until(officer, 200)
    seconds = time.monotonic() - began
    faults += _look(site, outage, attempt)
    print(f"  {outage.name}: {len(faults)} faults; {seconds:.0f} s", flush=True)
    return [f"{outage.name}: {fault}" for fault in faults]


def _ask(officer: Visitor, outage: Outage, attempt: Attempt, download: str) -> list[str]:
    """What is wrong with the answers while it is away."""
    faults = []
    asked = [(page, outage.pages, partial(officer.get, page)) for page in PAGES]
    asked += [(page, FINE, partial(officer.get, page)) for page in NEED_NOTHING]
    asked += [("a stored file", outage.downloads, partial(officer.get, download))]
    asked += [("a form", outage.forms, attempt.send_claim), ("a file", AWAY, attempt.send_file)]
    for what, expected, ask in asked:
        answer = ask()
        if answer.status not in expected:
            faults.append(f"{what} was answered with {answer.status}, not {sorted(expected)}.")
        if answer.status == 503 and not answer.again_in:
            faults.append(f"{what} was answered with 503 and without Retry-After.")
    return faults


def _look(site: RunningSite, outage: Outage, attempt: Attempt) -> list[str]:
    """What is wrong with what is stored, before and after the same forms are sent once more."""
    faults = []
    claims, files = attempt.times_stored()
    if files or (claims and outage.forms == AWAY):
        faults.append(
            f"{claims} claims and {files} files are stored of what was answered with 503."
        )
    if left := list((site.evidence / "incoming").iterdir()):
        faults.append(f"{len(left)} files are left half received.")
    answers = attempt.send_claim().status, attempt.send_file().status
    if answers != (302, 302) or attempt.times_stored() != (1, 1):
        faults.append(f"Sent again: {answers}, and stored {attempt.times_stored()} times.")
    return faults


def _send_a_file(officer: Visitor, stored) -> str:
    """Store a file before anything is away; its address."""
    attempt = Attempt(officer, stored)
    assert attempt.send_file().status == 302
    [address] = stored.files_cited(attempt.reference, hashlib.sha256(attempt.content).hexdigest())
    return address


def _wait_until(officer: Visitor, status: int) -> list[str]:
    """What is wrong, if the site does not say within its time whether it is ready."""
    latest = time.monotonic() + LATEST
    while officer.get("/health/ready").status != status:
        if time.monotonic() > latest:
            return [f"/health/ready is not {status} after {LATEST} s."]
        time.sleep(0.5)
    return []


@contextmanager
def site_on(kind: str, folder: Path) -> Iterator[RunningSite]:
    """The site on a disk of its own, with what can be taken from under it."""
    with small_disk(folder / "disk") as disk, _database(kind, disk) as (address, outages):
        store = disk.folder / "evidence"
        with RunningSite(folder, address, store) as site:
            site.outages = outages + _of_the_store(store)
            site.untried = []
            if disk.is_own:
                site.outages += _of_the_disk(disk, address)
            else:
                site.untried += ["a full disk, and a read-only one: only root can mount one."]
            if kind not in ("sqlite", "postgres"):
                site.untried += ["the database stopped: that server is not ours."]
            yield site


@contextmanager
def _database(kind: str, disk: Disk) -> Iterator[tuple[str, list[Outage]]]:
    if kind == "postgres":
        with own_postgres() as (server, address):
            yield (
                address,
                [Outage("PostgreSQL stopped", partial(_stopped, server), AWAY, AWAY, AWAY)],
            )
        return
    with new_database(kind, disk.folder) as address:
        yield address, _of_a_file(disk.folder / "db.sqlite3") if kind == "sqlite" else []


def _of_a_file(path: Path) -> list[Outage]:
    moved = partial(_at_rest, path, moved_away)
    covered = partial(_at_rest, path, a_folder_instead)
    return [
        Outage("SQLite's file moved away", moved, AWAY, AWAY, AWAY),
        Outage("SQLite's file not to be opened", covered, AWAY, AWAY, AWAY),
    ]


def _of_the_store(store: Path) -> list[Outage]:
    moved, covered = partial(moved_away, store), partial(a_folder_instead, store)
    return [
        Outage("The evidence store moved away", moved, FINE, FINE, AWAY),
        Outage("An empty folder in its place", covered, FINE, FINE, AWAY),
    ]


def _of_the_disk(disk: Disk, address: str) -> list[Outage]:
    """SQLite's file is on it too: it may still be read. PostgreSQL has another."""
    forms = AWAY if address.startswith("sqlite") else FINE
    pages = EITHER if address.startswith("sqlite") else FINE
    return [
        Outage("The disk full", disk.full, pages, forms, pages),
        Outage("The disk read-only", disk.read_only, pages, forms, pages),
    ]


@contextmanager
def _at_rest(path: Path, away: Callable[[Path], AbstractContextManager]) -> Iterator[None]:
    """Nobody moves a file of SQLite while it is open: see “How to corrupt an SQLite database file” on its pages.

    The site closes it with each answer, but a moment after we have that. What is then beside it is gone.
    """
    _wait_for_rest(path)
    with away(path):
        yield
        _wait_for_rest(path)


def _wait_for_rest(path: Path) -> None:
    latest = time.monotonic() + LATEST
    while path.with_name(f"{path.name}-wal").exists():
        assert time.monotonic() < latest, "SQLite's file is never closed."
        time.sleep(0.05)


@contextmanager
def _stopped(server) -> Iterator[None]:
    server.stop("fast")
    try:
        yield
    finally:
        server.start()


if __name__ == "__main__":
    run(prove, __doc__, site_on=site_on, expected=EXPECTED)
