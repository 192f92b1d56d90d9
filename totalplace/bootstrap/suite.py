"""What has to pass before a change is good? Everything here, on both databases."""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from typing import cast

from totalplace.bootstrap import ROOT, postgres, python
from totalplace.bootstrap.terminal import SetupError, say

# Its tests have a database of their own, in memory. They ask it many more different statements than the 128 that are
# kept compiled if nothing is said: it would compile most of them each time.
SQLITE = f"sqlite:///{ROOT / 'db.sqlite3'}?cached_statements=2000"

CHECKS = {
    "Style of the code": ["-m", "ruff", "check", "."],
    "Format of the code": ["-m", "ruff", "format", "--check", "--output-format=concise", "."],
    "Types": ["-m", "mypy"],
}
# Types are checked with the site's models in hand, for which its settings are read: none of this machine's.
OF_THE_CHECKS = {"ENV_FILE": "none", "DEMO": "1"}

PYTEST = ["-m", "pytest", "--numprocesses=auto", "--dist=loadgroup"]
OF_THE_DATABASE = ["-m", "not no_database"]
STYLE, ON_SQLITE, ON_POSTGRES = PARTS = ("style", "sqlite", "postgresql")

LINE = 400  # No last line of these programs is longer.

SETTINGS = ROOT / "totalplace" / "settings.py"

NO_POSTGRES = "NOT TESTED ON POSTGRESQL, so this run says nothing about production:\n"


@dataclass(frozen=True)
class Asked:
    """Which parts are to be run, whether the branches reached are reported, and the words that are for pytest."""

    parts: tuple[str, ...]
    is_measured: bool
    for_pytest: list[str]


@dataclass(frozen=True)
class Result:
    """How one part of the run went."""

    name: str
    passed: bool
    seconds: float
    last_line: str

    def __str__(self) -> str:
        outcome = "passed" if self.passed else "FAILED"
        return f"{self.name:<22} {outcome}  {self.seconds:6.1f} s  {self.last_line}"


def asked_for(arguments: list[str]) -> Asked:
    """Read what was typed after `test`. Exits where it cannot be meant."""
    parser = argparse.ArgumentParser(
        prog="python3 -m totalplace test", allow_abbrev=False, add_help=False
    )
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--coverage", action="store_true")
    known, for_pytest = parser.parse_known_args(arguments)
    parts = (known.only,) if known.only else PARTS
    if known.coverage and ON_SQLITE not in parts:
        parser.error("--coverage reports the branches that the tests reach on SQLite")
    if parts == (STYLE,) and for_pytest:
        parser.error(
            f"the style of the code is checked whole, so leave out: {' '.join(for_pytest)}"
        )
    return Asked(parts, known.coverage, for_pytest)


def run(asked: Asked) -> int:
    """Run what was asked for; return 0 if all of it passed.

    Style and types are checked beside the tests: one check needs one processor, and a test may wait for a browser.
    What reaches no database says the same beside any, and a page looks the same whichever it comes from:
    those tests run once, beside SQLite, from which `run` serves.
    """
    checks = CHECKS if STYLE in asked.parts else {}
    with ThreadPoolExecutor(max_workers=1) as beside:
        style = [beside.submit(check, name, words) for name, words in checks.items()]
        try:
            results, warning = _tests(asked)
        except BaseException:
            beside.shutdown(wait=False, cancel_futures=True)
            raise
    results = [done.result() for done in style] + results
    print("", *results, *([warning] if warning else []), sep="\n")
    return verdict(results, untested=bool(warning), in_ci=bool(os.environ.get("CI")))


def check(name: str, words: list[str]) -> Result:
    """Check style or types, and show what is said in one piece, as the tests say theirs meanwhile."""
    began = time.monotonic()
    done = subprocess.run(
        [python.PYTHON, *words],
        cwd=ROOT,
        env=unset_settings() | OF_THE_CHECKS,
        stdout=subprocess.PIPE,
        check=False,
    )
    said = done.stdout.decode(errors="replace").strip()
    print(f"\n{name}:\n{said}", flush=True)
    return Result(name, done.returncode == 0, time.monotonic() - began, said.rpartition("\n")[2])


def _tests(asked: Asked) -> tuple[list[Result], str]:
    """Run the tests that were asked for; how they went, and what to say of a database that could not be started."""
    results = []
    if ON_SQLITE in asked.parts:
        results += _tests_on_sqlite(asked.for_pytest, measured=asked.is_measured)
    if ON_POSTGRES in asked.parts:
        try:
            results.append(_tests_on_postgres(asked.for_pytest))
        except SetupError as stop:
            return results, f"{NO_POSTGRES}{stop}"
    return results, ""


def verdict(results: list[Result], *, untested: bool, in_ci: bool) -> int:
    """Return the exit status.

    A database that could not be tested on is a failure where nobody reads along, and where nothing else was run.
    """
    nobody_is_told = untested and (in_ci or not results)
    return int(nobody_is_told or not all(result.passed for result in results))


def _tests_on_sqlite(arguments: list[str], *, measured: bool) -> list[Result]:
    """Run the tests on SQLite; if `measured`, hold to the floor what they reach, which costs half as much again."""
    tests = [*PYTEST, *arguments]
    if not measured:
        return [_part("Tests on SQLite", tests, DATABASE_URL=SQLITE)]
    coverage = [str(python.PYTHON), "-m", "coverage"]
    subprocess.run([*coverage, "erase"], cwd=ROOT, check=False)
    result = _part("Tests on SQLite", ["-m", "coverage", "run", *tests], DATABASE_URL=SQLITE)
    subprocess.run([*coverage, "combine", "--quiet"], cwd=ROOT, check=False)
    return [result, branches_reached(of_all_tests=not arguments)]


def branches_reached(*, of_all_tests: bool) -> Result:
    """Report them. Below the floor in pyproject.toml it is a failure, unless only some of the tests were run."""
    floor = [] if of_all_tests else ["--fail-under=0"]
    return _part("Branches reached", ["-m", "coverage", "report", *floor])


def _tests_on_postgres(arguments: list[str]) -> Result:
    with _postgres_address() as address:
        tests = [*PYTEST, *(arguments or OF_THE_DATABASE)]
        return _part("Tests on PostgreSQL", tests, DATABASE_URL=address)


def unset_settings() -> dict[str, str]:
    """Return the environment without what this machine's own site is to read: the tests set what they need.

    What one process of the tests has compiled, the next finds, whatever this machine keeps of other programs:
    compiling the tests takes longer than collecting them, and each process of each database collects them all.
    """
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', SETTINGS.read_text(encoding="utf-8"))
    unset = {*read, "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in unset}


@contextmanager
def _postgres_address() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
    else:
        say("Starting a PostgreSQL for the tests …")
        with postgres.server() as server:
            yield server.address


def _part(name: str, arguments: list[str], **environment: str) -> Result:
    """Run one part, show what it says as it says it, and keep its last line."""
    say(f"\n{name} …")
    began = time.monotonic()
    said = b""
    with subprocess.Popen(
        [python.PYTHON, *arguments],
        cwd=ROOT,
        env={**unset_settings(), **environment},
        stdout=subprocess.PIPE,
    ) as running:
        try:
            while piece := cast(BufferedReader, running.stdout).read1():
                sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
                said = (said + piece)[-LINE:]
        except BaseException:
            running.terminate()  # Told to stop, we do not wait for the tests to finish.
            raise
    last_line = said.decode(errors="replace").strip().rpartition("\n")[2]
    return Result(name, running.returncode == 0, time.monotonic() - began, last_line)
