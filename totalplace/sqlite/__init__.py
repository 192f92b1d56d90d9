"""Is the SQLite that holds the database sound, and its file private? A backend for Django's `ENGINE`."""
