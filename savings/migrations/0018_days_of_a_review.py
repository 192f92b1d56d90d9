"""The working days of a review are kept with its version when the verdict becomes final, bank holidays left out."""

from django.db import migrations, models
from django.utils import timezone

from savings.batches import batches
from savings.review.clock import clock

KEPT = ["days_with_treasury", "days_with_place"]


def fill(apps, schema_editor):
    """Count the days of those that are final already, from their events."""
    version_model = apps.get_model("savings", "Version")
    final = version_model.objects.exclude(verdict="").values_list("pk", flat=True)
    for keys in batches(list(final)):
        rows = version_model.objects.filter(pk__in=keys).select_related("review")
        versions = list(rows.prefetch_related("events"))
        for version in versions:
            version.days_with_treasury, version.days_with_place = _days(version)
        version_model.objects.bulk_update(versions, KEPT)


def _days(version):
    events = sorted(version.events.all(), key=lambda event: event.pk)
    found = clock(events, timezone.localdate(), reply_due_on=version.review.reply_due_on)
    return found.treasury, found.place


class Migration(migrations.Migration):
    dependencies = [("savings", "0017_days_on_which_a_link_is_seen")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="days_with_treasury",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="working days with the Treasury"
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="days_with_place",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="working days with the place"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
