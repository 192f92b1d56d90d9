"""Whether a saving could be repeated elsewhere is not stated until its page is saved: then it counts as answered.

“Not claimed” is ticked there as before, holds where nobody answers, and is stored at sign-off. What is stored stays.
No column changes: a default and a list of choices are kept by Django alone, and a table made anew, as Django does on
SQLite, would lose its triggers.
"""

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


class Migration(migrations.Migration):
    dependencies = [("savings", "0040_words_of_reasons_and_notices")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[NOT_STATED_AT_FIRST])]
