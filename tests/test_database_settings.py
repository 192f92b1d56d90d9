"""Which settings of its databases does the site start with, and which does it report?"""

import runpy

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from tests.production import POSTGRES, PRODUCTION, SOURCE
from totalplace.checks import (
    cache_table_exists,
    wrong_options,
)
from totalplace.sqlite.base import DatabaseWrapper


@pytest.fixture
def read(monkeypatch):
    """Read the settings as a machine with this environment would."""

    def _read(**environment):
        for name, value in (PRODUCTION | environment).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SOURCE))

    return _read


def test_postgresql_connections_are_kept_and_checked(read):
    database = read()["DATABASES"]["default"]

    assert database["CONN_MAX_AGE"] == 60
    assert database["OPTIONS"]["options"] == "-c jit=off"
    assert database["CONN_HEALTH_CHECKS"] is True


def test_a_replica_is_there_when_it_is_named(read):
    assert "replica" not in read(DATABASE_REPLICA_URL="")["DATABASES"]
    assert read(DATABASE_REPLICA_URL=POSTGRES)["DATABASES"]["replica"]["NAME"] == "totalplace"


def test_our_sqlite_options_hold_in_the_database(read, tmp_path):
    settings = read(DATABASE_URL=f"sqlite:///{tmp_path / 'ours.sqlite3'}")

    assert wrong_options(_sqlite(settings["DATABASES"]["default"])) == []


def test_djangos_own_sqlite_options_are_reported(tmp_path):
    connection = _sqlite({"NAME": tmp_path / "stock.sqlite3"})

    wrong = wrong_options(connection)

    assert "journal_mode is delete, not wal" in wrong
    assert "transaction_mode is None, not IMMEDIATE" in wrong
    assert "busy_timeout is 5000, not 20000" in wrong


def test_the_database_in_use_passes_its_own_check():
    found = {problem.id for problem in run_checks(tags=["database"], databases=["default"])}

    # A machine may have no sound SQLite, and no wheel of one: the site can be tried out there all the same.
    assert found <= {"totalplace.W004"}


def test_a_missing_cache_table_is_reported_until_migrate_makes_it(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_of_this_test",
        }
    }

    before = cache_table_exists(databases=["default"])
    asked_by_migrate = run_checks(tags=["database"], databases=["default"])
    call_command("migrate", verbosity=0)

    assert [(error.id, error.hint) for error in before] == [
        ("totalplace.E002", "Run: python manage.py migrate")
    ]
    assert not [error for error in asked_by_migrate if error.id == "totalplace.E002"]
    assert cache_table_exists(databases=["default"]) == []
    assert cache_table_exists(databases=[]) == []
    call_command("migrate", verbosity=0)


def _sqlite(database: dict) -> DatabaseWrapper:
    """A connection of its own, whichever database the tests run on."""
    stock = {"OPTIONS": {}, "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False, "CONN_MAX_AGE": 0}
    return DatabaseWrapper(stock | {"AUTOCOMMIT": True, "TEST": {}} | database, "apart")
