"""How is something taken from under the site in a test? What is raised is what the database's own driver raises."""

import resource
from contextlib import contextmanager

from django.db import connection, transaction

NOWHERE = {
    "sqlite": {"database": "/no/such/folder/db.sqlite3"},
    "postgresql": {"host": "127.0.0.1", "port": 1, "connect_timeout": 5},
}


@contextmanager
def no_database(asked=""):
    """Each question to the database, or each that has these words in it, is answered as if it were gone."""

    def fail(execute, sql, params, many, context):
        if asked not in sql:
            return execute(sql, params, many, context)
        with connection.wrap_database_errors:
            return connection.Database.connect(**NOWHERE[connection.vendor])

    with connection.execute_wrapper(fail):
        yield


@contextmanager
def full_after(size):
    """The machine takes no file of more than so many bytes, as on a disk that is nearly full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only_database():
    """The database answers, and takes nothing in."""
    if connection.vendor == "sqlite":
        _tell("PRAGMA query_only = ON")
        try:
            yield
        finally:
            _tell("PRAGMA query_only = OFF")
        return
    with transaction.atomic():
        _tell("SET TRANSACTION READ ONLY")
        yield
        transaction.set_rollback(True)


def _tell(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
