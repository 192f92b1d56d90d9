"""Which faults are outages of what the site stands on, and which are ours? With what databases and machines say."""

import errno
import os
import sqlite3
from contextlib import closing

import psycopg2
import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from tests.away import NOWHERE
from totalplace.outages import BUSY, ELSEWHERE, FILES, FULL, GONE, READ_ONLY, may_be_done, outage


def _raised(act):
    with pytest.raises(Exception) as raised:  # noqa: PT011 which one it is, is what the test is about
        act()
    return raised.value


def _on(path, *statements, uri=False):
    """What SQLite says to the last of these statements on the database at `path`."""

    def act():
        with closing(sqlite3.connect(path, uri=uri, timeout=0, isolation_level=None)) as database:
            for statement in statements:
                database.execute(statement)

    return act


def _busy(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        return _raised(_on(path, "CREATE TABLE more (a)"))


def _made(tmp_path):
    path = tmp_path / "db.sqlite3"
    _on(path, "CREATE TABLE kept (a INTEGER NOT NULL CHECK (a > 0))")()
    return path


FILL = "WITH RECURSIVE n(a) AS (SELECT 1 UNION SELECT a + 1 FROM n WHERE a < 99999) INSERT INTO kept SELECT a FROM n"


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        (lambda path: _raised(_on(path.parent)), GONE),
        (lambda path: _raised(_on(path.parent / "no" / "folder")), GONE),
        (_busy, BUSY),
        (
            lambda path: _raised(_on(f"file:{path}?mode=ro", "DELETE FROM kept", uri=True)),
            READ_ONLY,
        ),
        (lambda path: _raised(_on(path, "PRAGMA max_page_count = 3", FILL)), FULL),
        (lambda path: _raised(_on(path, "SELECT * FROM nowhere")), None),
        (lambda path: _raised(_on(path, "INSERT INTO kept VALUES (-1)")), None),
        (lambda path: _raised(_on(path, "SELECT " + "(" * 5000)), None),
    ],
    ids=[
        "a folder",
        "no folder",
        "busy",
        "read-only",
        "full",
        "no table",
        "broken constraint",
        "too long",
    ],
)
def test_what_sqlite_says_is_an_outage_or_a_fault_of_ours(tmp_path, met, expected):
    fault = OperationalError("as Django passes it on")
    fault.__cause__ = met(_made(tmp_path))

    assert outage(fault) is expected


def test_a_file_that_is_no_database_is_an_outage(tmp_path):
    path = tmp_path / "db.sqlite3"
    path.write_bytes(b"Nothing that SQLite knows. " * 100)

    assert outage(_raised(_on(path, "SELECT 1 FROM sqlite_master"))) is GONE


def test_a_postgres_that_is_not_there_is_an_outage():
    fault = _raised(lambda: psycopg2.connect("postgres://nobody@127.0.0.1:1/x", connect_timeout=5))

    assert outage(fault) is GONE


@pytest.mark.parametrize(
    ("sqlstate", "expected"),
    [("08006", GONE), ("57P01", GONE), ("57P03", GONE), ("53300", BUSY), ("53100", FULL),
     ("25006", READ_ONLY), ("58030", GONE), ("23514", None), ("42601", None), ("54001", None)],
)  # fmt: skip
def test_what_postgres_says_is_an_outage_or_a_fault_of_ours(sqlstate, expected):
    if connection.vendor == "postgresql":
        raise_it = f"DO $$ BEGIN RAISE SQLSTATE '{sqlstate}'; END $$"
        fault = _raised(lambda: _execute(raise_it))
    else:
        # The driver's own class for it; the state is set where the server's message is read, in C.
        fault = DatabaseError()
        fault.__cause__ = type("Said", (psycopg2.errors.lookup(sqlstate),), {"pgcode": sqlstate})()

    assert outage(fault) is expected


def _execute(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.ENOSPC, FULL), (errno.EDQUOT, FULL), (errno.EROFS, READ_ONLY), (errno.EIO, FILES),
     (errno.ESTALE, FILES), (errno.ENOTDIR, FILES), (errno.EMFILE, BUSY), (errno.ECONNREFUSED, ELSEWHERE),
     (errno.ENOENT, None), (errno.EPIPE, None), (errno.EINVAL, None)],
)  # fmt: skip
def test_what_the_machine_says_is_an_outage_or_a_fault_of_ours(number, expected):
    assert outage(OSError(number, os.strerror(number))) is expected


def test_a_full_disk_is_an_outage():
    def write():
        with open("/dev/full", "wb") as full:
            full.write(b"x" * 100_000)

    assert outage(_raised(write)) is FULL


def test_what_an_outage_leads_to_is_an_outage_and_what_we_do_wrong_is_not():
    def go_on(error):
        try:
            raise error
        except Exception:
            raise KeyError("what was to be there")  # noqa: B904 that it is not said is the point

    assert outage(_raised(lambda: go_on(OSError(errno.ENOSPC, "")))) is FULL
    assert outage(_raised(lambda: go_on(ValueError("x")))) is None
    assert outage(IntegrityError("with no cause")) is None
    assert outage(None) is None


class _Dead:
    """What is left of a connection whose other end is gone, or full."""

    def __init__(self, error):
        self.error = error

    def commit(self):
        raise self.error


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        (
            lambda path: _raised(lambda: connection.Database.connect(**NOWHERE[connection.vendor])),
            True,
        ),
        (lambda path: connection.Database.IntegrityError(), False),
        (lambda path: OSError(errno.ENOSPC, ""), False),
    ],
    ids=["gone", "refused", "full"],
)
def test_only_a_commit_that_nobody_answered_may_be_done(tmp_path, met, expected):
    database = connections["default"]
    error, kept = met(_made(tmp_path)), database.connection

    database.connection = _Dead(error)
    try:
        fault = _raised(database._commit)
    finally:
        database.connection = kept

    assert may_be_done(fault) is expected
