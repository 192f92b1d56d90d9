"""How does Django reach SQLite? By its own backend, on a sound SQLite, in a file that is private."""

from typing import Any

from .private_file import make_private
from .versions import bring_sound_one

bring_sound_one()

from django.db.backends.sqlite3 import base  # noqa: E402 (It takes the `sqlite3` of this moment.)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to a database in a file, or in memory as tests have it."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self.is_in_a_file():
            make_private(str(conn_params["database"]))
        return super().get_new_connection(conn_params)

    def is_in_a_file(self) -> bool:
        """Whether it has a file of its own that is named plainly, and not by an address (`file:…`)."""
        name = str(self.settings_dict["NAME"])
        return not self.is_in_memory_db() and not name.startswith("file:")
