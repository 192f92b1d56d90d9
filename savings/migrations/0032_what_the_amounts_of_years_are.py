"""A claim whose years may be running totals says what they are: each by itself, new in its year, or a running total."""

from importlib import import_module

from django.db import migrations, models

BASELINE = import_module("savings.migrations.0027_a_new_baseline_says_why")

NAME, COLUMNS = "savings_version_years", ("years_are",)


def install(apps, schema_editor):
    for create, _drop in BASELINE.trigger(NAME, COLUMNS, schema_editor.connection.vendor):
        schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, drop in reversed(BASELINE.trigger(NAME, COLUMNS, schema_editor.connection.vendor)):
        schema_editor.execute(drop, params=None)


class Migration(migrations.Migration):
    dependencies = [("savings", "0031_each_doubt_has_its_reason")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [BASELINE.new_text("years_are", 20, "not_stated")],
            [
                migrations.AddField(
                    model_name="version",
                    name="years_are",
                    field=models.CharField(
                        choices=[
                            ("by_itself", "The saving of that year by itself"),
                            ("new_in_year", "New in that year, on top of the years before"),
                            ("running_total", "A running total of the years so far"),
                            ("not_stated", "Not stated"),
                        ],
                        default="not_stated",
                        max_length=20,
                        verbose_name="the amount of each year",
                    ),
                ),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
