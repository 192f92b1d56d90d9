"""The working days of a review are kept with its version when the verdict becomes final, bank holidays left out.

To go back on SQLite needs 3.35.5, which can take a column out of a table without making it anew.
"""

from django.db import migrations, models
from django.utils import timezone

from savings.batches import batches
from savings.review.working_days import working_days_between

KEPT = ["days_with_treasury", "days_with_place"]
WITH_TREASURY, WITH_PLACE = ("submitted", "in_review", "reply"), ("question", "provisional")


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
    """As the clock of the review counted them when this was written: see `savings.review.clock`."""
    events = sorted(version.events.all(), key=lambda event: event.pk)
    moves = [e for e in events if e.status_before != e.status_after or e.action == "waive_reply"]
    standing = next((e for e in reversed(moves) if e.action == "decide"), None)
    due = version.review.reply_due_on
    days = dict.fromkeys(("treasury", "place", ""), 0)
    begins = [timezone.localdate(move.at) for move in moves]
    ends = [*begins[1:], timezone.localdate()]
    for move, start, end in zip(moves, begins, ends, strict=True):
        turn = min(max(start, due), end) if move is standing and due else end
        days[_side(move)] += working_days_between(start, turn)
        days["treasury"] += working_days_between(turn, end)
    return days["treasury"], days["place"]


def _side(event):
    if event.action == "waive_reply" or event.status_after in WITH_TREASURY:
        return "treasury"
    return "place" if event.status_after in WITH_PLACE else ""


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
