"""How do rows leave as CSV: streamed, flat in memory, and the same bytes from both databases?

Every cell is made as text by the database (`savings.exports.cells`), so nothing is left to do here but quoting.
PostgreSQL does that too: `COPY` is as fast as psql itself, and several times faster than a cursor.
"""

import csv
import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from queue import Queue
from threading import Thread
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.http import StreamingHttpResponse

INCOMPLETE = (
    "This file is incomplete: an error stopped it here. Take it again and do not use this copy."
)
BYTE_ORDER_MARK = "\ufeff"  # Excel reads UTF-8 only when the file starts with it.
CHUNK_BYTES = 65_536
CHUNKS_WAITING = 16
ROWS_READ_AT_ONCE = 1_000


@dataclass(frozen=True)
class Selection:
    """A query whose every column is text or NULL: `sql` with `%s` for each of `params`, and its database's alias."""

    sql: str
    params: Sequence
    using: str = DEFAULT_DB_ALIAS


def selection(queryset: QuerySet) -> Selection:
    """The query of a queryset, in the order in which its `values_list` names the columns."""
    # A queryset that can have no rows still has columns, so its SQL is wanted all the same.
    compiler = queryset.query.get_compiler(queryset.db, elide_empty=False)
    sql, params = compiler.as_sql()
    return Selection(sql, tuple(params), queryset.db)


def csv_response(filename: str, headings: Sequence[str], rows: Selection) -> StreamingHttpResponse:
    """Answer with a download of one line of `headings` and a line for each row."""
    return StreamingHttpResponse(
        csv_file(headings, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def csv_file(headings: Sequence[str], rows: Selection) -> Generator[bytes, None, None]:
    """Yield the file (UTF-8, RFC 4180) in chunks of whole lines, about CHUNK_BYTES each.

    Whoever stops reading must close the iterator: then the database stops too. If an error cuts the file
    short its last line says so, and the error is raised after it.
    """
    yield (BYTE_ORDER_MARK + _lines([headings])).encode()
    connection = connections[rows.using]
    read = _copied if connection.vendor == "postgresql" else _fetched
    try:
        yield from read(connection, rows)
    except Exception:
        # The answer began as a success, so the file itself must say that it is short.
        yield _lines([[INCOMPLETE]]).encode()
        raise


def _lines(rows: Iterable[Sequence]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _fetched(connection: BaseDatabaseWrapper, rows: Selection) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(rows.sql, rows.params)
        while batch := cursor.fetchmany(ROWS_READ_AT_ONCE):
            yield _lines(batch).encode()


def _copied(connection: BaseDatabaseWrapper, rows: Selection) -> Iterator[bytes]:
    # The thread has the reader's own connection, and with it the reader's transaction. That is safe while the reader
    # asks the database for nothing else, and all it does meanwhile is wait for the next chunk.
    with connection.cursor() as cursor:
        query = cursor.mogrify(rows.sql, rows.params).decode()
        copy = _Copy(cursor.cursor, f"COPY ({query}) TO STDOUT (FORMAT csv)")
        copy.start()
        try:
            yield from iter(copy.chunks.get, None)
        except BaseException:
            # The reader went away. Left alone, the server would go on copying to the end.
            copy.stop()
            connection.close()
            raise
        copy.join()
        if copy.error:
            with connection.wrap_database_errors:
                raise copy.error


class _Copy(Thread):
    """Runs `statement`, a COPY, and puts its lines into `chunks`, then None. It waits while nobody takes them."""

    def __init__(self, cursor: Any, statement: str) -> None:
        super().__init__(name="csv-export", daemon=True)
        self.chunks: Queue[bytes | None] = Queue(maxsize=CHUNKS_WAITING)
        self.error: Exception | None = None
        self._cursor = cursor
        self._statement = statement
        self._lines: list[bytes] = []
        self._size = 0
        self._is_stopped = False

    def run(self) -> None:
        try:
            self._cursor.copy_expert(self._statement, self)
        except Exception as error:  # Raised again by the reader.
            self.error = error
        self._pass_on()
        self.chunks.put(None)

    def write(self, line: bytes) -> None:
        """Take one row; the driver calls this for each, ended by a line feed alone."""
        self._lines.append(line[:-1])
        self._size += len(line)
        if self._size >= CHUNK_BYTES:
            self._pass_on()

    def stop(self) -> None:
        """End the COPY on the server, and with it this thread. The connection must be closed afterwards."""
        self._is_stopped = True
        self._cursor.connection.cancel()
        while not self.chunks.empty():  # The thread may be waiting for room.
            self.chunks.get()
        self.join()

    def _pass_on(self) -> None:
        if self._lines and not self._is_stopped:
            self.chunks.put(b"\r\n".join([*self._lines, b""]))
        self._lines.clear()
        self._size = 0
