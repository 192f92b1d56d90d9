"""What was doubted of a figure, and why it is right, as the database writes it: see `figures.Doubted`.

A line of one column is about the same doubt as that line of the other.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, TextField
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from savings.doubts.reasons import NO_REASON

# The parts of each doubt by their numbers: its ground, the reason, its words. What it takes to be on a line.
_SQLITE = (
    "(SELECT GROUP_CONCAT({line}, CHAR(10)) FROM JSON_EACH(%(expressions)s) AS each WHERE {only})",
    "JSON_EXTRACT(each.value, '$[{}]')",
    "REPLACE({}, CHAR(10), '; ')",
)
_POSTGRESQL = (
    """(SELECT STRING_AGG({line}, CHR(10) ORDER BY number)
        FROM JSONB_ARRAY_ELEMENTS(%(expressions)s) WITH ORDINALITY AS each(value, number) WHERE {only})""",
    "each.value ->> {}",
    "REPLACE({}, CHR(10), '; ')",
)


class _Lines(Func):
    """A line for each doubt, from its parts; NULL where there is none."""

    arity = 1
    output_field = TextField()
    line: str
    only: str

    def as_sql(  # type: ignore[override]  # As all of Django's call it.
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple]:
        template, part, on_a_line = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
        # One reason that was given for a whole row may be several, each on a line.
        because, words = on_a_line.format(part.format(1)), part.format(2)
        parts = {"because": because, "words": words, "no_reason": NO_REASON}
        lines = template.format(line=self.line.format(**parts), only=self.only.format(**parts))
        # Of most figures nothing is doubted, and that is the cheap thing to ask.
        template = f"CASE WHEN %(expressions)s <> '[]' THEN {lines} END"
        sql, params = super().as_sql(compiler, connection, template=template, **extra)
        return sql, tuple(params) * 2


class _Doubt(_Lines):
    line, only = "{words}", "{words} <> ''"


class _Reason(_Lines):
    line, only = "COALESCE(NULLIF({because}, ''), '{no_reason}')", "{words} <> ''"


class _ReasonAlone(_Lines):
    """The reasons of figures of which it was not kept what was doubted."""

    line, only = "{because}", "{words} = ''"


def doubt() -> _Doubt:
    """What was doubted of the figure."""
    return _Doubt(F("doubts"))


def doubt_reason() -> Coalesce:
    """Why it is right, or that no reason is given."""
    return Coalesce(_Reason(F("doubts")), _ReasonAlone(F("doubts")))
