"""The index of what waits longest also tells who may read it, so that a queue is put in order from it alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("savings", "0011_lists_of_100_000")]

    operations = [
        migrations.RemoveIndex(model_name="version", name="version_by_age"),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                fields=["status", "frozen_at", "id", "claim", "is_published"],
                name="version_by_age",
            ),
        ),
    ]
