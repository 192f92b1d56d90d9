"""No mark opens everything: rights come from roles alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pilots", "0006_superusers_become_administrators")]

    operations = [
        migrations.RemoveField(model_name="historicaluser", name="is_superuser"),
        migrations.RemoveField(model_name="user", name="is_superuser"),
    ]
