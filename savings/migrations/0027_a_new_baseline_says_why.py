"""A changed baseline says why; a baseline may be a contract's maximum, a headline a net present value.

Columns are added and widened as the table stands: on SQLite Django would make it anew, and lose its triggers. SQLite
needs no widening, and to go back there needs 3.35.5, which can take a column out of a table.
"""

from importlib import import_module

from django.db import migrations, models

FREEZE = import_module("savings.migrations.0002_freeze_submitted_versions")

WIDENED = ("gross_or_net", "baseline_kind")
NAME, COLUMNS = "savings_version_baseline", ("rebaseline_reason",)


def new_text(column, letters, default=""):
    """A column of text for the versions that there are, without making their table anew."""
    return migrations.RunSQL(
        f"ALTER TABLE savings_version ADD COLUMN {column} varchar({letters}) NOT NULL DEFAULT '{default}'",
        f"ALTER TABLE savings_version DROP COLUMN {column}",
    )


def trigger(name, columns, vendor):
    """The statements that freeze columns of a submitted version, each with the one that takes it away."""
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)
    create = f"CREATE TRIGGER {name} BEFORE UPDATE OF {', '.join(columns)} ON savings_version"
    when = f"WHEN (OLD.status <> 'draft' AND ({changed}))"
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{FREEZE.VERSION}'); END"
        return [(f"{create} {when} {refuse}", f"DROP TRIGGER {name}")]
    refuse = f"RAISE EXCEPTION '{FREEZE.VERSION}' USING ERRCODE = 'check_violation';"
    return [
        (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$",
            f"DROP FUNCTION {name}()",
        ),
        (
            f"{create} FOR EACH ROW {when} EXECUTE FUNCTION {name}()",
            f"DROP TRIGGER {name} ON savings_version",
        ),
    ]


def install(apps, schema_editor):
    for create, _drop in trigger(NAME, COLUMNS, schema_editor.connection.vendor):
        schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, drop in reversed(trigger(NAME, COLUMNS, schema_editor.connection.vendor)):
        schema_editor.execute(drop, params=None)


def widen(apps, schema_editor):
    _set_letters(20, schema_editor)


def narrow(apps, schema_editor):
    _set_letters(10, schema_editor)


def _set_letters(letters, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in WIDENED:
            statement = f"ALTER TABLE savings_version ALTER COLUMN {column} TYPE varchar({letters})"
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("savings", "0026_accepted_is_net")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(widen, narrow), new_text("rebaseline_reason", 500)],
            [
                migrations.AlterField(
                    model_name="version",
                    name="gross_or_net",
                    field=models.CharField(
                        choices=[
                            ("gross", "Gross"),
                            ("net", "Net"),
                            ("net_present_value", "Net present value"),
                            ("not_stated", "Not stated"),
                        ],
                        default="not_stated",
                        max_length=20,
                        verbose_name="gross or net",
                    ),
                ),
                migrations.AlterField(
                    model_name="version",
                    name="baseline_kind",
                    field=models.CharField(
                        choices=[
                            ("budget", "Agreed budget"),
                            ("outturn", "Last year's actual"),
                            ("contract", "Contract"),
                            ("benchmark", "Comparison with others"),
                            ("estimate", "Our estimate"),
                            ("contract_maximum", "Contract maximum"),
                            ("not_stated", "Not stated"),
                        ],
                        default="not_stated",
                        max_length=20,
                        verbose_name="baseline taken from",
                    ),
                ),
                migrations.AddField(
                    model_name="version",
                    name="rebaseline_reason",
                    field=models.CharField(
                        blank=True,
                        default="",
                        max_length=500,
                        verbose_name="why the baseline was changed",
                    ),
                    preserve_default=False,
                ),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
