"""Where does a benchmark happen? In databases of its own, made beforehand and destroyed afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet


class Throwaway:
    """An empty, migrated database, and copies of it to be measured in."""

    def __init__(self, empty: BaseDatabaseWrapper):
        self._empty = empty

    @contextmanager
    def copy(self, name: str) -> Iterator[BaseDatabaseWrapper]:
        """Within it the default connection leads to a copy of this name, which is given too: see `through`."""
        self._empty.close()  # So that all of it is in the file, or free to be copied.
        creation = self._empty.creation
        creation.clone_test_db(name, verbosity=0)
        ours = self._empty.copy()
        ours.settings_dict = creation.get_test_db_clone_settings(name)
        try:
            with through(ours):
                yield ours
        finally:
            ours.close()
            creation.destroy_test_db(suffix=name, verbosity=0)


@contextmanager
def throwaway() -> Iterator[Throwaway]:
    """Within it the default connection never leads to the real database."""
    real_name = connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
    empty = connections[DEFAULT_DB_ALIAS].copy()
    name = f"totalplace_benchmark_{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder, through(empty):
        is_file = empty.vendor == "sqlite"
        empty.settings_dict["TEST"]["NAME"] = str(Path(folder) / name) if is_file else name
        empty.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield Throwaway(empty)
        finally:
            empty.creation.destroy_test_db(real_name, verbosity=0)


@contextmanager
def through(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Within it the default connection is this one. It stays connected, so that taking turns costs nothing."""
    other = connections[DEFAULT_DB_ALIAS]
    _lead_to(database)
    try:
        yield
    finally:
        _lead_to(other)


def _lead_to(database: BaseDatabaseWrapper) -> None:
    connections[DEFAULT_DB_ALIAS] = database
    ContentType.objects.clear_cache()  # Django remembers their numbers by the name of the connection.


def unkept(model: type[Model]) -> QuerySet:
    """The rows of a model, to be written by the thousand: nobody reads the history of what is thrown away."""
    return QuerySet(model)
