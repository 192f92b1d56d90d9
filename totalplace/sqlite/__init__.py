"""Is the SQLite that holds the database sound? A backend for Django's `ENGINE`."""
