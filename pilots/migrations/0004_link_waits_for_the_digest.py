"""A link to set a password waits for the next digest where the mail server did not take it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pilots", "0003_constraints_in_words")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="link_waits_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
