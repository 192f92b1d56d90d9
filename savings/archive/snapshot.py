"""How are all tables read as they stand at one moment, while people go on writing?

In one transaction that only reads, on a connection of its own. PostgreSQL shows it what was committed when it began;
so does SQLite beside its write-ahead log, where it takes no lock that a writer waits for.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from .tables import Table
from .values import header, line_of, writers_of

_AT_A_TIME = 2_000
_READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """A connection that sees the database as it is now, until the end of the block."""
    connection = connections[DEFAULT_DB_ALIAS].copy()
    try:
        if connection.vendor == "sqlite":
            # By hand: Django would begin with IMMEDIATE here, and hold up everybody who writes.
            _run(connection, "BEGIN")
        else:
            connection.set_autocommit(False)
            _run(connection, _READ_ONLY)
        # What it sees is settled by the first thing it reads.
        _run(connection, "SELECT 1 FROM django_migrations")
        yield connection
    finally:
        # Django does not close one to a database in memory, where what was begun would hold its tables.
        _run(connection, "ROLLBACK")
        connection.close()


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Within it everything is read as it is now, whatever people write meanwhile, and nothing can be written."""
    everyday = connections[DEFAULT_DB_ALIAS]
    with snapshot() as connection:
        connections[DEFAULT_DB_ALIAS] = connection
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = everyday


def lines(connection: BaseDatabaseWrapper, table: Table) -> Iterator[bytes]:
    """A table as it is written in a backup: the names of its columns, then a row a line, in the order of its key."""
    writers = writers_of(table.columns)
    rows = rows_of(connection, table.name, [column.name for column in table.columns], table.key)
    return chain([header(table.columns)], (line_of(row, writers) for row in rows))


def rows_of(
    connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], key: str
) -> Iterator[Sequence]:
    """These columns of every row of a table, in the order of `key`; few rows at a time are held in memory."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    sql = f"SELECT {names} FROM {quote(table)} ORDER BY {quote(key)}"  # noqa: S608 names of our own tables
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(_AT_A_TIME):
            yield from rows


def migrations(connection: BaseDatabaseWrapper) -> list[list[str]]:
    """The migrations that were applied, each as its app and its name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT app, name FROM django_migrations ORDER BY app, name")
        return [list(row) for row in cursor.fetchall()]


def last_key(connection: BaseDatabaseWrapper, table: Table) -> int | None:
    """The highest number that this table ever gave to a row, so that no number is given twice; None without any."""
    if next(column.kind for column in table.columns if column.name == table.key) != "integer":
        return None
    with connection.cursor() as cursor:
        given = _given[connection.vendor](cursor, table)
        quote = connection.ops.quote_name
        cursor.execute(f"SELECT MAX({quote(table.key)}) FROM {quote(table.name)}")  # noqa: S608 names of our own tables
        return max(given, cursor.fetchone()[0] or 0)


def _given_by_sqlite(cursor: CursorWrapper, table: Table) -> int:
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
    row = cursor.fetchone()
    return row[0] if row else 0


def _given_by_postgresql(cursor: CursorWrapper, table: Table) -> int:
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.key])
    (sequence,) = cursor.fetchone()
    if sequence is None:
        return 0
    cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 a name of the database
    return cursor.fetchone()[0]


_given = {"sqlite": _given_by_sqlite, "postgresql": _given_by_postgresql}


def _run(connection: BaseDatabaseWrapper, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
