"""What has to pass before a change is good? Everything here, on both databases."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from totalplace.bootstrap import ROOT, postgres, python
from totalplace.bootstrap.terminal import SetupError, say

SQLITE = f"sqlite:///{ROOT / 'db.sqlite3'}"  # Its tests have a database of their own, in memory.

CHECKS = {
    "Style of the code": ["-m", "ruff", "check", "."],
    "Format of the code": ["-m", "ruff", "format", "--check", "--output-format=concise", "."],
}

PYTEST = ["-m", "pytest", "--numprocesses=auto", "--dist=loadgroup"]
OF_THE_DATABASE = ["-m", "not no_database"]
MEASURED = "--coverage"

LINE = 400  # No last line of these programs is longer.

SETTINGS = ROOT / "totalplace" / "settings.py"

NO_POSTGRES = "NOT TESTED ON POSTGRESQL, so this run says nothing about production:\n"


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


def run(arguments: list[str]) -> int:
    """Run all of it; return 0 if all of it passed. `arguments` are for pytest, but for `--coverage`.

    What reaches no database says the same beside any, and a page looks the same whichever it comes from:
    those tests run once, beside SQLite, from which `run` serves.
    """
    measured = MEASURED in arguments
    chosen = [word for word in arguments if word != MEASURED]
    results = [_part(name, command) for name, command in CHECKS.items()]
    results.append(_tests_on_sqlite(chosen, measured=measured))
    warning = ""
    try:
        with _postgres_address() as address:
            tests = [*PYTEST, *(chosen or OF_THE_DATABASE)]
            results.append(_part("Tests on PostgreSQL", tests, DATABASE_URL=address))
    except SetupError as stop:
        warning = f"{NO_POSTGRES}{stop}"
    print("", *results, *([warning] if warning else []), sep="\n")
    return verdict(results, untested=bool(warning), in_ci=bool(os.environ.get("CI")))


def verdict(results: list[Result], *, untested: bool, in_ci: bool) -> int:
    """Return the exit status: a database left untested is a failure where nobody reads along."""
    return int(not all(result.passed for result in results) or (untested and in_ci))


def _tests_on_sqlite(arguments: list[str], *, measured: bool) -> Result:
    """Run the tests on SQLite; if `measured`, report the branches they reach, which costs half as much again."""
    tests = [*PYTEST, *arguments]
    if not measured:
        return _part("Tests on SQLite", tests, DATABASE_URL=SQLITE)
    coverage = [python.PYTHON, "-m", "coverage"]
    subprocess.run([*coverage, "erase"], cwd=ROOT, check=False)
    result = _part("Tests on SQLite", ["-m", "coverage", "run", *tests], DATABASE_URL=SQLITE)
    subprocess.run([*coverage, "combine", "--quiet"], cwd=ROOT, check=False)
    subprocess.run([*coverage, "report"], cwd=ROOT, check=False)
    return result


def unset_settings() -> dict[str, str]:
    """Return the environment without what this machine's own site is to read: the tests set what they need."""
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', SETTINGS.read_text(encoding="utf-8"))
    return {name: value for name, value in os.environ.items() if name not in read}


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
            while piece := running.stdout.read1():
                sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
                said = (said + piece)[-LINE:]
        except BaseException:
            running.terminate()  # Told to stop, we do not wait for the tests to finish.
            raise
    last_line = said.decode(errors="replace").strip().rpartition("\n")[2]
    return Result(name, running.returncode == 0, time.monotonic() - began, last_line)
