"""People are reminded of a year that has ended, of which a claim states what came so far."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("savings", "0021_days_stay")]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer_due", "An answer is due soon"),
                    ("answer_overdue", "An answer is overdue"),
                    ("reply_due", "The time to reply ends soon"),
                    ("answered", "A question was answered some days ago"),
                    ("ready", "A verdict can be made final"),
                    ("outturn", "A year has ended, and its outturn is asked for"),
                ],
                max_length=14,
            ),
        ),
    ]
