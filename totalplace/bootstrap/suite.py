"""What has to pass before a change is good? Everything here, on both databases."""

import os
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
    """Run all of it; return 0 if all of it passed. `arguments` are for pytest."""
    measured = not arguments  # The coverage of a few tests says nothing.
    if measured:
        _coverage("erase")
    results = [_part(name, command) for name, command in CHECKS.items()]
    results.append(_tests("Tests on SQLite", SQLITE, arguments, measured=measured))
    warning = ""
    try:
        with _postgres_address() as address:
            results.append(_tests("Tests on PostgreSQL", address, arguments, measured=measured))
    except SetupError as stop:
        warning = f"{NO_POSTGRES}{stop}"
    if measured:
        _coverage("combine", "--quiet")
        _coverage("report")
    print("", *results, *([warning] if warning else []), sep="\n")
    return verdict(results, untested=bool(warning), in_ci=bool(os.environ.get("CI")))


def verdict(results: list[Result], *, untested: bool, in_ci: bool) -> int:
    """Return the exit status: a database left untested is a failure where nobody reads along."""
    return int(not all(result.passed for result in results) or (untested and in_ci))


@contextmanager
def _postgres_address() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
    else:
        say("Starting a PostgreSQL for the tests …")
        with postgres.server() as address:
            yield address


def _tests(name: str, address: str, arguments: list[str], *, measured: bool) -> Result:
    coverage = ["-m", "coverage", "run"] if measured else []
    pytest = ["-m", "pytest", "--numprocesses=auto", *arguments]
    return _part(name, [*coverage, *pytest], DATABASE_URL=address)


def _coverage(*arguments: str) -> None:
    subprocess.run([python.PYTHON, "-m", "coverage", *arguments], cwd=ROOT, check=False)


def _part(name: str, arguments: list[str], **environment: str) -> Result:
    """Run one part, show what it says as it says it, and keep its last line."""
    say(f"\n{name} …")
    began = time.monotonic()
    last_line = ""
    with subprocess.Popen(
        [python.PYTHON, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as running:
        try:
            for line in running.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
                last_line = line.strip() or last_line
        except BaseException:
            running.terminate()  # Told to stop, we do not wait for the tests to finish.
            raise
    return Result(name, running.returncode == 0, time.monotonic() - began, last_line)
