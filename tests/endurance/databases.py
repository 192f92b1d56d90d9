"""On which database does a proof run? Always a new and empty one, gone at the end."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from totalplace.bootstrap import postgres


@contextmanager
def new_database(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of a new database: `sqlite`, `postgres`, or on the PostgreSQL server at this address."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'db.sqlite3'}"
    elif kind == "postgres":
        with own_postgres() as (_, address):
            yield address
    else:
        with _database_on(kind) as address:
            yield address


@contextmanager
def own_postgres() -> Iterator[tuple[postgres.Server, str]]:
    """A PostgreSQL server that can be stopped and started, and the address of a new database on it."""
    with postgres.server() as server, _database_on(server.address) as address:
        yield server, address


@contextmanager
def _database_on(server: str) -> Iterator[str]:
    name = f"endurance_{os.getpid()}"
    _tell(server, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def _tell(server: str, statement: str) -> None:
    """Over a connection of its own: the server may have been stopped since the last."""
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)
