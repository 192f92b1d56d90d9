"""People are reminded of rounds too: a reminder is about a version, or about a round and, mostly, a place in it."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("answer_due", "An answer is due soon"),
    ("answer_overdue", "An answer is overdue"),
    ("reply_due", "The time to reply ends soon"),
    ("answered", "A question was answered some days ago"),
    ("ready", "A verdict can be made final"),
    ("outturn", "A year has ended, and its outturn is asked for"),
    ("round_opened", "A round has opened"),
    ("round_closes", "A round closes soon, and something is due"),
    ("round_late", "A round has closed, and something is due"),
]


def forget_rounds(apps, schema_editor):
    """On the way back: every reminder is about a version."""
    apps.get_model("savings", "Notice").objects.filter(reminder__round__isnull=False).delete()
    apps.get_model("savings", "Reminder").objects.filter(version=None).delete()
    if schema_editor.connection.vendor == "postgresql":
        # It alters no table of which a row has still to be checked.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def _about(to):
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="reminders",
        to=to,
    )


def _once(name, **more):
    constraint = models.UniqueConstraint(name=name, **more)
    return migrations.AddConstraint(model_name="reminder", constraint=constraint)


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0015_names_that_read_as_missing"),
        ("savings", "0042_nothing_to_report"),
    ]

    operations = [
        migrations.AddField(model_name="reminder", name="round", field=_about("savings.round")),
        migrations.AddField(model_name="reminder", name="place", field=_about("pilots.place")),
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=14),
        ),
        migrations.AlterField(
            model_name="reminder", name="version", field=_about("savings.version")
        ),
        _once("reminder_once_a_place", fields=["round", "place", "kind", "on"]),
        _once(
            "reminder_once_of_all_places",
            fields=["round", "kind", "on"],
            condition=models.Q(("place", None)),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", None), ("round", None), ("version__isnull", False)),
                    models.Q(("round__isnull", False), ("version", None)),
                    _connector="OR",
                ),
                name="reminder_is_of_one_thing",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_rounds),
    ]
