"""Reminders, a notice of each to whom it concerns, and the index by which what is unread is counted."""

import django.db.models.deletion
from django.db import migrations, models


def forget_reminders(apps, schema_editor):
    """On the way back: without reminders every notice is of an event."""
    apps.get_model("savings", "Notice").objects.filter(event=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("savings", "0009_keep_draws_questions_and_value"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="event",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="savings.event",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="seen_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="marked as read on the page of notices"
            ),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer_due", "An answer is due soon"),
                            ("answer_overdue", "An answer is overdue"),
                            ("reply_due", "The time to reply ends soon"),
                            ("answered", "A question was answered some days ago"),
                            ("ready", "A verdict can be made final"),
                        ],
                        max_length=14,
                    ),
                ),
                ("on", models.DateField(verbose_name="day of what it is about")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="savings.version",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="notice",
            name="reminder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="savings.reminder",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("seen_at", None)), fields=["to"], name="notice_unseen"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("to", "reminder"), name="notice_reminds_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event", None), ("reminder__isnull", False)),
                    models.Q(("event__isnull", False), ("reminder", None)),
                    _connector="OR",
                ),
                name="notice_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("version", "kind", "on"), name="reminder_once_an_occasion"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_reminders),
    ]
