"""Whether a saving could be repeated elsewhere is not stated until its page is saved: then it counts as answered.

“Not claimed” is ticked there as before, holds where nobody answers, and is stored at sign-off. What is stored stays.
No column changes: a default and a list of choices are kept by Django alone, and a table made anew, as Django does on
SQLite, would lose its triggers. On the way back what says nothing is “Not claimed” again, as it was before.
"""

from importlib import import_module

from django.db import migrations, models

NOT_STATED_AT_FIRST = migrations.AlterField(
    model_name="version",
    name="transferability",
    field=models.CharField(
        choices=[
            ("this_place", "This place only"),
            ("places_like", "Places like this one"),
            ("tested", "Tested elsewhere"),
            ("not_stated", "Not stated"),
        ],
        default="not_stated",
        max_length=11,
    ),
)


SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")
TABLE = "savings_version"


def claim_nothing(apps, schema_editor):
    """On the way back: “not stated” is not known there."""
    versions = apps.get_model("savings", "Version").objects.filter(transferability="not_stated")
    with SHEETS.unfrozen(TABLE, schema_editor):
        versions.update(transferability="this_place")


class Migration(migrations.Migration):
    dependencies = [("savings", "0040_words_of_reasons_and_notices")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[NOT_STATED_AT_FIRST]),
        migrations.RunPython(migrations.RunPython.noop, claim_nothing),
    ]
