"""How is a value of the database written in a backup? By its kind, the same from both databases, and exactly.

Whole numbers, so money as pence; text; true and false; days as 2010-03-31; times as 2010-03-31T09:30:00.000000Z, in
UTC; UUIDs with dashes; JSON as the text of it, with its keys in order; bytes in base64. NULL is null.
"""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from .tables import Column

Convert = Callable[[Any], object]
_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def header(columns: Sequence[Column]) -> bytes:
    """The first line of a table: the names of its columns."""
    return _as_line([column.name for column in columns])


def line_of(row: Sequence, writers: Sequence[Convert | None]) -> bytes:
    """A row as a line of a backup. `writers` are those of its columns, as `writers_of` gives them."""
    return _as_line(_converted(row, writers))


def row_of(line: bytes, readers: Sequence[Convert | None]) -> list:
    """A line of a backup as parameters for the database. ValueError if it is none of such a table."""
    row = json.loads(line)
    if not isinstance(row, list) or len(row) != len(readers):
        raise ValueError("This line is no row of its table.")
    return _converted(row, readers)


def writers_of(columns: Sequence[Column]) -> list[Convert | None]:
    """For each column what makes of the database's value the one that is written; None where they are the same."""
    return [_WRITERS.get(column.kind) for column in columns]


def readers_of(columns: Sequence[Column], connection: BaseDatabaseWrapper) -> list[Convert | None]:
    """For each column what makes of the written value one that this database takes; None where they are the same."""
    readers = _readers(connection)
    return [readers.get(column.kind) for column in columns]


def _as_line(values: list) -> bytes:
    return f"{_line(values)}\n".encode()


def _converted(row: Sequence, converters: Sequence[Convert | None]) -> list:
    return [
        value if convert is None or value is None else convert(value)
        for value, convert in zip(row, converters, strict=True)
    ]


def _time(value: datetime) -> str:
    # SQLite gives them without a zone, and Django keeps them there in UTC.
    in_utc = value.astimezone(UTC) if value.tzinfo else value
    return f"{in_utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


_WRITERS: dict[str, Convert] = {
    "boolean": bool,
    "date": date.isoformat,
    "datetime": _time,
    "uuid": lambda value: str(UUID(str(value))),
    "json": lambda value: json.dumps(json.loads(value), sort_keys=True),
    "binary": lambda value: base64.b64encode(value).decode(),
}


def _readers(connection: BaseDatabaseWrapper) -> dict[str, Convert]:
    has_uuids = connection.features.has_native_uuid_field
    adapt = connection.ops
    binary = connection.Database.Binary  # type: ignore[attr-defined]  # The driver: each engine has one.
    return {
        "date": lambda text: adapt.adapt_datefield_value(date.fromisoformat(text)),
        "datetime": lambda text: adapt.adapt_datetimefield_value(datetime.fromisoformat(text)),
        "uuid": lambda text: UUID(text) if has_uuids else UUID(text).hex,
        "binary": lambda text: binary(base64.b64decode(text, validate=True)),
    }
