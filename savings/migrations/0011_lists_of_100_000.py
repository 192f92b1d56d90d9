"""Indexes by which long lists of the workspace are read by day."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0002_person_may_go_untimed"),
        ("savings", "0010_reminders_and_what_is_unseen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["created_at", "id"], name="claim_by_day"),
        ),
        migrations.AddIndex(
            model_name="conditionchange",
            index=models.Index(fields=["at", "id"], name="conditionchange_by_day"),
        ),
        migrations.AddIndex(
            model_name="confirmation",
            index=models.Index(fields=["at", "id"], name="confirmation_by_day"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["at", "id"], name="event_by_day"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["added_at", "id"], name="evidence_by_day"),
        ),
        migrations.AddIndex(
            model_name="partnerresponse",
            index=models.Index(fields=["at", "id"], name="partnerresponse_by_day"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["asked_at", "id"], name="question_by_day"),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["at", "id"], name="reading_by_day"),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(fields=["at", "id"], name="reminder_by_day"),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["at", "id"], name="reply_by_day"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["reply_due_on", "id"], name="review_by_day"),
        ),
        migrations.AddIndex(
            model_name="sentfile",
            index=models.Index(fields=["at", "id"], name="sentfile_by_day"),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(fields=["at", "id"], name="signoff_by_day"),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(fields=["stored_at", "id"], name="storedfile_by_day"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["frozen_at", "id"], name="version_by_day"),
        ),
    ]
