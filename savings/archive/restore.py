"""How does an empty site become the one that a backup was made of?

First everything that can refuse, then the files, which do no harm without rows, then all rows at once. Stopped
anywhere, the site is empty or whole, and whatever is there by then is found by the next try.
"""

from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InvalidMigrationPlan, IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from savings.models import Notice, StoredFile

from .contents import Archive, opened
from .evidence import put_back, put_what_is_missing
from .restored_tables import NotRestored, load, tables_with_rows

NOT_EMPTY = (
    "This site is not empty: there is something in {tables}. A backup is only put into a site that has nothing, so that"
    " nothing is lost. Make a new, empty database, name it in DATABASE_URL and run this again: docs/recovery.md says"
    " how. For evidence files alone there is --evidence-only."
)
NEWER = (
    "This backup was made by a newer release than this one, or another: it has the migrations {names}, which are not"
    " known here. Install that release, then run this again."
)
NOT_BACK = (
    "The tables of this database could not be brought to where they were when the backup was made: {error} Make a new,"
    " empty database and run this again, before migrate."
)


@dataclass(frozen=True)
class Restored:
    """What was put back. `waiting` is how many notices wait to be mailed."""

    rows: int
    files: int
    at_fault: dict[str, str]
    waiting: int


def restore(path: Path) -> Restored:
    """Fill this empty site from a backup. Damaged, or NotRestored: then the site is as empty as it was."""
    if full := tables_with_rows():
        raise NotRestored(NOT_EMPTY.format(tables=", ".join(full)))
    with opened(path) as archive:
        _check_migrations(archive)
        put_back(archive)
        bring_tables_to(archive)
        load(archive)
        put_what_is_missing(archive)
        call_command("migrate", verbosity=0, interactive=False)
        rows = sum(table["rows"] for table in archive.manifest["tables"].values())
        waiting = Notice.objects.filter(mailed_at=None).count()
        return Restored(rows, len(archive.files), archive.at_fault, waiting)


def restore_evidence(path: Path) -> int:
    """Put back those files that the site's rows name and its store lacks, or has changed. Returns how many."""
    with opened(path) as archive:
        return put_back(archive, set(StoredFile.objects.values_list("sha256", flat=True)))


def migrations_wait() -> bool:
    """Whether the tables are not those of this release."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _check_migrations(archive: Archive) -> None:
    known = MigrationLoader(connection).disk_migrations
    if unknown := sorted(set(archive.migrations) - set(known)):
        raise NotRestored(NEWER.format(names=", ".join(".".join(name) for name in unknown)))


def bring_tables_to(archive: Archive) -> None:
    """Migrate to where the backup's database was, forwards or backwards."""
    executor = MigrationExecutor(connection)
    try:
        executor.migrate(_last_of_each_app(archive, executor.loader))
    except (InvalidMigrationPlan, IrreversibleError, DatabaseError) as error:
        raise NotRestored(NOT_BACK.format(error=error)) from error


def _last_of_each_app(archive: Archive, loader: MigrationLoader) -> list[tuple[str, str | None]]:
    """Of an app that had no migration then, none: its tables are not in the backup."""
    applied = {name for name in archive.migrations if name in loader.graph.nodes}
    without = loader.migrated_apps - {app for app, _ in applied}
    last = sorted(name for name in applied if not _followed(name, applied, loader))
    return [*((app, None) for app in sorted(without)), *last]


def _followed(name: tuple[str, str], applied: set, loader: MigrationLoader) -> bool:
    children = loader.graph.node_map[name].children
    return any(child.key[0] == name[0] and child.key in applied for child in children)
