"""An event names the sheet that it came by, where it had only been told in the words of its note. The words stay."""

from contextlib import contextmanager
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

FREEZE = import_module("savings.migrations.0002_freeze_submitted_versions")


@contextmanager
def unfrozen(table, schema_editor):
    """Within it the rows of a table can be changed, past the triggers that keep them; nobody else sees it so."""
    connection, put_back = schema_editor.connection, []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [table],
            )
            found = cursor.fetchall()
        for name, create in found:
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)
            put_back.append(create)
    else:
        # A table with rows whose links have still to be checked cannot be altered.
        check = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]
        for statement in [*check, f"ALTER TABLE {table} DISABLE TRIGGER USER"]:
            schema_editor.execute(statement, params=None)
        put_back = [*check, f"ALTER TABLE {table} ENABLE TRIGGER USER"]
    yield
    for statement in put_back:
        schema_editor.execute(statement, params=None)


def refreeze(table, schema_editor):
    """Put back the triggers that Django loses where it makes a table anew, as it does on SQLite."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for create, drop in FREEZE._sqlite():
        name = drop.removeprefix("DROP TRIGGER ")
        if name.startswith(f"{table}_frozen_"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
            schema_editor.execute(create, params=None)


def name_sheets(apps, schema_editor):
    """To each event the sheet that its note tells of, by the file's name and the second it was sent."""
    events = apps.get_model("savings", "Event").objects
    stored = apps.get_model("savings", "FigureSheet").objects.filter(stored_at__isnull=False)
    with unfrozen("savings_event", schema_editor):
        # Of two that were sent in one second, what came after the later one was stored came by that one.
        for sheet in stored.defer("content").order_by("-stored_at", "key"):
            told = events.filter(by=sheet.by_id, note=_told(sheet), sheet=None)
            told.filter(at__gte=sheet.stored_at).update(sheet=sheet)


def _told(sheet):
    sent = timezone.localtime(sheet.at)
    return f"Imported from {sheet.name}, sent on {sent:%-d %B %Y at %H:%M:%S}"


def refreeze_events(apps, schema_editor):
    refreeze("savings_event", schema_editor)


class Migration(migrations.Migration):
    dependencies = [("savings", "0018_days_of_a_review")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, refreeze_events),
        migrations.AddField(
            model_name="event",
            name="sheet",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="savings.figuresheet",
                verbose_name="by which sheet",
            ),
        ),
        migrations.RunPython(name_sheets, migrations.RunPython.noop),
    ]
