"""Where does a benchmark happen? In a database of its own, made beforehand and destroyed afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def throwaway_database() -> Iterator[None]:
    """Within it the default connection leads to an empty, migrated database, never to the real one."""
    real_name, creation = connection.settings_dict["NAME"], connection.creation
    name = f"totalplace_benchmark_{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder:
        in_folder = str(Path(folder) / name)
        is_file = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = in_folder if is_file else name
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            creation.destroy_test_db(real_name, verbosity=0)
