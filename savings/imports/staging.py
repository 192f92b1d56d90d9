"""Where do the rows of a file wait, and how do they differ from what is stored?

They wait in a temporary table of the connection: a file of any length takes no memory here, and is compared
with what is stored in a few statements, the same on both databases.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.db import connection

from savings.batches import batches
from savings.imports.errors import ImportRefused
from savings.models.choices import Line
from totalplace.money import from_pence

SET_APART = "set_apart"  # What `change` says of a row that waits without being stored.
# An amount in pence; NULL says that the cell is blank, NOT_SAID that the file has no such column.
NOT_SAID = -1
COLUMNS = (
    "file_row",
    "version_id",
    "revision",
    "year",
    "state",
    "kind_of_gain",
    "organisation_id",
    "saving",
    "one_off_cost",
    "running_cost",
    "harm_to_others",
    "filled_from",
    "note",
)
Staged = tuple[
    int, int, int, int, str, str, int, int | None, int | None, int | None, int | None, str, str
]

# Each row of the file, and beside it what is stored under its key, if anything is.
BESIDE_STORED = """staged_figure s LEFT JOIN stored_figure o ON s.version_id = o.version_id
        AND s.year = o.year AND s.state = o.state AND s.kind_of_gain = o.kind_of_gain
        AND s.organisation_id = o.organisation_id"""
# In the order of the columns of both tables.
_LINES = (Line.SAVING, Line.ONE_OFF_COST, Line.RUNNING_COST, Line.HARM_TO_OTHERS)

_BATCH = 2000
_DROP = ("DROP TABLE IF EXISTS stored_figure", "DROP TABLE IF EXISTS staged_figure")
_CREATE = """CREATE TEMPORARY TABLE staged_figure (
    file_row integer NOT NULL, version_id bigint NOT NULL, revision integer NOT NULL,
    year smallint NOT NULL, state varchar(8) NOT NULL, kind_of_gain varchar(15) NOT NULL,
    organisation_id bigint NOT NULL, saving bigint, one_off_cost bigint, running_cost bigint,
    harm_to_others bigint, filled_from varchar(60) NOT NULL, note text NOT NULL,
    change varchar(9) NOT NULL DEFAULT 'new')"""
_COPY = "COPY staged_figure (" + ", ".join(COLUMNS) + ") FROM STDIN"
_INSERT = """INSERT INTO staged_figure (file_row, version_id, revision, year, state, kind_of_gain,
    organisation_id, saving, one_off_cost, running_cost, harm_to_others, filled_from, note)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
_REPEATED = """SELECT s.file_row, first.file_row FROM staged_figure s JOIN (
        SELECT MIN(file_row) AS file_row, version_id, year, state, kind_of_gain, organisation_id
        FROM staged_figure GROUP BY version_id, year, state, kind_of_gain, organisation_id
        HAVING COUNT(*) > 1
    ) first ON s.version_id = first.version_id AND s.year = first.year AND s.state = first.state
        AND s.kind_of_gain = first.kind_of_gain AND s.organisation_id = first.organisation_id
    WHERE s.file_row > first.file_row"""
# What is stored of the same versions: one row for each key, as in the file.
_STORED = (
    """CREATE TEMPORARY TABLE stored_figure AS
    SELECT version_id, year, state, kind_of_gain, organisation_id,
        MAX(CASE line WHEN 'saving' THEN amount END) AS saving,
        MAX(CASE line WHEN 'one_off_cost' THEN amount END) AS one_off_cost,
        MAX(CASE line WHEN 'running_cost' THEN amount END) AS running_cost,
        MAX(CASE line WHEN 'harm_to_others' THEN amount END) AS harm_to_others,
        MAX(CASE line WHEN 'saving' THEN note END) AS note
    FROM savings_figure WHERE version_id IN (SELECT version_id FROM staged_figure)
    GROUP BY version_id, year, state, kind_of_gain, organisation_id""",
    """CREATE UNIQUE INDEX stored_figure_key ON stored_figure
        (version_id, year, state, kind_of_gain, organisation_id)""",
    "ANALYZE stored_figure",
)
# Where the file has no notes, those that are stored stay.
_KEEP_NOTES = """UPDATE staged_figure SET note = COALESCE(o.note, '') FROM stored_figure o
    WHERE o.version_id = staged_figure.version_id AND o.year = staged_figure.year
        AND o.state = staged_figure.state AND o.kind_of_gain = staged_figure.kind_of_gain
        AND o.organisation_id = staged_figure.organisation_id"""
# Line ends are compared as one kind: a page sends \r\n where a workbook holds \n.
_MARK = """UPDATE staged_figure SET change = CASE
        WHEN COALESCE(o.saving, -1) = staged_figure.saving
            AND (staged_figure.one_off_cost = -1
                OR COALESCE(o.one_off_cost, -2) = COALESCE(staged_figure.one_off_cost, -2))
            AND (staged_figure.running_cost = -1
                OR COALESCE(o.running_cost, -2) = COALESCE(staged_figure.running_cost, -2))
            AND (staged_figure.harm_to_others = -1
                OR COALESCE(o.harm_to_others, -2) = COALESCE(staged_figure.harm_to_others, -2))
            AND REPLACE(o.note, %(cr)s, '') = REPLACE(staged_figure.note, %(cr)s, '')
        THEN 'unchanged' ELSE 'changed' END
    FROM stored_figure o
    WHERE o.version_id = staged_figure.version_id AND o.year = staged_figure.year
        AND o.state = staged_figure.state AND o.kind_of_gain = staged_figure.kind_of_gain
        AND o.organisation_id = staged_figure.organisation_id"""
_COUNT = "SELECT change, COUNT(*) FROM staged_figure GROUP BY change"
_COUNT_STORED = "SELECT COUNT(*) FROM stored_figure"
_FROZEN = """SELECT DISTINCT s.version_id FROM staged_figure s
    JOIN savings_version v ON v.id = s.version_id
    WHERE v.status <> 'draft' AND s.change IN ('new', 'changed')"""
_SET_APART = "UPDATE staged_figure SET change = %s WHERE file_row IN ({})"
_MOVE = "UPDATE staged_figure SET version_id = %s, revision = %s WHERE version_id = %s"
_ROWS = """SELECT s.file_row, p.name, c.reference, s.year, s.saving, s.one_off_cost, s.note,
        s.running_cost, s.harm_to_others, s.state, s.kind_of_gain, o.name
    FROM staged_figure s JOIN savings_version v ON v.id = s.version_id
        JOIN savings_claim c ON c.id = v.claim_id JOIN pilots_place p ON p.id = c.place_id
        JOIN pilots_organisation o ON o.id = s.organisation_id
    ORDER BY s.file_row"""


@dataclass(frozen=True)
class Difference:
    """How many rows of the file are new, changed and unchanged; `missing` are stored and not in the file.

    `set_apart` rows were changed by somebody since the file was filled: none of the others, and not stored.
    """

    new: int
    changed: int
    unchanged: int
    missing: int
    set_apart: int = 0

    @property
    def is_any(self) -> bool:
        """Whether there is anything to store."""
        return bool(self.new or self.changed)


@contextmanager
def staging() -> Iterator[None]:
    """The table for the rows of one file, empty. What an import before it left behind by a fault goes."""
    _run(*_DROP, _CREATE)
    try:
        yield
    except ImportRefused:
        _run(*_DROP)
        raise
    _run(*_DROP)


def fill(rows: Iterable[Staged]) -> None:
    """Put the rows into the table as they come."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.copy_expert(_COPY, _CopyStream(rows))
        else:
            rows = iter(rows)
            while batch := list(islice(rows, _BATCH)):
                cursor.executemany(_INSERT, batch)
        # Each version's rows can be found without reading all of them, whatever the planner believes of
        # the other table: just after a large import it may believe that savings_figure has one row.
        cursor.execute("CREATE INDEX staged_figure_key ON staged_figure (version_id, year)")
        cursor.execute("ANALYZE staged_figure")


def repeated() -> list[tuple[int, int]]:
    """Each row that has the key of an earlier row, with that row."""
    return _fetch(_REPEATED)


def compare(*, keeps_notes: bool = False) -> Difference:
    """Mark each row as new, changed or unchanged against the stored figures of its version.

    `keeps_notes`: the file has no notes, so those that are stored stay.
    """
    _run(*_STORED, *([_KEEP_NOTES] if keeps_notes else []))
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"cr": "\r"})
    counts = dict(_fetch(_COUNT))
    new, changed, unchanged = (counts.get(change, 0) for change in ("new", "changed", "unchanged"))
    [(stored,)] = _fetch(_COUNT_STORED)
    return Difference(new, changed, unchanged, missing=stored - changed - unchanged)


def set_apart(numbers: Iterable[int]) -> None:
    """Let rows of the file, by their numbers, wait without being stored. Many at a time: none is looked for alone."""
    with connection.cursor() as cursor:
        for batch in batches(numbers):
            cursor.execute(_SET_APART.format(", ".join(["%s"] * len(batch))), [SET_APART, *batch])


def pounds_by_line(pence: Iterable[int | None]) -> dict[str, Decimal]:
    """The amounts of a row of either table, stated lines only."""
    stated = zip(_LINES, pence, strict=True)
    return {line.value: from_pence(amount) for line, amount in stated if amount is not None}


def frozen_versions() -> list[int]:
    """The versions that the file would change and that are no drafts: their claims must be revised."""
    return [version for (version,) in _fetch(_FROZEN)]


def move(versions: Iterable[tuple[int, int, int]]) -> None:
    """Give the rows of a version to the draft made from it: (draft, its revision, version) each."""
    with connection.cursor() as cursor:
        cursor.executemany(_MOVE, list(versions))


def staged_rows() -> Iterator[tuple]:
    """The rows as understood, in the order of the file: see `_ROWS` for what each holds."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        yield from cursor


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _fetch(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


class _CopyStream:
    """Rows as PostgreSQL's COPY reads them, made only as fast as it asks."""

    def __init__(self, rows: Iterable[Staged]) -> None:
        self._lines = map(_copy_line, rows)

    def read(self, size: int) -> str:
        # It takes what it is given: more than the 8 kB that it asks for, so that it asks less often.
        return "".join(islice(self._lines, _BATCH))


_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _copy_line(row: Staged) -> str:
    *values, note = row
    cells = ["\\N" if value is None else str(value) for value in values]
    return "\t".join([*cells, note.translate(_ESCAPED) if note else note]) + "\n"
