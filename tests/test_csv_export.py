"""How rows leave as CSV: the same bytes from both databases, flat in memory, honest when cut short."""

import threading
import time
import tracemalloc

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from pilots.models import Theme
from tests.benchmarks.throwaway import unkept
from totalplace.csv_export import (
    BYTE_ORDER_MARK,
    CHUNK_BYTES,
    INCOMPLETE,
    Selection,
    csv_file,
    csv_response,
    selection,
)

# What a writer of CSV can get wrong. NULL and empty text are told apart by nobody who reads the file.
NASTY = [
    'Says "no"',
    "a, b",
    "two\nlines",
    "old\rMac",
    "Windows\r\nlines",
    "  leading and trailing  ",
    "\\.",
    "\\N",
    "Ynys Môn £ € 😀",
    "100%",
    "%s",
]
NASTY_BYTES = (
    b"\xef\xbb\xbfname,again\r\n"
    b'"Says ""no""","Says ""no"""\r\n'
    b'"a, b","a, b"\r\n'
    b'"two\nlines","two\nlines"\r\n'
    b'"old\rMac","old\rMac"\r\n'
    b'"Windows\r\nlines","Windows\r\nlines"\r\n'
    b"  leading and trailing  ,  leading and trailing  \r\n"
    b"\\.,\\.\r\n"
    b"\\N,\\N\r\n"
    b"Ynys M\xc3\xb4n \xc2\xa3 \xe2\x82\xac \xf0\x9f\x98\x80,"
    b"Ynys M\xc3\xb4n \xc2\xa3 \xe2\x82\xac \xf0\x9f\x98\x80\r\n"
    b"100%,100%\r\n"
    b"%s,%s\r\n"
)


LONG = 3_000_000  # Rows: a few seconds of work.
COUNT = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT CELL FROM n"


def counted(rows, cell="CAST(i AS TEXT)", *params):
    """A query that counts to `rows`, on either database."""
    return Selection(COUNT.replace("CELL", cell), (rows, *params))


def breaking_at(row):
    """The absolute value of the least whole number is none that a database can hold."""
    least = "-9223372036854775807 - CASE WHEN i = %s THEN 1 ELSE 0 END"
    return counted(row * 2, f"CAST(ABS({least}) AS TEXT)", row)


def test_both_databases_give_these_bytes():
    unkept(Theme).bulk_create(Theme(name=name) for name in NASTY)
    again = Theme.objects.order_by("pk").annotate(again=F("name"))
    rows = selection(again.values_list("name", "again"))

    file = b"".join(csv_file(["name", "again"], rows))

    assert file == NASTY_BYTES


def test_a_query_that_can_find_nothing_gives_the_headings():
    rows = selection(Theme.objects.filter(pk__in=[]).values_list("name"))

    assert b"".join(csv_file(["name"], rows)) == f"{BYTE_ORDER_MARK}name\r\n".encode()


def test_every_row_arrives_in_chunks_of_whole_lines():
    chunks = list(csv_file(["i"], counted(50_000)))

    assert len(chunks) > 3
    assert all(chunk.endswith(b"\r\n") for chunk in chunks)
    assert max(map(len, chunks)) < 2 * CHUNK_BYTES
    assert b"".join(chunks).split()[1:] == [str(i).encode() for i in range(1, 50_001)]


def test_the_download_has_a_name_and_a_type():
    response = csv_response("themes.csv", ["i"], counted(1))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="themes.csv"'
    assert response.getvalue() == f"{BYTE_ORDER_MARK}i\r\n1\r\n".encode()


def test_a_file_cut_short_ends_with_a_line_that_says_so():
    chunks = []

    with pytest.raises(DatabaseError), transaction.atomic():
        chunks.extend(csv_file(["i"], breaking_at(3_000)))

    *rows, last = b"".join(chunks).decode().split("\r\n")[1:-1]
    assert last == INCOMPLETE
    assert set(rows) == {"9223372036854775807"}


def test_memory_stays_flat_however_slowly_a_long_file_is_read():
    chunks = csv_file(["i"], counted(100_000, "'" + "x" * 200 + "'"))
    next(chunks)
    tracemalloc.start()

    length = sum(_slowly(len(chunk)) for chunk in chunks)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert length == 100_000 * 202
    assert peak < 4_000_000


def _slowly(answer):
    time.sleep(0.005)
    return answer


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_goes_away_stops_the_database():
    is_postgresql = connection.vendor == "postgresql"
    cell = "CAST(NEXTVAL('pilots_theme_id_seq') AS TEXT)" if is_postgresql else "CAST(i AS TEXT)"
    chunks = csv_file(["i"], counted(LONG, cell))
    read = 0
    while read < 1_000_000:
        read += len(next(chunks))
    assert _copies_running() == is_postgresql

    chunks.close()

    assert _copies_running() == 0
    assert _rows_made() < LONG
    # A cancel that arrives late would hit whatever the connection does next, so it does nothing more.
    assert (connection.connection is None) == is_postgresql
    assert "csv-export" not in [thread.name for thread in threading.enumerate()]


def _copies_running():
    """How many COPYs PostgreSQL is at, seen by another connection; SQLite does nothing by itself."""
    return _asked_elsewhere(
        "SELECT COUNT(*) FROM pg_stat_activity"
        " WHERE state = 'active' AND query LIKE 'COPY%' AND datname = CURRENT_DATABASE()"
    )


def _rows_made():
    return _asked_elsewhere("SELECT last_value FROM pilots_theme_id_seq")


def _asked_elsewhere(sql):
    if connection.vendor == "sqlite":
        return 0
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(sql)
        (answer,) = cursor.fetchone()
    other.close()
    return answer
