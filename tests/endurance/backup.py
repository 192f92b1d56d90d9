"""Is a backup that is made while people work one moment of the site, and does anybody wait for it?

A finance officer signs off, an officer begins claims and sends files, many at once, with many claims there before;
meanwhile backups are made, one after the other. Some are put into empty sites: all that was acknowledged before they
began must be there, and nothing half. Putting one back is killed with SIGKILL, again and again: the site is then
empty or whole.
"""

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.endurance.deeds import Deed, File, NewClaim, SignOff
from tests.endurance.site import RunningSite
from tests.endurance.trial import run
from tests.endurance.visitor import Visitor
from totalplace.bootstrap import ROOT

AT_ONCE, BACKUPS, KILLS = 8, 3, 8
SIGN_OFFS, CLAIMS, FILES, DRAFTS_WITH_FILES = 60, 160, 60, 10
SIZES = (1_000, 1_000_000)
THERE_BEFORE = 40  # MB of claims, so that a backup takes a while.
KILLED_AFTER = (0.3, 1.0)  # Of the time that a restore takes.


@dataclass(frozen=True)
class Backup:
    """A backup, and when it was made, on the clock of this process."""

    path: Path
    began: float
    ended: float


class Timed:
    """A deed, and from when to when it was being done."""

    def __init__(self, deed: Deed):
        self.deed = deed

    def do(self) -> None:
        self.began = time.monotonic()
        self.deed.do()
        self.ended = time.monotonic()

    def is_during(self, backups: list[Backup]) -> bool:
        return any(b.began < self.ended and self.began < b.ended for b in backups)


def prove(site):
    from tests.endurance import stored

    stored.long_file(THERE_BEFORE << 20)
    timed = [Timed(deed) for deed in _deeds(site, stored)]
    random.shuffle(timed)
    folder = site.log.parent
    with ThreadPoolExecutor(AT_ONCE) as tabs:
        under_way = [tabs.submit(each.do) for each in timed]
        backups = list(_backups(site, folder, under_way))
    for each in under_way:
        each.result()  # Raises what went wrong in the proof itself.
    _say(timed, backups)
    faults = [
        fault
        for number, backup in enumerate(random.sample(backups, BACKUPS))
        for fault in _restored(site, backup, folder / f"restored{number}", timed, stored)
    ]
    return faults + _killed(site, backups[-1], folder / "killed")


def _deeds(site: RunningSite, stored) -> list[Deed]:
    officer, finance = Visitor(site, stored.OFFICER), Visitor(site, stored.FINANCE)
    drafts = stored.begin_drafts(DRAFTS_WITH_FILES)
    return [
        *(SignOff(finance, reference) for reference in stored.complete_drafts(SIGN_OFFS)),
        *(NewClaim(officer) for _ in range(CLAIMS)),
        *(File(officer, random.choice(drafts), random.randint(*SIZES)) for _ in range(FILES)),
    ]


def _backups(site: RunningSite, folder: Path, under_way: list[Future]) -> Iterator[Backup]:
    """Made one after the other, for as long as people work, and a few at least."""
    number, pause = 0, 1.0
    while number < BACKUPS or not all(deed.done() for deed in under_way):
        time.sleep(pause)
        path, began = folder / f"{number}.zip", time.monotonic()
        done = site.command("backup", str(path))
        assert done.returncode == 0, done.stdout + done.stderr
        made = Backup(path, began, time.monotonic())
        yield made
        # As long without as with, so that the waits can be compared.
        number, pause = number + 1, made.ended - made.began


def _say(timed: list[Timed], backups: list[Backup]) -> None:
    print(f"{len(timed)} deeds, {AT_ONCE} people at once; {len(backups)} backups meanwhile:")
    for backup in backups:
        size = backup.path.stat().st_size / 1_000_000
        print(f"  {size:.1f} MB in {backup.ended - backup.began:.1f} s")
    for words, during in ("while one was made", True), ("otherwise", False):
        waits = sorted(t.ended - t.began for t in timed if t.is_during(backups) is during)
        if waits:
            middle, longest = statistics.median(waits), waits[-1]
            print(
                f"  {len(waits)} deeds {words}: {middle:.2f} s in the middle, {longest:.2f} s at most"
            )


def _restored(site, backup: Backup, folder: Path, timed: list[Timed], stored) -> list[str]:
    """What is wrong with a site that was made of this backup."""
    copy = Copy(site, folder)
    faults = copy.faults_of("restore", str(backup.path)) + copy.faults_of("verify_evidence")
    with copy.is_ours():
        for each in timed:
            times, was_before = each.deed.times_stored(stored), each.ended < backup.began
            if was_before and each.deed.is_acknowledged and times != 1:
                faults.append(f"{each.deed} is in the backup {times} times.")
            if not isinstance(each.deed, File):  # Those are what `verify_evidence` reads.
                halves = each.deed.halves(stored, bool(times))
                faults += [f"{each.deed} is half in the backup: {half}" for half in halves]
        there = sum(bool(each.deed.times_stored(stored)) for each in timed)
    before = sum(each.ended < backup.began for each in timed)
    print(f"  restored: {before} deeds done before it began, {there} in it, {len(faults)} faults")
    return faults


def _killed(site: RunningSite, backup: Backup, folder: Path) -> list[str]:
    from savings.archive.restored_tables import tables_with_rows

    copy, found = Copy(site, folder), {"empty": 0, "whole": 0}
    faults, took = copy.faults_of("migrate"), _seconds(site, backup, folder)
    for _ in range(KILLS):
        killed = copy.start("restore", str(backup.path))
        time.sleep(took * random.uniform(*KILLED_AFTER))
        killed.kill()
        killed.wait()
        with copy.is_ours():
            is_empty = not tables_with_rows()
        found["empty" if is_empty else "whole"] += 1
        if not is_empty:
            faults += copy.differences(backup)
            copy = Copy(site, folder.with_name(f"killed{found['whole']}"))
            faults += copy.faults_of("migrate")
    faults += copy.faults_of("restore", str(backup.path)) + copy.differences(backup)
    print(
        f"  restoring was killed {KILLS} times: {found}; then it went through, {len(faults)} faults"
    )
    return faults


def _seconds(site: RunningSite, backup: Backup, folder: Path) -> float:
    """How long it takes to restore this one."""
    copy = Copy(site, folder.with_name("timed"))
    copy.faults_of("migrate")
    began = time.monotonic()
    copy.faults_of("restore", str(backup.path))
    return time.monotonic() - began


class Copy:
    """Another site, on SQLite, with its evidence beside it."""

    def __init__(self, site: RunningSite, folder: Path):
        folder.mkdir()
        self.folder, self.evidence = folder, folder / "evidence"
        self._name = folder / "db.sqlite3"
        self._settings = site.settings | {
            "DATABASE_URL": f"sqlite:///{self._name}",
            "EVIDENCE_ROOT": str(self.evidence),
        }

    def start(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self._settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def faults_of(self, *words: str) -> list[str]:
        """What a command said, if it failed."""
        running = self.start(*words)
        said, _ = running.communicate()
        return [f"{words[0]}: {said}"] if running.returncode else []

    def differences(self, backup: Backup) -> list[str]:
        """Which tables and files are not those of the backup."""
        from savings.archive.contents import opened

        own = self.folder / "own.zip"
        own.unlink(missing_ok=True)
        if faults := self.faults_of("backup", str(own)):
            return faults
        with opened(own) as ours, opened(backup.path) as its:
            parts, wanted = ours.manifest["parts"], its.manifest["parts"]
        return [
            f"{name} is not that of the backup."
            for name in parts.keys() | wanted.keys()
            if parts.get(name) != wanted.get(name)
        ]

    @contextmanager
    def is_ours(self) -> Iterator[None]:
        """Within it this process reads the database of the copy."""
        from django.db import connections

        from tests.benchmarks.throwaway import through
        from totalplace.sqlite.base import DatabaseWrapper

        like = connections["default"].settings_dict | {"NAME": str(self._name), "OPTIONS": {}}
        database = DatabaseWrapper(like, "default")
        with through(database):
            yield
        database.close()


if __name__ == "__main__":
    run(prove, __doc__)
