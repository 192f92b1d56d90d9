"""The index of a deflator has four places, as the Treasury has printed it since the vintage of March 2026.

It is kept without its point, so what stands is multiplied. To go back rounds the fourth place, half up.
"""

from decimal import Decimal

from django.db import migrations, models

import totalplace.fields

TABLES = ["savings_deflator", "savings_historicaldeflator"]
LIMITS = models.CheckConstraint(
    condition=models.Q(index__gte=Decimal("0.001"), index__lte=10_000),
    name="deflator_index_is_in_range",
    violation_error_message="Give an index over 0 and up to 10,000.",
)


def _index():
    return totalplace.fields.ScaledDecimalField(decimal_places=4)


class Migration(migrations.Migration):
    dependencies = [("savings", "0028_where_else_and_whose_budget")]

    operations = [
        migrations.RemoveConstraint(model_name="deflator", name="deflator_index_is_in_range"),
        migrations.AlterField(model_name="deflator", name="index", field=_index()),
        migrations.AlterField(model_name="historicaldeflator", name="index", field=_index()),
        migrations.RunSQL(
            [f'UPDATE {table} SET "index" = "index" * 10' for table in TABLES],
            [f'UPDATE {table} SET "index" = ("index" + 5) / 10' for table in TABLES],
        ),
        migrations.AddConstraint(model_name="deflator", constraint=LIMITS),
    ]
