"""A person may ask that the time they take is not recorded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0001_people_and_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicaluser",
            name="is_timed",
            field=models.BooleanField(
                default=True, verbose_name="time taken to state claims is recorded"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="is_timed",
            field=models.BooleanField(
                default=True, verbose_name="time taken to state claims is recorded"
            ),
        ),
    ]
