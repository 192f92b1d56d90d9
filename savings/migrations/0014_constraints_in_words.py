"""What the forms say of a row that cannot be kept: what is wrong, and what to do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("savings", "0013_limits_of_parameters")]

    operations = [
        migrations.AlterConstraint(
            model_name="confidencegrade",
            name="confidencegrade_once",
            constraint=models.UniqueConstraint(
                fields=("valid_from", "grade"),
                name="confidencegrade_once",
                violation_error_message="This grade has a row of this date already. Change it or give another date.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="confidencegrade",
            name="confidencegrade_is_one_to_six",
            constraint=models.CheckConstraint(
                condition=models.Q(("grade__gte", 1), ("grade__lte", 6)),
                name="confidencegrade_is_one_to_six",
                violation_error_message="There is no such grade. Give a grade from 1 to 6.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="deflator",
            name="deflator_once_a_vintage",
            constraint=models.UniqueConstraint(
                fields=("vintage_date", "financial_year"),
                name="deflator_once_a_vintage",
                violation_error_message="This vintage has an index of this year already. Change that row.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="discountrate",
            name="discountrate_once_a_span",
            constraint=models.UniqueConstraint(
                fields=("valid_from", "from_year"),
                name="discountrate_once_a_span",
                violation_error_message="A rate of this date starts in this year already. Change that row.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="discountrate",
            name="discountrate_span_runs_forward",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_year__lte", models.F("to_year"))),
                name="discountrate_span_runs_forward",
                violation_error_message="The last year is before the first. Give a last year that is not earlier.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="evidencegrade",
            name="evidencegrade_once",
            constraint=models.UniqueConstraint(
                fields=("valid_from", "kind"),
                name="evidencegrade_once",
                violation_error_message="This kind has a grade of this date already. Change it or give another date.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="evidencegrade",
            name="evidencegrade_is_one_to_six",
            constraint=models.CheckConstraint(
                condition=models.Q(("grade__gte", 1), ("grade__lte", 6)),
                name="evidencegrade_is_one_to_six",
                violation_error_message="There is no such grade. Give a grade from 1 to 6.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="round",
            name="round_closes_after_it_opens",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens_on__lte", models.F("closes_on"))),
                name="round_closes_after_it_opens",
                violation_error_message="The round closes before it opens. Give a closing date that is not earlier.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="stageweight",
            name="stageweight_once",
            constraint=models.UniqueConstraint(
                fields=("valid_from", "stage"),
                name="stageweight_once",
                violation_error_message="This stage has a weight of this date already. Change it or give another date.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="stageweight",
            name="stageweight_is_a_share",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight_percent__gte", 0), ("weight_percent__lte", 100)),
                name="stageweight_is_a_share",
                violation_error_message="Give a weight from 0 to 100 percent.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="statementofuse",
            name="statementofuse_says_something",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="statementofuse_says_something",
                violation_error_message="The text is empty. Write what the figures are used for.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="threshold",
            name="threshold_once",
            constraint=models.UniqueConstraint(
                fields=("valid_from", "name"),
                name="threshold_once",
                violation_error_message="This number has a value of this date already. Change it or give another date.",
            ),
        ),
    ]
