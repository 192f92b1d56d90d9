"""How long does a file of figures take to come in, beside the database's own loading of the same figures?"""

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction

from pilots.models import User
from savings.imports.figures import import_figures
from savings.models import Figure, Version
from savings.models.choices import Status
from totalplace.financial_year import FinancialYear

from .measures import Ratio, seconds

YEARS = [str(FinancialYear(start)) for start in range(2010, 2030)]
TITLES = ["Place", "Claim reference", "Financial year", "Saving (£)", "Cost (£)", "Note"]
_COLUMNS = [
    "version_id",
    "year",
    "line",
    "state",
    "kind_of_gain",
    "organisation_id",
    "amount",
    "note",
]
_TABLE = f"savings_figure ({', '.join(_COLUMNS)})"


def figures_import(drafts: list[Version], by: User, repeats: int) -> Ratio:
    """Measure a file with a saving for each of YEARS of each of `drafts`, the only drafts there are; best of `repeats`.

    The base puts the same figures into the same table, with all its constraints and triggers.
    """
    with tempfile.TemporaryDirectory() as folder:
        file, copy = Path(folder) / "figures.csv", Path(folder) / "copy"
        _write(file, drafts)
        times, base_times = [], []
        for _ in range(repeats):
            times.append(seconds(lambda: import_figures(file, by=by)))
            rows = _stored().count()
            name, load = _base(copy)
            _stored().delete()
            base_times.append(seconds(load))
            _stored().delete()
    return Ratio("import_figures", rows, min(times), name, min(base_times))


def _stored():
    return Figure.objects.filter(version__status=Status.DRAFT)


def _write(path: Path, drafts: list[Version]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TITLES)
        for number, draft in enumerate(drafts):
            for year in YEARS:
                claim = draft.claim
                writer.writerow([claim.place.name, claim.reference, year, f"{number}.50", "", ""])


def _base(path: Path) -> tuple[str, Callable[[], object]]:
    """Keep what was stored, to be loaded again without reading or checking a spreadsheet."""
    query, params = _stored().order_by("pk").values(*_COLUMNS).query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(query, params)
            rows = cursor.fetchall()
            return "plain INSERT", lambda: _insert(rows)
        with path.open("wb") as file:
            query = cursor.mogrify(query, params).decode()
            cursor.copy_expert(f"COPY ({query}) TO STDOUT", file)
    return "plain COPY", lambda: _copy(path)


def _insert(rows: list[tuple]) -> None:
    places = ", ".join(["%s"] * len(_COLUMNS))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(" ".join(["INSERT INTO", _TABLE, "VALUES", f"({places})"]), rows)


def _copy(path: Path) -> None:
    with path.open("rb") as file, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {_TABLE} FROM STDIN", file)
