"""Is the SQLite in use a sound one, and is its file closed to everybody else on the machine?"""

import importlib.util
import os
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings as in_use
from django.db import OperationalError, connections

from totalplace import views
from totalplace.checks import sqlite_file_is_private, sqlite_is_sound
from totalplace.sqlite.base import DatabaseWrapper
from totalplace.sqlite.versions import is_sound

SYSTEM = "import sqlite3; print(sqlite3.sqlite_version)"
# The standard library's is there already when Django comes, as in a test run whose coverage is measured.
IN_USE = """
import sqlite3 as before, coverage.sqldata, django
django.setup()
import sqlite3
from django.db import IntegrityError, OperationalError, connection
with connection.cursor() as cursor:
    print(cursor.execute("SELECT sqlite_version()").fetchone()[0])
    cursor.execute("CREATE TABLE one (only INTEGER UNIQUE)")
    cursor.execute("INSERT INTO one VALUES (1)")
    for refused, sql in (IntegrityError, "INSERT INTO one VALUES (1)"), (OperationalError, "no SQL"):
        try:
            cursor.execute(sql)
        except refused:
            print(refused.__name__)
print(sqlite3.sqlite_version, before.connect(":memory:").execute("SELECT 1").fetchone())
"""
WRITE = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
    print("written")
except sqlite3.OperationalError as error:
    print(error)
"""


def _python(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=in_use.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "totalplace.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _number(version):
    return tuple(map(int, version.split(".")))


def _mode(file):
    return oct(file.stat().st_mode & 0o777)


@pytest.fixture
def system():
    """The version that Python has of its own on this machine."""
    return _number(_python("-c", SYSTEM).stdout)


@pytest.fixture
def without_wheel(tmp_path):
    """The environment of a machine for which there is no wheel of pysqlite3."""
    (tmp_path / "pysqlite3.py").write_text("raise ImportError")
    return {"PYTHONPATH": str(tmp_path)}


@pytest.fixture
def apart(tmp_path):
    """A database of SQLite in a file of its own, whichever database the tests run on."""
    stock = {"OPTIONS": {}, "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False, "CONN_MAX_AGE": 0}
    own = {"AUTOCOMMIT": True, "TEST": {}, "NAME": tmp_path / "apart.sqlite3"}
    connections["apart"] = DatabaseWrapper(stock | own, "apart")
    yield connections["apart"]
    connections["apart"].close()
    del connections["apart"]


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 3), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_which_versions_are_sound(version, sound):
    assert is_sound(version) is sound


def test_a_sound_one_takes_the_place_of_an_older_one(tmp_path, system):
    address = f"sqlite:///{tmp_path / 'db.sqlite3'}"

    process = _python("-W", "error", "-c", IN_USE, DATABASE_URL=address)

    assert process.stderr == ""
    version, *refused, elsewhere = process.stdout.splitlines()
    assert refused == ["IntegrityError", "OperationalError"]
    assert elsewhere == f"{version} (1,)"
    has_wheel = importlib.util.find_spec("pysqlite3") is not None
    assert is_sound(_number(version)) == (is_sound(system) or has_wheel)


def test_without_a_wheel_the_systems_own_serves(tmp_path, system, without_wheel):
    address = f"sqlite:///{tmp_path / 'db.sqlite3'}"

    process = _python("-c", IN_USE, DATABASE_URL=address, **without_wheel)

    assert process.stderr == ""
    assert _number(process.stdout.splitlines()[0]) == system


@pytest.mark.parametrize(
    ("demo", "problem", "status"), [("1", "totalplace.W004", 0), ("0", "totalplace.E004", 1)]
)
def test_an_older_one_is_allowed_to_try_the_site_only(
    tmp_path, system, without_wheel, demo, problem, status
):
    checked = _python(
        *["manage.py", "check", "--database", "default"],
        DATABASE_URL=f"sqlite:///{tmp_path / 'db.sqlite3'}",
        CACHE_URL="locmemcache://",
        SECRET_KEY="only for this test",
        SITE_URL="https://totalplace.example",
        DEMO=demo,
        **without_wheel,
    )

    assert (problem in checked.stderr) is not is_sound(system)
    assert checked.returncode == (0 if is_sound(system) else status)


@pytest.mark.parametrize(
    ("demo", "problem"), [(True, "totalplace.W004"), (False, "totalplace.E004")]
)
def test_the_check_says_what_can_happen_and_what_to_do(apart, monkeypatch, settings, demo, problem):
    settings.DEMO = demo
    monkeypatch.setattr(apart, "get_database_version", lambda: (3, 51, 2))

    (found,) = sqlite_is_sound(databases=["apart"])

    assert found.id == problem
    assert found.is_serious() is not demo
    assert "SQLite 3.51.2 can corrupt the database 'apart'" in found.msg
    assert "3.51.3 or newer" in found.hint


@pytest.mark.parametrize("version", [(3, 50, 7), (3, 51, 3)])
def test_the_check_finds_nothing_in_a_sound_one(apart, monkeypatch, version):
    monkeypatch.setattr(apart, "get_database_version", lambda: version)

    assert sqlite_is_sound(databases=["apart"]) == []


def test_readiness_names_the_version_of_sqlite_and_of_nothing_else(apart, monkeypatch):
    monkeypatch.setattr(views, "connection", apart)
    version = ".".join(map(str, apart.get_database_version()))

    assert views.database_in_use() == f"SQLite {version}"


def test_the_file_and_what_lies_beside_it_are_private(apart, tmp_path):
    wide = os.umask(0)
    try:
        with apart.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("CREATE TABLE one (only INTEGER)")
    finally:
        os.umask(wide)

    assert {file.name: _mode(file) for file in tmp_path.iterdir()} == {
        "apart.sqlite3": "0o600",
        "apart.sqlite3-wal": "0o600",
        "apart.sqlite3-shm": "0o600",
    }


def test_what_was_open_to_others_is_closed_when_it_is_next_opened(apart, tmp_path):
    names = ["apart.sqlite3", "apart.sqlite3-wal", "apart.sqlite3-shm"]
    for name in names:
        (tmp_path / name).touch(mode=0o644)

    apart.ensure_connection()

    assert {_mode(tmp_path / name) for name in names if (tmp_path / name).exists()} == {"0o600"}


def test_opening_it_again_lets_go_of_no_lock(apart, tmp_path):
    file = tmp_path / "apart.sqlite3"
    with apart.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")

        with closing(apart.copy()) as another:
            another.ensure_connection()

        assert _python("-c", WRITE, str(file)).stdout == "database is locked\n"
        cursor.execute("ROLLBACK")
    assert _python("-c", WRITE, str(file)).stdout == "written\n"


def test_a_folder_that_is_not_there_is_still_djangos_own_error(apart, tmp_path):
    apart.settings_dict["NAME"] = tmp_path / "nowhere" / "db.sqlite3"

    with pytest.raises(OperationalError, match="unable to open database file"):
        apart.ensure_connection()


@pytest.mark.parametrize("name", [":memory:", "file:apart?mode=memory&cache=shared"])
def test_a_database_in_memory_makes_no_file(apart, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    apart.settings_dict["NAME"] = name

    apart.ensure_connection()

    assert list(tmp_path.iterdir()) == []
    assert sqlite_file_is_private(databases=["apart"]) == []
    apart.connection.close()


def test_a_file_that_others_can_read_is_reported_until_the_site_has_closed_it(apart, tmp_path):
    file = tmp_path / "apart.sqlite3"
    apart.ensure_connection()
    file.chmod(0o640)

    before = sqlite_file_is_private(databases=["apart"])
    apart.close()
    apart.ensure_connection()

    assert [(problem.id, str(file) in problem.msg) for problem in before] == [
        ("totalplace.W005", True)
    ]
    assert sqlite_file_is_private(databases=["apart"]) == []
