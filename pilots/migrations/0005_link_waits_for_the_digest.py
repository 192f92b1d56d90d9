"""A link to set a password waits for the next digest where the mail server did not take it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pilots", "0004_bulk_writes_refused")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="link_waits_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
