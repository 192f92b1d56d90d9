"""How is the real site started, killed and started again on the same database and the same files?"""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from threading import Event

from tests.browser.running_site import SECONDS_TO_START, wait_for_answer
from totalplace.bootstrap import ROOT, port


class RunningSite:
    """The site as `run` starts it. `settings` is what it reads from the environment, the same at each start."""

    def __init__(self, folder: Path, database: str, evidence: Path | None = None):
        self.port = port.free()
        self.url = self.origin = f"http://127.0.0.1:{self.port}"
        self.host, self.tls = "127.0.0.1", None
        self.evidence = evidence or folder / "evidence"
        self.log = folder / "site.log"
        self.is_up = Event()
        self.settings = {
            "DEMO": "1",
            "DEMO_PASSWORD": secrets.token_urlsafe(12),
            "SECRET_KEY": secrets.token_urlsafe(
                50
            ),  # Another at each start would end the sessions.
            "DATABASE_URL": database,
            "EVIDENCE_ROOT": str(self.evidence),
        }

    def __enter__(self) -> "RunningSite":
        self.start()
        return self

    def __exit__(self, *failure) -> None:
        self.process.terminate()
        self.process.wait()

    def start(self) -> None:
        """Start it, and return once it answers."""
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "totalplace.server", "--port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, **self.settings},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        wait_for_answer(f"{self.url}/health/live", self.process, self.log)
        self.is_up.set()

    def wait(self) -> None:
        """Return once it is up again."""
        assert self.is_up.wait(SECONDS_TO_START), "The site did not come back."

    def kill(self) -> None:
        """End it with SIGKILL: nothing in it is told, and nothing is finished."""
        self.is_up.clear()
        self.process.kill()
        self.process.wait()

    def processes(self) -> list[int]:
        """All that serve it."""
        return [self.process.pid]

    def command(self, *words: str) -> subprocess.CompletedProcess:
        """Run a command of the site, as an administrator does beside it."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**os.environ, **self.settings},
            capture_output=True,
            text=True,
            check=False,
        )
