"""Is a value written the same, whichever database it comes from?"""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from savings.archive.tables import Column
from savings.archive.values import line_of, row_of, writers_of

pytestmark = pytest.mark.no_database

SUMMER = timezone(timedelta(hours=1))
WRITTEN = [
    ("boolean", 1, True, b"[true]\n"),
    (
        "datetime",
        datetime(2010, 6, 30, 23, 0),  # noqa: DTZ001 as SQLite gives it
        datetime(2010, 7, 1, 0, 0, tzinfo=SUMMER),
        b'["2010-06-30T23:00:00.000000Z"]\n',
    ),
    ("uuid", "0" * 31 + "7", UUID(int=7), b'["00000000-0000-0000-0000-000000000007"]\n'),
    ("json", '{"b": 1, "aa": "\\u00a3"}', '{"aa":"£","b":1}', b'["{\\"aa\\": \\"\\\\u00a3\\", \\"b\\": 1}"]\n'),
    ("binary", b"\x00\xff", memoryview(b"\x00\xff"), b'["AP8="]\n'),
    ("integer", None, None, b"[null]\n"),
    ("text", "£\x00", "£\x00", '["£\\u0000"]\n'.encode()),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "of_sqlite", "of_postgresql", "written"), WRITTEN)
def test_it_is(kind, of_sqlite, of_postgresql, written):
    writers = writers_of([Column("one", kind)])

    assert line_of([of_sqlite], writers) == line_of([of_postgresql], writers) == written


def test_a_time_that_is_half_a_second_past_is_kept_to_the_microsecond():
    at = datetime(2010, 1, 1, 0, 0, 0, 500_001, tzinfo=UTC)

    assert (
        line_of([at], writers_of([Column("at", "datetime")]))
        == b'["2010-01-01T00:00:00.500001Z"]\n'
    )


def test_a_line_of_another_table_is_refused():
    with pytest.raises(ValueError, match="no row of its table"):
        row_of(b"[1, 2]\n", [None])
