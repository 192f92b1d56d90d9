"""Whoever opened everything by Django's mark is an administrator by name: no site is left without one.

Undone, they stay administrators: whether they were given the role before is in the history.
"""

from django.db import migrations
from django.utils import timezone

REASON = "Superuser: now holds the role of administrator, and no more"
KEPT = ["email", "name", "is_active", "is_staff", "is_timed", "date_joined", "is_superuser"]


def make_administrators(apps, schema_editor):
    superusers = apps.get_model("pilots", "User").objects.filter(is_superuser=True)
    if not superusers.exists():
        return
    # The group gets its permissions after the migrations, as every role's group does.
    administrators, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Administrator")
    history = apps.get_model("pilots", "HistoricalUser").objects
    for person in superusers:
        person.is_staff = True
        person.save(update_fields=["is_staff"])
        person.groups.add(administrators)
        history.create(
            id=person.pk,
            history_date=timezone.now(),
            history_type="~",
            history_change_reason=REASON,
            **{name: getattr(person, name) for name in KEPT},
        )


class Migration(migrations.Migration):
    dependencies = [("pilots", "0005_link_waits_for_the_digest")]

    operations = [migrations.RunPython(make_administrators, migrations.RunPython.noop)]
