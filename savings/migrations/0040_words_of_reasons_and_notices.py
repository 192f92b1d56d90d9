"""Words alone, and nothing stored: of the reason CEILING, and of the day on which a notice was read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("savings", "0039_shares_in_their_prices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="acceptedfigure",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("BASELINE", "Baseline unsuitable"),
                    ("NOT_CASH", "Time or capacity, not money"),
                    ("ONE_OFF", "One-off claimed as ongoing"),
                    ("NOT_NEW", "Made in an earlier year"),
                    ("NO_BUDGET", "Avoided cost that was never budgeted"),
                    ("NOT_NET", "Costs left out"),
                    ("SERVICE", "Effect on service not shown, or it fell"),
                    ("MOVED", "Cost moved to another body or heading"),
                    ("DOUBLE", "Counted in another claim"),
                    ("NO_EVIDENCE", "Nothing behind it"),
                    ("DISPUTED", "Contested by the other party"),
                    ("ARITHMETIC", "Sum or unit wrong"),
                    ("PRICE_BASIS", "Price basis unclear"),
                    ("OPAQUE_SUPPLY", "Figures passed up unchecked"),
                    ("NO_DETAIL", "Too little detail to be challenged"),
                    ("DEFERRED", "Cost put off to a later year"),
                    ("ELSEWHERE", "Counted in another plan too"),
                    ("SUBSTITUTED", "Gap closed by reserves or income"),
                    ("CEILING", "Compared with a maximum never to be spent"),
                    ("ATTRIBUTION", "Would have happened anyway"),
                    ("STRANDED", "Activity fell, fixed cost stayed"),
                ],
                max_length=13,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="seen_at",
            field=models.DateTimeField("read on", blank=True, null=True),
        ),
    ]
