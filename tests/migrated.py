"""From what does each process of the tests begin? From a copy of a database that is migrated once for the whole run."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created

FILE = "migrated.sqlite3"


def template(folder: Path) -> str:
    """The address of a database with all tables, and nobody in it. Who comes first makes it; the others wait for that.

    `folder`: one for all processes of the run.
    """
    address = _postgres(_name()) if _on_postgres() else f"sqlite:///{folder / FILE}"
    made = folder / "migrated"
    with (folder / "migrating").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not made.exists():
            if _on_postgres():
                _create(_name())
            _migrate(address)
            made.touch()
    return address


def begin_with(address: str) -> None:
    """Let Django make the database of this process's tests a copy of the template, and migrate it no more."""
    connection = connections["default"]
    connection.settings_dict["TEST"]["MIGRATE"] = False
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = _name()
        return
    file = address.removeprefix("sqlite:///")

    def copy(connection, **_):
        """Once: what is in memory stays as long as the process does."""
        if connection.is_in_memory_db():
            connection_created.disconnect(dispatch_uid=FILE)
            with closing(sqlite3.connect(file)) as source:
                source.backup(connection.connection)

    connection_created.connect(copy, dispatch_uid=FILE, weak=False)


@contextmanager
def copied(address: str, folder: Path, name: str):
    """A copy for somebody else's use, a site's perhaps; gives its address."""
    if not _on_postgres():
        shutil.copy2(address.removeprefix("sqlite:///"), folder / "db.sqlite3")
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    _create(name, of=_name())
    try:
        yield _postgres(name)
    finally:
        _drop(name)


def drop_template() -> None:
    """A file of SQLite goes with its folder."""
    if _on_postgres():
        _drop(_name())


def _create(name: str, *, of: str = "template1") -> None:
    _drop(name)
    _do(f'CREATE DATABASE "{name}" TEMPLATE "{of}"')


def _drop(name: str) -> None:
    _do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_postgres() -> bool:
    return _server().startswith("postgres")


def _server() -> str:
    return os.environ.get("DATABASE_URL", "")


def _name() -> str:
    return f"test_{urlsplit(_server()).path[1:]}_migrated"


def _postgres(name: str) -> str:
    return urlsplit(_server())._replace(path=f"/{name}").geturl()


def _do(statement: str) -> None:
    by_way_of = _postgres("postgres")  # The one that is there whatever the site's own is called.
    with closing(psycopg2.connect(by_way_of)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)


def _migrate(address: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address},
        check=True,
    )
