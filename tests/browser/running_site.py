"""How is the real site started for a test?"""

import os
import secrets
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from totalplace.bootstrap import ROOT, port

SECONDS_TO_START = 270  # On a busy machine; less than the time after which pytest gives a test up.


@dataclass(frozen=True)
class Site:
    """A site that answers, the password of everybody in its demonstration, and what it reads from the environment.

    What it prints goes into `log`, the mails that it would send among it.
    """

    url: str
    password: str
    settings: dict[str, str]
    log: Path

    def command(self, *words):
        """Run a command of the site, as an administrator does beside it."""
        command = [sys.executable, "manage.py", *words]
        subprocess.run(
            command, cwd=ROOT, env={**os.environ, **self.settings}, capture_output=True, check=True
        )


@contextmanager
def running_site(folder, database_address, *, days_old=0):
    """Start the site as `run` does, give it once it answers, and stop it.

    `days_old`: so many days ago its demonstration was loaded, by the clock that it had then.
    """
    number, password = port.free(), secrets.token_urlsafe(12)
    settings = {
        "DEMO": "1",
        "DATABASE_URL": database_address,
        "DEMO_PASSWORD": password,
        "EVIDENCE_ROOT": str(folder / "evidence"),
    }
    # Measuring its coverage would slow the site down, and the other tests reach the same code.
    unmeasured = {"COVERAGE_PROCESS_CONFIG": "", "COVERAGE_PROCESS_START": ""}
    if days_old:
        _load_demonstration(settings, days_old)
    log = folder / "site.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "totalplace.server", "--port", str(number)],
            cwd=ROOT,
            env={**os.environ, **settings, **unmeasured},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        site = Site(f"http://127.0.0.1:{number}", password, settings, log)
        wait_for_answer(f"{site.url}/health/live", process, log)
        yield site
    finally:
        process.terminate()
        process.wait()


def _load_demonstration(settings, days_old):
    for words in (["load_reference_data"], ["demo"]):
        subprocess.run(
            [sys.executable, "-m", "tests.browser.on_day", str(days_old), *words],
            cwd=ROOT,
            env={**os.environ, **settings},
            capture_output=True,
            check=True,
        )


def wait_for_answer(url, process, log):
    """Wait until the demonstration is loaded: the port is open before, but does not answer."""
    latest = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < latest:
        try:
            urllib.request.urlopen(url, timeout=SECONDS_TO_START)
        except OSError:  # Not yet there, or not in time.
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The site did not start:\n{log.read_text()}")
