"""A stored file says what it holds that does not show; evidence, that its place confirmed it. Once said, it stays.

What was stored before is not known to hold any such thing: it is said when the same bytes are sent again. What was
confirmed is kept with the evidence, which 0002 and 0009 freeze as a whole.
"""

from django.db import migrations, models

NAME = "savings_storedfile_hidden_kept"
BYTES = "A stored file is never changed."
EVENT = f"CREATE TRIGGER {NAME} BEFORE UPDATE OF hidden ON savings_storedfile"
CHANGED = "WHEN (OLD.hidden <> '' AND NEW.hidden <> OLD.hidden)"


def _statements(vendor):
    """Each with the one that takes it away."""
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{BYTES}'); END"
        return [(f"{EVENT} {CHANGED} {refuse}", f"DROP TRIGGER {NAME}")]
    refuse = f"RAISE EXCEPTION '{BYTES}' USING ERRCODE = 'check_violation';"
    return [
        (
            f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$",
            f"DROP FUNCTION {NAME}()",
        ),
        (
            f"{EVENT} FOR EACH ROW {CHANGED} EXECUTE FUNCTION {NAME}()",
            f"DROP TRIGGER {NAME} ON savings_storedfile",
        ),
    ]


def install(apps, schema_editor):
    for create, _drop in _statements(schema_editor.connection.vendor):
        schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, drop in reversed(_statements(schema_editor.connection.vendor)):
        schema_editor.execute(drop, params=None)


def _column(table, definition):
    """Without making the table anew: on SQLite it would lose its triggers."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD COLUMN {definition}",
        f"ALTER TABLE {table} DROP COLUMN {definition.split()[0]}",
    )


class Migration(migrations.Migration):
    dependencies = [("savings", "0033_what_evidence_backs")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                _column("savings_storedfile", "hidden varchar(500) NOT NULL DEFAULT ''"),
                _column("savings_evidence", "is_hidden_confirmed bool NOT NULL DEFAULT false"),
            ],
            [
                migrations.AddField(
                    model_name="storedfile",
                    name="hidden",
                    field=models.CharField(
                        blank=True,
                        default="",
                        max_length=500,
                        verbose_name="what it holds that does not show",
                    ),
                ),
                migrations.AddField(
                    model_name="evidence",
                    name="is_hidden_confirmed",
                    field=models.BooleanField(
                        default=False, verbose_name="its place confirmed what does not show"
                    ),
                ),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
