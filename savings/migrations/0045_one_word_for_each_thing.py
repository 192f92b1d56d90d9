"""Labels alone: a line, a kind of evidence, a date and a reminder are called as the pages call them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("savings", "0044_verdicts_half_written"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="abandonment",
            options={"verbose_name": "saving given up", "verbose_name_plural": "savings given up"},
        ),
        migrations.AlterModelOptions(
            name="signoff",
            options={"verbose_name": "sign-off"},
        ),
        migrations.AlterField(
            model_name="evidence",
            name="kind",
            field=models.CharField(
                choices=[
                    ("contract", "Contract"),
                    ("ledger", "Ledger"),
                    ("evaluation", "Evaluation"),
                    ("monitoring", "Monitoring or year-end report"),
                    ("benchmark", "Benchmark"),
                    ("published_source", "Published source"),
                    ("own_estimate", "Own estimate"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="own_date",
            field=models.CharField(
                blank=True, max_length=100, verbose_name="the date written on it"
            ),
        ),
        migrations.AlterField(
            model_name="evidencegrade",
            name="kind",
            field=models.CharField(
                choices=[
                    ("contract", "Contract"),
                    ("ledger", "Ledger"),
                    ("evaluation", "Evaluation"),
                    ("monitoring", "Monitoring or year-end report"),
                    ("benchmark", "Benchmark"),
                    ("published_source", "Published source"),
                    ("own_estimate", "Own estimate"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="figure",
            name="line",
            field=models.CharField(
                choices=[
                    ("saving", "Saving"),
                    ("one_off_cost", "One-off cost"),
                    ("running_cost", "Extra running cost"),
                    ("harm_to_others", "Extra cost to others"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="historicalevidencegrade",
            name="kind",
            field=models.CharField(
                choices=[
                    ("contract", "Contract"),
                    ("ledger", "Ledger"),
                    ("evaluation", "Evaluation"),
                    ("monitoring", "Monitoring or year-end report"),
                    ("benchmark", "Benchmark"),
                    ("published_source", "Published source"),
                    ("own_estimate", "Own estimate"),
                ],
                max_length=16,
            ),
        ),
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
                    ("outturn", "A year has ended, and its actual figures are asked for"),
                    ("round_opened", "A round has opened"),
                    ("round_closes", "A round closes soon, and something is due"),
                    ("round_late", "A round has closed, and something is due"),
                ],
                max_length=14,
            ),
        ),
    ]
