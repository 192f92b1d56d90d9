"""Which rows does each CSV file have, and in which order? Everything starts from `savings.access`.

The order is the same on both databases, so that two files of the same data are equal byte for byte.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from savings.claims.hardness import with_hardness
from savings.models import Figure, Version
from totalplace.csv_export import Selection, selection

from .column import Column
from .columns import CLAIM_COLUMNS
from .figure_columns import FIGURE_COLUMNS

if TYPE_CHECKING:
    from .files import Export


def claim_rows(export: "Export") -> Selection:
    """One row for each claim that the person may see: the latest version they may see."""
    versions = with_hardness(export.versions()).order_by(_Bytewise("claim__reference"))
    return selection(_with_cells(versions, CLAIM_COLUMNS, export))


def figure_rows(export: "Export") -> Selection:
    """One row for each figure asked for of those versions."""
    of_version = [column for column in FIGURE_COLUMNS if column.of is Version]
    of_figure = [column for column in FIGURE_COLUMNS if column.of is Figure]
    versions = _with_cells(
        with_hardness(export.versions()).order_by(),
        of_version,
        export,
        key_version=F("pk"),
        key_reference=_Bytewise("claim__reference"),
        key_number=F("number"),
    )
    figures = _with_cells(
        export.figures(),
        of_figure,
        export,
        key_figure=F("pk"),
        key_of=F("version"),
        key_year=F("year"),
        key_line=_Bytewise("line"),
        key_state=_Bytewise("state"),
        key_kind=_Bytewise("kind_of_gain"),
        key_organisation=_Bytewise("organisation__name"),
    )
    return _joined(selection(versions), selection(figures))


def _joined(versions: Selection, figures: Selection) -> Selection:
    # What is true of a version, above all its hardness, is worked out once for it and not again for each of its
    # figures: of 1,000,000 figures that took over a minute. Django cannot join two queries, so they are joined here.
    parts = [
        f"WITH version AS {_materialized(versions.using)} ({versions.sql})",
        "SELECT " + ", ".join(_cell_name(column) for column in FIGURE_COLUMNS),
        f"FROM version JOIN ({figures.sql}) figure ON key_of = key_version",
        "ORDER BY key_reference, key_number, key_year, key_line, key_state, key_kind, key_organisation, key_figure",
    ]
    params = (*versions.params, *figures.params)
    return Selection(" ".join(parts), params, versions.using)


def _materialized(using: str) -> str:
    """SQLite before 3.35 does not know the word; there the rows only come more slowly."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return "MATERIALIZED"
    version = connection.Database.sqlite_version_info  # type: ignore[attr-defined]  # The driver.
    return "" if version < (3, 35) else "MATERIALIZED"


def _with_cells(
    rows: QuerySet, columns: Iterable[Column], export: "Export", **keys: Any
) -> QuerySet:
    cells = {_cell_name(column): column.cell(export) for column in columns}
    return rows.annotate(**cells, **keys).values_list(*cells, *keys)


def _cell_name(column: Column) -> str:
    """A name that no field of a model has."""
    return f"cell_{column.title}"


class _Bytewise(Func):
    """Text to sort by, in the same order whatever the language of the database server."""

    arity = 1

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple]:
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **extra)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple]:
        return self.as_sql(compiler, connection, template="%(expressions)s COLLATE BINARY", **extra)
