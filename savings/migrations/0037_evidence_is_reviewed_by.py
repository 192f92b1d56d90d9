"""Evidence may say by which day somebody is to look at it again. It is frozen with the evidence as a whole (0002, 0009).

The column is added to the table as it stands: made anew, as Django does on SQLite, it would lose its triggers.
"""

from datetime import date

from django.db import migrations, models
from django.db.models import Q

NAME = "evidence_review_by_is_in_range"
DAYS = "review_by BETWEEN '1900-01-01' AND '2100-12-31'"


class Migration(migrations.Migration):
    dependencies = [("savings", "0036_what_was_asked_to_be_signed")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"ALTER TABLE savings_evidence ADD COLUMN review_by date CONSTRAINT {NAME} CHECK ({DAYS})",
                    "ALTER TABLE savings_evidence DROP COLUMN review_by",
                )
            ],
            [
                migrations.AddField(
                    model_name="evidence",
                    name="review_by",
                    field=models.DateField(blank=True, null=True, verbose_name="to be reviewed by"),
                ),
                migrations.AddConstraint(
                    model_name="evidence",
                    constraint=models.CheckConstraint(
                        condition=Q(
                            review_by__gte=date(1900, 1, 1), review_by__lte=date(2100, 12, 31)
                        ),
                        name=NAME,
                        violation_error_message="Review by: give a date from 1 January 1900 to 31 December 2100.",
                    ),
                ),
            ],
        )
    ]
