"""Figures are kept of the years 1990-91 to 2059-60: those of a programme of ten years, or of thirty, are among them.

To go back, no figure may lie outside 2007-08 to 2030-31.
"""

from importlib import import_module

from django.db import migrations, models

SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")


def refreeze_figures(apps, schema_editor):
    SHEETS.refreeze("savings_figure", schema_editor)


class Migration(migrations.Migration):
    dependencies = [("savings", "0022_outturns_are_asked_for")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, refreeze_figures),
        migrations.RemoveConstraint(model_name="figure", name="figure_year_in_range"),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1990), ("year__lte", 2059)),
                name="figure_year_in_range",
            ),
        ),
        migrations.RunPython(refreeze_figures, migrations.RunPython.noop),
    ]
