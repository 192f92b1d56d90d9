"""What is in a backup, and does making one hold up anybody?"""

import hashlib
import json
import stat
import zipfile

import pytest
from django.db import connection

from pilots.models import Theme
from savings.archive.contents import opened
from savings.archive.new_file import new_file
from savings.archive.snapshot import lines, snapshot
from savings.archive.tables import backed_up, left_out
from savings.evidence import store
from savings.models import StoredFile
from tests.savings.archive.conftest import command
from tests.savings.archive.remade import manifest_of
from totalplace.models import DailyRun

pytestmark = pytest.mark.xdist_group("archive")  # They share a site, which takes seconds to fill.


def test_every_table_is_in_it_or_is_left_out_for_a_reason():
    held = {table.name for table in backed_up()}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))

    assert there - held == set(left_out()) & there
    assert not held & set(left_out())
    assert all(left_out().values())


def test_the_cache_is_left_out_where_it_is_a_table(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kept"}
    }

    assert "kept" in left_out()


def test_people_can_read_it_without_us(sites):
    with zipfile.ZipFile(sites.backup) as file:
        words = file.read("README.txt").decode()
        columns, *rows = map(json.loads, file.read("tables/savings_figure.jsonl").splitlines())
    said = manifest_of(sites.backup)["tables"]["savings_figure"]

    assert "The first line names its columns" in words
    assert {"name": "amount", "kind": "integer", "places": 2} in said["columns"]
    assert len(rows) == said["rows"]
    assert {dict(zip(columns, row, strict=True))["amount"] for row in rows} == {
        0,
        2_000_000,
        25_000_000,
    }


def test_what_people_write_meanwhile_is_not_in_it_and_they_do_not_wait(sites):
    theme = next(table for table in backed_up() if table.name == "pilots_theme")
    with sites.throwaway.copy("busy") as busy, snapshot() as seen:
        # SQLite gives up at once here, where it would have to wait.
        if busy.vendor == "sqlite":
            busy.cursor().execute("PRAGMA busy_timeout=0")
        Theme(name="Written meanwhile").save()

        assert b"".join(lines(seen, theme)) == b'["id","name"]\n'
        assert Theme.objects.exists()


def test_it_is_closed_to_others_and_never_written_over(sites, tmp_path):
    path = tmp_path / "site.zip"
    with sites.at_the_source():
        said, failed = command("backup", str(path))
        before = path.read_bytes()
        _, again = command("backup", str(path))

    assert said.startswith("Backed up: ")
    assert not failed
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert hashlib.sha256(before).hexdigest() in said
    assert "is there already" in again
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_that_was_taken_meanwhile_is_left_to_whoever_took_it(tmp_path):
    path = tmp_path / "site.zip"
    with pytest.raises(FileExistsError), new_file(path):
        path.write_bytes(b"another's")

    assert path.read_bytes() == b"another's"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    _, failed = command("backup", str(tmp_path / "nowhere" / "site.zip"))

    assert failed == f"There is no folder {tmp_path / 'nowhere'}. Make it first."


def test_nothing_is_left_of_one_that_could_not_be_made(sites, tmp_path, settings):
    with sites.at_the_source():
        settings.EVIDENCE_ROOT = tmp_path / "gone"
        _, failed = command("backup", str(tmp_path / "site.zip"))

    assert "The backup was not made: [Errno 19] The evidence store is gone" in failed
    assert list(tmp_path.iterdir()) == []


def test_it_goes_through_a_pipe(sites, tmp_path, capfdbinary):
    path = tmp_path / "piped.zip"
    with sites.at_the_source():
        said, _ = command("backup", "-")
    path.write_bytes(capfdbinary.readouterr().out)

    with opened(path) as archive:
        assert len(archive.files) == 2
    assert "Backed up: " in said


def test_files_that_are_at_fault_in_the_store_are_named_and_come_back_from_an_older_one(
    sites, tmp_path
):
    path, root = tmp_path / "site.zip", sites.evidence
    with sites.at_the_source():
        missing, changed = StoredFile.objects.order_by("pk").values_list("sha256", flat=True)
        store.delete(missing)
        (root / changed[:2] / changed[2:4] / changed).write_bytes(b"other")
        _, failed = command("backup", str(path))
        noted = DailyRun.objects.filter(command="backup").latest("pk")
        said, _ = command("restore", "--evidence-only", str(sites.backup))
        verified, _ = command("verify_evidence")

    assert (noted.exit_status, noted.result[:40]) == (1, failed[:40])
    assert failed.splitlines()[2:] == sorted([f"{missing}  missing", f"{changed}  changed"])
    with opened(path) as archive:
        assert archive.files == []
        assert archive.at_fault == {missing: "missing", changed: "changed"}
    assert said == "Files of evidence put back: 2.\n"
    assert verified == "All stored files are as they were: 2.\n"


def test_a_database_of_another_release_is_not_backed_up(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM django_migrations
            WHERE name = (SELECT MAX(name) FROM django_migrations WHERE app = 'savings')"""
        )

    assert "migrations wait" in command("backup", str(tmp_path / "site.zip"))[1]
