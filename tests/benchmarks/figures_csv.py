"""How long does figures.csv take beside the database's own export of the same query?"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.utils import timezone

from pilots.models import User
from savings.access import Purpose
from savings.exports.files import FIGURES, Export
from totalplace.csv_export import Selection

from .measures import Ratio, growth, seconds


def figures_csv(rows: int, by: User, repeats: int) -> Ratio:
    """Measure the file of `rows` figures, the best of `repeats` by turns with the base."""
    export = Export(FIGURES, by, Purpose.REVIEW, timezone.localdate())
    name, base = _base(FIGURES.rows(export))
    # Memory first: a process that has once grown does not grow again.
    grown = growth(export.chunks())
    times, base_times = [], []
    for _ in range(repeats):
        base_times.append(seconds(base))
        times.append(seconds(lambda: sum(map(len, export.chunks()))))
    return Ratio("figures.csv", rows, min(times), name, min(base_times), grown)


def _base(rows: Selection) -> tuple[str, Callable[[], object]]:
    if connection.vendor == "sqlite":
        return "cursor alone", lambda: _read(rows)
    with connection.cursor() as cursor:
        query = cursor.mogrify(rows.sql, rows.params).decode()
    if shutil.which("psql") is None:
        return "COPY by the driver (psql was not found)", lambda: _copy(query)
    return "psql \\copy", lambda: _psql(query)


def _read(rows: Selection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(rows.sql, rows.params)
        while cursor.fetchmany(1_000):
            pass


def _copy(query: str) -> None:
    with Path(os.devnull).open("wb") as nowhere, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv)", nowhere)


def _psql(query: str) -> None:
    copy = f"\\copy ({query}) TO '{os.devnull}' WITH (FORMAT csv)"
    as_here = "SET jit = off"  # As settings.DATABASES has it, so that both run the query alike.
    commands = [f"--command={command}" for command in (as_here, copy)]
    connection.client.runshell(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *commands])
