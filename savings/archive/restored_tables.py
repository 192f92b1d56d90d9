"""How does an empty database get the rows of a backup? In one transaction: all of them, or none.

Past the triggers that freeze what was submitted, which would refuse to put figures into a version that is submitted.
They are taken away and put back within the same transaction, so nobody else ever finds the tables without them. Before
it ends, every table is read again, and must have the SHA-256 that it has in the backup.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from .contents import Archive
from .snapshot import last_key, lines
from .tables import LEFT_OUT, MADE_BY_MIGRATE, Table, backed_up
from .values import readers_of, row_of

_AT_A_TIME = 500


class NotRestored(Exception):
    """Nothing was stored. The words say why, and what to do."""


def tables_with_rows() -> list[str]:
    """The tables that hold anything beyond what `migrate` itself writes."""
    with connection.cursor() as cursor:
        ours = _tables_here(cursor) - MADE_BY_MIGRATE
        return [name for name in sorted(ours) if _has_rows(cursor, name)]


def load(archive: Archive) -> None:
    """Fill the empty database with the tables of the backup. NotRestored, and still empty, if any of it is refused."""
    _check_tables(archive)
    with transaction.atomic(), _without_triggers():
        if full := tables_with_rows():  # Now that nobody else can write.
            raise NotRestored(f"Somebody has stored something meanwhile: {', '.join(full)}.")
        clear()
        for table in archive.tables:
            _fill(archive, table)
        try:
            connection.check_constraints()
        except DatabaseError as error:
            raise NotRestored(f"A row names another that is not there: {error}") from error
        for table in archive.tables:
            _check(archive, table)
    ContentType.objects.clear_cache()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def triggers() -> dict[str, str]:
    """The triggers of the database by name, each with all that the database says of it."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        return {f"{table} {name}": said for table, name, said in cursor.fetchall()}


_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """SELECT r.relname, t.tgname, pg_get_triggerdef(t.oid) || ' -- ' || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND r.relnamespace = current_schema()::regnamespace ORDER BY 1, 2""",
}


@contextmanager
def _without_triggers() -> Iterator[None]:
    before = triggers()
    if connection.vendor == "sqlite":
        _run(*(f"DROP TRIGGER {_quoted(key.partition(' ')[2])}" for key in before))
        put_back = list(before.values())
    else:
        tables = sorted({_quoted(key.partition(" ")[0]) for key in before})
        _run(*(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables))
        put_back = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables]
    yield
    _run(*put_back)
    if triggers() != before:
        raise NotRestored("The triggers of the database could not be put back as they were.")


def _check_tables(archive: Archive) -> None:
    with connection.cursor() as cursor:
        if more := _tables_here(cursor) - {table.name for table in archive.tables}:
            raise NotRestored(f"The backup has no table {', '.join(sorted(more))}.")
        for table in archive.tables:
            described = connection.introspection.get_table_description(cursor, table.name)
            if {column.name for column in table.columns} != {column.name for column in described}:
                raise NotRestored(
                    f"The table {table.name} has other columns here than in the backup."
                )


def clear() -> None:
    """Empty what `migrate` wrote by itself, and what no backup holds: whoever was signed in here is signed out."""
    left_out = set(LEFT_OUT) - {"django_migrations"}
    with connection.cursor() as cursor:
        # An older release may not have had all of them.
        left_out &= set(connection.introspection.table_names(cursor))
    for name in [*sorted(MADE_BY_MIGRATE), *left_out]:
        _run(f"DELETE FROM {_quoted(name)}")  # noqa: S608 a name of ours


def _fill(archive: Archive, table: Table) -> None:
    readers = readers_of(table.columns, connection)
    rows = (row_of(line, readers) for line in archive.lines(table))
    try:
        while some := list(islice(rows, _AT_A_TIME)):
            _insert(table, some)
        _go_on_from(table, archive.manifest["tables"][table.name]["last_key"])
    except (DatabaseError, ValueError, TypeError, OverflowError) as error:
        raise NotRestored(f"This database does not take the table {table.name}: {error}") from error


def _insert(table: Table, rows: list[list]) -> None:
    names = ", ".join(_quoted(column.name) for column in table.columns)
    one = f"({', '.join(['%s'] * len(table.columns))})"
    into = f"INSERT INTO {_quoted(table.name)} ({names}) VALUES "  # noqa: S608 names of our own
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(into + one, rows)
        else:
            values = [value for row in rows for value in row]
            cursor.execute(into + ", ".join([one] * len(rows)), values)


def _go_on_from(table: Table, last: int | None) -> None:
    """The next row gets the number after the last that was ever given."""
    if last is None:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            if last:
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last]
                )
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                [table.name, table.key, last or 1, bool(last)],
            )


def _check(archive: Archive, table: Table) -> None:
    digest = hashlib.sha256()
    for line in lines(connection, table):
        digest.update(line)
    said = archive.manifest["tables"][table.name]["last_key"]
    if digest.hexdigest() != archive.sha256_of(table) or last_key(connection, table) != said:
        raise NotRestored(f"The table {table.name} is not what it was once it is stored here.")


def _tables_here(cursor: CursorWrapper) -> set[str]:
    """Those of this site, among whatever else is in the database."""
    return {table.name for table in backed_up()} & set(connection.introspection.table_names(cursor))


def _has_rows(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute(f"SELECT 1 FROM {_quoted(name)} LIMIT 1")  # noqa: S608 a name of ours
    return cursor.fetchone() is not None


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
