"""Is a restored site the one that was backed up, on whichever database, and is it whole or empty, never half?"""

import json
from contextlib import contextmanager
from datetime import timedelta
from typing import ClassVar

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import timezone

from pilots.models import Theme
from savings.archive.contents import Archive, opened
from savings.archive.evidence import put_back
from savings.archive.restore import bring_tables_to, migrations_wait
from savings.archive.restored_tables import clear, load, tables_with_rows, triggers
from savings.models import Event, Figure, Notice
from tests.benchmarks.throwaway import through
from tests.savings.archive.conftest import backed_up, command
from tests.savings.archive.remade import in_manifest, manifest_of, remade
from totalplace.sqlite.base import DatabaseWrapper as SQLite

LAST = "0017_days_on_which_a_link_is_seen"

pytestmark = pytest.mark.xdist_group("archive")  # They share a site, which takes seconds to fill.


def _says(path):
    """What the backups of two sites share if the sites are equal: rows, files, numbers given, and migrations."""
    said = manifest_of(path)
    return {name: said[name] for name in ("tables", "parts", "migrations")}


def test_it_is_the_same_site_again_but_everybody_is_signed_out(sites, tmp_path):
    with sites.empty(tmp_path / "evidence"):
        before = triggers()
        Session.objects.create(session_key="k", expire_date=timezone.now() + timedelta(days=1))
        said, failed = command("restore", str(sites.backup))

        assert not failed
        assert said.startswith(f"Restored: {sites.made.rows:,} rows, 2 files of evidence, each ")
        assert f"{Notice.objects.filter(mailed_at=None).count()} notices wait" in said
        assert _says(backed_up(tmp_path)) == _says(sites.backup)
        assert not Session.objects.exists()
        assert command("verify_evidence")[0] == "All stored files are as they were: 2.\n"
        assert triggers() == before
        for frozen in (Event, Figure.objects.filter(version__status="final")):
            with pytest.raises(IntegrityError), transaction.atomic():
                getattr(frozen, "objects", frozen).update(note="x")
        last = Theme.objects.latest("pk").pk
        assert Theme.objects.create(name="New").pk == last + 2  # One was taken back.
        assert command("restore", str(sites.backup))[1].startswith(
            "Nothing was restored. This site is not empty: there is something in "
        )


@pytest.mark.skipif(
    "sqlite" in settings.DATABASES["default"]["ENGINE"],
    reason="It goes from PostgreSQL to SQLite and back, so it is tried where PostgreSQL is.",
)
def test_it_is_equal_to_the_penny_on_the_other_database(sites, tmp_path):
    with (
        _tables_on_sqlite(tmp_path / "other.sqlite3"),
        override_settings(EVIDENCE_ROOT=sites.evidence),
    ):
        with opened(sites.backup) as archive:
            load(archive)
        on_sqlite = backed_up(tmp_path)
    with sites.empty(sites.evidence):
        _, failed = command("restore", str(on_sqlite))
        back = backed_up(tmp_path)

    assert not failed
    assert manifest_of(on_sqlite)["database"] == "sqlite"
    assert _says(on_sqlite) == _says(sites.backup) == _says(back)


@contextmanager
def _tables_on_sqlite(path):
    """Within it we are on SQLite, with the tables of this release, without their triggers: migrating takes long."""
    own = {"ENGINE": "totalplace.sqlite", "NAME": str(path), "OPTIONS": {}, "TIME_ZONE": None}
    database = SQLite(connection.settings_dict | own)
    with through(database):
        applied = MigrationRecorder(database)
        applied.ensure_schema()
        for app, name in MigrationLoader(None).disk_migrations:
            applied.record_applied(app, name)
        with database.constraint_checks_disabled(), database.schema_editor() as editor:
            for model in apps.get_models():
                editor.create_model(model)
        yield
        database.close()


def test_the_tables_are_first_brought_to_where_an_older_release_had_them(sites, tmp_path):
    before_it = [(app, name) for app, name in _migrations(sites) if (app, name) < ("savings", LAST)]
    with sites.empty(tmp_path):
        now = triggers()
        bring_tables_to(Archive(None, {"migrations": before_it}))

        assert any(key.startswith("savings_evidence ") for key in now if key not in triggers())
        with transaction.atomic():
            clear()  # That release had not all the tables that are left out.
        assert migrations_wait()
        call_command("migrate", verbosity=0)
        assert triggers() == now


def _migrations(sites):
    with opened(sites.backup) as archive:
        return archive.migrations


def test_one_of_a_newer_release_is_refused(sites, tmp_path):
    path = tmp_path / "newer.zip"
    path.write_bytes(
        remade(
            sites.backup, in_manifest(migrations=lambda all_: [*all_, ["savings", "9999_later"]])
        )
    )
    with sites.empty(tmp_path / "evidence"):
        _, failed = command("restore", str(path))

        assert "made by a newer release" in failed
        assert "savings.9999_later" in failed
        assert tables_with_rows() == []


def _rows(table, change):
    """Change the rows of a table, each as a list."""
    name = f"tables/{table}.jsonl"

    def changed(parts):
        columns, *rows = map(json.loads, parts[name].splitlines())
        for row in rows:
            change(columns, row)
        lines = [
            json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in [columns, *rows]
        ]
        parts[name] = "".join(f"{line}\n" for line in lines).encode()

    return changed


def _set(column, value):
    return lambda columns, row: row.__setitem__(columns.index(column), value)


REFUSED = {
    "a row that names none": (
        _rows("savings_version", _set("lead_id", 999)),
        "A row names another",
    ),
    "a number too great": (
        _rows("pilots_place", _set("mapped_spend", 1 << 80)),
        "does not take the table pilots_place",
    ),
    "an amount below nothing": (
        _rows("savings_figure", _set("amount", -1)),
        "does not take the table savings_figure",
    ),
    "a day that is none": (
        _rows("savings_version", _set("created_at", "yesterday")),
        "does not take the table savings_version",
    ),
    "a time in another zone": (
        _rows("savings_version", _set("created_at", "2010-03-31T00:00:00+01:00")),
        "The table savings_version is not what it was",
    ),
    "a column that is gone": (
        in_manifest(
            tables=lambda tables: (
                tables
                | {
                    "pilots_theme": tables["pilots_theme"]
                    | {"columns": [{"name": "id", "kind": "integer"}]}
                }
            )
        ),
        "The table pilots_theme has other columns",
    ),
}


@pytest.mark.parametrize(("change", "words"), REFUSED.values(), ids=REFUSED)
def test_what_the_database_refuses_leaves_it_empty_and_its_triggers_in_place(
    site, sites, tmp_path, change, words
):
    path = tmp_path / "odd.zip"
    path.write_bytes(remade(sites.backup, change, listed=True))
    before = triggers()
    _, failed = command("restore", str(path))

    assert failed.startswith("Nothing was restored. ")
    assert words in failed
    assert tables_with_rows() == []
    assert triggers() == before


@pytest.fixture(scope="module")
def _one_empty(sites, tmp_path_factory):
    with sites.empty(tmp_path_factory.mktemp("empty")) as database, through(sites.of_the_tests):
        yield database


@pytest.fixture
def site(_one_empty, tmp_path, settings):
    """An empty site, the same for each that leaves it empty."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with through(_one_empty):
        yield


def test_a_refused_one_may_be_tried_again_and_finds_the_files_there(sites, tmp_path):
    root = tmp_path / "evidence"
    with sites.empty(root):
        path = tmp_path / "odd.zip"
        path.write_bytes(remade(sites.backup, REFUSED["a row that names none"][0], listed=True))
        command("restore", str(path))
        damaged = next(path for path in root.rglob("*") if len(path.name) == 64)
        damaged.write_bytes(b"half")
        _, failed = command("restore", str(sites.backup))

        assert not failed
        assert command("verify_evidence")[0] == "All stored files are as they were: 2.\n"


class InMemory(Storage):
    """A store that is no folder: what a bucket is asked for, and no more."""

    kept: ClassVar[dict[str, bytes]] = {}

    def keep(self, name, received):
        received.seek(0)
        self.kept[name] = received.read()

    def exists(self, name):
        return name in self.kept

    def check_is_there(self):
        """It always is."""

    def delete(self, name):
        del self.kept[name]

    def _open(self, name, mode):
        return ContentFile(self.kept[name])


def test_files_go_into_whatever_store_there_is(sites, tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {"evidence": {"BACKEND": f"{__name__}.InMemory"}}
    with opened(sites.backup) as archive, override_settings(EVIDENCE_ROOT=tmp_path):
        names = {f"{sha256[:2]}/{sha256[2:4]}/{sha256}" for sha256 in archive.files}
        InMemory.kept[next(iter(names))] = b"changed"
        once, twice = put_back(archive), put_back(archive)

    assert (once, twice) == (2, 0)
    assert InMemory.kept.keys() == names
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []
