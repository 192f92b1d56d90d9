"""How does a value stand in a CSV cell? One SQL expression for each kind, giving the same text on both databases.

The database writes the text because that is several times faster than Python. NULL and empty text both make an
empty cell.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField
from django.db.models.sql.compiler import SQLCompiler

from totalplace.spreadsheet_text import FORMULA_STARTS

_RUNS = ", ".join(str(ord(start)) for start in FORMULA_STARTS)


class Cell(Func):
    """Text made from one expression; `words` tell a reader of the file how it is written."""

    arity = 1
    output_field = TextField()
    words: str
    postgresql: str
    sqlite: str

    def as_sql(  # type: ignore[override]  # As all of Django's call it.
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple]:
        template = getattr(self, connection.vendor)
        sql, params = super().as_sql(compiler, connection, template=template, **extra)
        # A template may name its expression several times; then it needs the parameters as often.
        return sql, tuple(params) * template.count("%(expressions)s")


class Text(Cell):
    """Text as people wrote it, with an apostrophe in front of what a spreadsheet could run as a formula."""

    words = "text"
    # All that could run sorts below A in the C collation, and most text does not: that comparison is the cheap one.
    postgresql = (
        """CASE WHEN %(expressions)s COLLATE "C" < 'A'"""
        f" AND ASCII(%(expressions)s) IN ({_RUNS}) THEN '''' || %(expressions)s"
        " ELSE NULLIF(%(expressions)s, '') END"
    )
    sqlite = (
        f"CASE WHEN UNICODE(%(expressions)s) IN ({_RUNS})"
        " THEN '''' || %(expressions)s ELSE %(expressions)s END"
    )


class Words(Cell):
    """Words of our own, none of which begins like a formula."""

    words = "text"
    postgresql = sqlite = "NULLIF(%(expressions)s, '')"


class Code(Words):
    """One of a closed list of codes."""

    words = "code"


class Whole(Cell):
    words = "whole number"
    postgresql = sqlite = "CAST(%(expressions)s AS TEXT)"


class Pounds(Cell):
    """A MoneyField."""

    words = "pounds, as 1234.50"
    postgresql = "CAST(%(expressions)s * 0.01 AS TEXT)"
    # The percent signs pass through two rounds of formatting before SQLite sees them.
    sqlite = (
        "CASE WHEN %(expressions)s IS NOT NULL THEN PRINTF('%%%%s%%%%d.%%%%02d',"
        " CASE WHEN %(expressions)s < 0 THEN '-' ELSE '' END,"
        " ABS(%(expressions)s) / 100, ABS(%(expressions)s) %%%% 100) END"
    )


class Number(Cell):
    """A ScaledDecimalField of three places, without zeros at the end."""

    words = "number, as 40000000 or 2.5"
    postgresql = "CAST(TRIM_SCALE(%(expressions)s * 0.001) AS TEXT)"
    sqlite = (
        "CASE WHEN %(expressions)s IS NOT NULL THEN RTRIM(RTRIM(PRINTF('%%%%s%%%%d.%%%%03d',"
        " CASE WHEN %(expressions)s < 0 THEN '-' ELSE '' END,"
        " ABS(%(expressions)s) / 1000, ABS(%(expressions)s) %%%% 1000), '0'), '.') END"
    )


class Year(Cell):
    """A FinancialYearField."""

    words = "financial year, as 2009-10"
    postgresql = sqlite = (
        "CAST(%(expressions)s AS TEXT) || '-' || SUBSTR(CAST(%(expressions)s + 1 AS TEXT), 3)"
    )


class YearStart(Cell):
    """The calendar year in which a FinancialYearField begins: 2007-08 is a month to Excel, 2007 is a number to all."""

    words = "whole number, as 2009"
    postgresql = sqlite = "CAST(%(expressions)s AS TEXT)"


class Day(Cell):
    """A date; give a moment as `TruncDate`, so that it is the day in this country."""

    words = "date, as 2009-10-31"
    postgresql = sqlite = "CAST(%(expressions)s AS TEXT)"


class YesNo(Cell):
    """Yes, no, or empty for not stated."""

    words = "yes or no"
    postgresql = sqlite = (
        "CASE WHEN %(expressions)s THEN 'yes' WHEN NOT %(expressions)s THEN 'no' END"
    )


class Worded(Func):
    """The words for a number, from `words` (number → words). Unlike `Case` it works the number out only once."""

    arity = 1
    output_field = TextField()

    def __init__(self, expression: Any, words: dict[int, str], **extra: Any) -> None:
        super().__init__(expression, **extra)
        self.words = words

    def as_sql(  # type: ignore[override]  # As all of Django's call it.
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple]:
        sql, params = compiler.compile(self.source_expressions[0])
        pairs = [part for pair in self.words.items() for part in pair]
        whens = " ".join(["WHEN %s THEN %s"] * len(self.words))
        return f"(CASE {sql} {whens} END)", (*params, *pairs)
