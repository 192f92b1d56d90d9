"""How does a test put tables back as they were before a migration?"""

from contextlib import contextmanager
from importlib import import_module

from django.db import connection
from django.db.migrations.loader import MigrationLoader

DOUBTS = import_module("savings.migrations.0031_each_doubt_has_its_reason")
BEFORE_DOUBTS = ("savings", "0030_money_stated_twice")
SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")


def editor_in_test():
    """What a migration changes tables by, in the midst of a test."""
    connection.check_constraints()  # PostgreSQL changes no table for which that waits.
    editor = connection.schema_editor()
    editor.deferred_sql = []
    return editor


@contextmanager
def one_reason_for_all(editor):
    """Within it figures are as they were when one reason answered all doubts of a row."""
    before = MigrationLoader(connection).project_state(BEFORE_DOUBTS)
    migration = DOUBTS.Migration(DOUBTS.__name__, "savings")
    migration.unapply(before, editor)
    yield
    connection.check_constraints()
    migration.apply(before, editor)


def columns_of(table):
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in described}
