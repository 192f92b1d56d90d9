"""A large cashable claim says where else it is counted and whose budget falls; which claims were asked is kept.

What was submitted before was not asked, and stays so.
"""

from importlib import import_module

from django.db import migrations, models

from totalplace.fields import FinancialYearField

BASELINE = import_module("savings.migrations.0027_a_new_baseline_says_why")

NAME = "savings_version_budget"
COLUMNS = ("also_counted_in", "budget_line", "budget_owner", "budget_year", "is_budget_asked")


def install(apps, schema_editor):
    for create, _drop in BASELINE.trigger(NAME, COLUMNS, schema_editor.connection.vendor):
        schema_editor.execute(create, params=None)


def remove(apps, schema_editor):
    for _create, drop in reversed(BASELINE.trigger(NAME, COLUMNS, schema_editor.connection.vendor)):
        schema_editor.execute(drop, params=None)


class Migration(migrations.Migration):
    dependencies = [("savings", "0027_a_new_baseline_says_why")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                BASELINE.new_text("also_counted_in", 20, "not_stated"),
                BASELINE.new_text("budget_line", 200),
                BASELINE.new_text("budget_owner", 200),
            ],
            [
                migrations.AddField(
                    model_name="version",
                    name="also_counted_in",
                    field=models.CharField(
                        choices=[
                            ("department", "A department’s efficiency plan"),
                            ("nhs_or_police", "An NHS or police programme"),
                            ("other_place", "Another place’s claim"),
                            ("nowhere", "Nowhere else"),
                            ("not_stated", "Not stated"),
                        ],
                        default="not_stated",
                        max_length=20,
                        verbose_name="also counted in",
                    ),
                ),
                migrations.AddField(
                    model_name="version",
                    name="budget_line",
                    field=models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="budget line that is lower",
                    ),
                    preserve_default=False,
                ),
                migrations.AddField(
                    model_name="version",
                    name="budget_owner",
                    field=models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="who holds that budget",
                    ),
                    preserve_default=False,
                ),
            ],
        ),
        migrations.AddField(
            model_name="version",
            name="budget_year",
            field=FinancialYearField(blank=True, null=True, verbose_name="lower from the year"),
        ),
        migrations.AddField(
            model_name="version",
            name="is_budget_asked",
            field=models.BooleanField(
                blank=True, null=True, verbose_name="asked whose budget falls"
            ),
        ),
        migrations.RunPython(install, remove),
    ]
