"""How does Django reach SQLite? By its own backend, on a sound SQLite."""

from .versions import bring_sound_one

bring_sound_one()

from django.db.backends.sqlite3 import base  # noqa: E402 (It takes the `sqlite3` of this moment.)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to a database in a file, or in memory as tests have it."""
